package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.window.KeyedHash;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A producer's door: flows go to the shard of their key, both directions to the same one; everything else to the window
 * thread. Owned by the producing thread; its counts are its own, others only read them.
 */
final class Router implements FlowSampleSink {
    /** The counts have a cache line to themselves. */
    private static final int FIRST_COUNT = 8;

    private static final int DROPPED = FIRST_COUNT + SampleWords.KINDS;
    private static final int COUNTS = DROPPED + 1 + 8;

    private final SampleRing[] shards;
    private final SampleRing window;
    private final KeyedHash hash;
    private final AtomicLongArray counts = new AtomicLongArray(COUNTS);

    Router(SampleRing[] shards, SampleRing window, KeyedHash hash, Counters counters) {
        this.shards = shards;
        this.window = window;
        this.hash = hash;
        for (FlowSample.Kind kind : FlowSample.Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            int count = FIRST_COUNT + SampleWords.code(kind);
            counters.counter("sentinel_samples_" + name + "_total", "Samples of kind " + name + " offered")
                    .include(() -> counts.getOpaque(count));
        }
        counters.counter("sentinel_samples_dropped_total", "Samples dropped, the hand-over was full")
                .include(() -> counts.getOpaque(DROPPED));
    }

    @Override
    public void offer(FlowSample sample) {
        count(FIRST_COUNT + SampleWords.code(sample.kind));
        boolean taken;
        if (sample.kind == FlowSample.Kind.FLOW || sample.kind == FlowSample.Kind.FLOW_END) {
            long hashed = hash(hash, sample);
            taken = shards[shard(hashed)].offer(sample, hashed);
        } else {
            taken = window.offer(sample, 0);
        }
        if (!taken) {
            count(DROPPED);
        }
    }

    private void count(int which) {
        counts.setOpaque(which, counts.getPlain(which) + 1);
    }

    /** The hash that a flow sample carries. */
    static long hash(KeyedHash hash, FlowSample sample) {
        return hash.flow(
                sample.srcHi,
                sample.srcLo,
                sample.srcPort & 0xffff,
                sample.dstHi,
                sample.dstLo,
                sample.dstPort & 0xffff,
                sample.protocol & 0xff);
    }

    private int shard(long hashed) {
        return shards.length == 1 ? 0 : (int) Math.multiplyHigh(hashed >>> 1, 2L * shards.length);
    }
}
