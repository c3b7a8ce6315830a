/**
 * Decision forests of our own: trained from histograms, evaluated from flat arrays, the same bit for bit for the same
 * seed. They know nothing of flows; a row is a {@code float[]}.
 */
package io.sentinelsdn.detector.tree;
