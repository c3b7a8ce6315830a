package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.window.KeyedHash;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * A producer's door: flows go to the shard of their key, both directions to the same one; everything else to the window
 * thread. Owned by the producing thread.
 */
final class Router implements FlowSampleSink {
    private final SampleRing[] shards;
    private final SampleRing window;
    private final KeyedHash hash;
    private final Map<FlowSample.Kind, Counters.Counter> received;
    private final Counters.Counter dropped;

    Router(SampleRing[] shards, SampleRing window, KeyedHash hash, Counters counters) {
        this.shards = shards;
        this.window = window;
        this.hash = hash;
        received = receivedByKind(counters);
        dropped = counters.counter("sentinel_samples_dropped_total", "Samples dropped, the hand-over was full");
    }

    private static Map<FlowSample.Kind, Counters.Counter> receivedByKind(Counters counters) {
        Map<FlowSample.Kind, Counters.Counter> byKind = new EnumMap<>(FlowSample.Kind.class);
        for (FlowSample.Kind kind : FlowSample.Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            byKind.put(
                    kind,
                    counters.counter("sentinel_samples_" + name + "_total", "Samples of kind " + name + " offered"));
        }
        return byKind;
    }

    @Override
    public void offer(FlowSample sample) {
        received.get(sample.kind).increment();
        boolean flow = sample.kind == FlowSample.Kind.FLOW || sample.kind == FlowSample.Kind.FLOW_END;
        if (!(flow ? shards[shard(sample)] : window).offer(sample)) {
            dropped.increment();
        }
    }

    private int shard(FlowSample sample) {
        if (shards.length == 1) {
            return 0;
        }
        boolean ports = !IpProto.isIcmp(sample.protocol);
        long hashed = hash.symmetric(
                sample.srcHi,
                sample.srcLo,
                ports ? sample.srcPort : 0,
                sample.dstHi,
                sample.dstLo,
                ports ? sample.dstPort : 0,
                sample.protocol);
        return (int) Long.remainderUnsigned(hashed, shards.length);
    }
}
