package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.threshold.ThresholdSettings;
import io.sentinelsdn.detector.track.TrackerSettings;
import io.sentinelsdn.detector.window.WindowLimits;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import io.sentinelsdn.domain.spi.TopologyView;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Plays two seconds of a flood through a small pipeline of its own, in virtual time, so that the first real attack does
 * not wait for classes to be loaded (0.3 s on a busy machine). Nobody hears of what it detects.
 */
public final class Rehearsal {
    private static final int STEPS = 12;
    private static final int SAMPLES_PER_STEP = 20;
    private static final int PACKETS_PER_STEP = 500;
    private static final WindowLimits SMALL = new WindowLimits(16, 16, 16, 16, 64);
    private static final TopologyView NOWHERE = new TopologyView() {
        @Override
        public Optional<Attachment> attachment(IpAddress address) {
            return Optional.empty();
        }

        @Override
        public boolean isEdge(Dpid dpid, int port) {
            return true;
        }
    };

    private final FlowSample sample = new FlowSample();
    private final Pipeline pipeline;
    private final FlowSampleSink sink;
    private long nowNs;
    private int told;

    private Rehearsal(Supplier<FlowModel> models) {
        pipeline = new Pipeline(
                new Pipeline.Size(1, 1024, 1024, 1),
                SMALL,
                ThresholdSettings.defaults(),
                TrackerSettings.defaults(),
                NOWHERE,
                models,
                () -> null,
                () -> nowNs,
                ns -> Instant.ofEpochSecond(0, ns),
                new Counters(),
                detection -> told++);
        sink = pipeline.newSink();
    }

    /** Plays it through in the calling thread; how many times a detection was told. */
    public static int play(Supplier<FlowModel> models) {
        return new Rehearsal(models).play();
    }

    private int play() {
        for (int step = 1; step <= STEPS; step++) {
            nowNs = step * WindowAgent.STEP_NS;
            count(FlowSample.Kind.SYN_COUNT, step);
            count(FlowSample.Kind.MISS_COUNT, step);
            count(FlowSample.Kind.PORT, step);
            count(FlowSample.Kind.FLOW, step);
            for (int i = 0; i < SAMPLES_PER_STEP; i++) {
                packet(IpProto.TCP, i);
                packet(IpProto.UDP, i);
            }
            pipeline.shards().forEach(shard -> shard.doWork(nowNs));
            pipeline.window().doWork(nowNs);
        }
        return told;
    }

    private void count(FlowSample.Kind kind, int step) {
        header(kind, IpProto.ICMP);
        sample.srcPort = 8;
        sample.packets = (long) step * PACKETS_PER_STEP;
        sample.durationNs = nowNs;
        sink.offer(sample);
    }

    private void packet(int protocol, int number) {
        header(FlowSample.Kind.PACKET, protocol);
        sample.srcPort = 1024 + number;
        sample.dstPort = 80;
        sample.tcpFlags = IpProto.TCP_SYN;
        sample.packets = 1;
        sink.offer(sample);
    }

    private void header(FlowSample.Kind kind, int protocol) {
        sample.clear();
        sample.kind = kind;
        sample.inPort = 1;
        sample.protocol = protocol;
        sample.srcLo = IpAddress.v4Lo(1);
        sample.dstLo = IpAddress.v4Lo(2);
        sample.bytes = 60;
        sample.timeNs = nowNs;
    }
}
