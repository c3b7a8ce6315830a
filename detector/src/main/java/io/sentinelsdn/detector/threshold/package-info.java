/** What is normal for a destination, and when a measure is too high: adaptive thresholds with hysteresis. */
package io.sentinelsdn.detector.threshold;
