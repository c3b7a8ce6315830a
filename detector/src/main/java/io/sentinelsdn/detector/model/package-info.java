/**
 * What every kind of model is to the rest of the detector: something that scores rows of features, says which class is
 * likeliest, and can tell why. Kinds implement it in packages of their own; this one knows none of them.
 */
package io.sentinelsdn.detector.model;
