/**
 * Labelled flows from files: a tolerant CSV reader and the common public layouts, each mapped to the features of
 * {@link io.sentinelsdn.detector.feature.FlowFeatures}.
 */
package io.sentinelsdn.detector.input;
