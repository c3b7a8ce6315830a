/** What the detector costs. */
package io.sentinelsdn.benchmarks.detector;
