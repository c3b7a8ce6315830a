package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.flow.FlowSample;

/**
 * The one door by which observations reach the detector. A sink belongs to one producing thread: ask the detector for
 * one sink per thread.
 */
@FunctionalInterface
public interface FlowSampleSink {
    /** Copies the sample; never blocks. When the hand-over is full the sample is dropped and counted. */
    void offer(FlowSample sample);
}
