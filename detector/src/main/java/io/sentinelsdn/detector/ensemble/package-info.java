/**
 * The hybrid: forest, isolation forest and autoencoder under one calibrated score, what it does where it was not
 * trained, and how it is adapted with few labelled rows.
 */
package io.sentinelsdn.detector.ensemble;
