package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.domain.flow.FlowSample;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The rings of one consumer, one for each producer. Any thread adds; the consuming thread drains. */
final class RingSet {
    private static final int BATCH = 1024;

    private final List<SampleRing> rings = new CopyOnWriteArrayList<>();

    SampleRing add(int samples) {
        SampleRing ring = new SampleRing(samples);
        rings.add(ring);
        return ring;
    }

    /** Gives each ring its turn; how many samples there were. */
    int drain(Consumer<FlowSample> consumer) {
        int count = 0;
        for (int i = 0; i < rings.size(); i++) {
            count += rings.get(i).drain(consumer, BATCH);
        }
        return count;
    }
}
