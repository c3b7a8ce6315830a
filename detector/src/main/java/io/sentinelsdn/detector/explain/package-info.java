/**
 * Why a detection was made, and how sure we are. The contributions of an explanation are signed shares that sum to the
 * confidence: the share of a feature is what the confidence gains when its evidence is added, in the order given.
 */
package io.sentinelsdn.detector.explain;
