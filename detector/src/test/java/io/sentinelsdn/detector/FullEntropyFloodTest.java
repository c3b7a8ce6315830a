package io.sentinelsdn.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import io.sentinelsdn.domain.spi.TopologyView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A flood in which every packet, and every flow entry, has another source, port and destination. */
class FullEntropyFloodTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int PLANTED = 100;
    private static final int PORTS = 8;

    private final List<Detection> told = new ArrayList<>();
    private final Counters counters = new Counters();
    private final Random random = new Random(9);
    private final FlowSample sample = new FlowSample();
    private long now = 100 * SECOND;
    private final DetectorConfig config =
            DetectorConfig.defaults().withShards(1).withMemory(256L << 20);
    private final Detector detector = new Detector(
            config,
            counters,
            new TopologyView() {
                @Override
                public Optional<Attachment> attachment(IpAddress address) {
                    return Optional.empty();
                }

                @Override
                public boolean isEdge(Dpid dpid, int port) {
                    return true;
                }
            },
            told::add,
            event -> {},
            () -> null,
            () -> null,
            () -> now,
            ns -> Instant.ofEpochSecond(0, ns));
    private final FlowSampleSink sink = detector.newSink();

    private void offer(FlowSample.Kind kind, int port, int src, int dst, long packets, long ageNs) {
        sample.clear();
        sample.kind = kind;
        sample.dpid = 1;
        sample.inPort = port;
        sample.protocol = IpProto.UDP;
        sample.srcLo = IpAddress.v4Lo(src);
        sample.dstLo = IpAddress.v4Lo(dst);
        sample.srcPort = random.nextInt(65_536);
        sample.dstPort = random.nextInt(65_536);
        sample.packets = packets;
        sample.bytes = 100 * packets;
        sample.durationNs = ageNs;
        sample.timeNs = now;
        sink.offer(sample);
    }

    /** One second: entries with counters, samples and misses; a planted host sends a steady stream. */
    private void second(int number, boolean flood) {
        for (int step = 0; step < 20; step++) {
            now += SECOND / 20;
            if (step % 5 == 0) {
                for (int port = 1; port <= PORTS; port++) {
                    offer(FlowSample.Kind.MISS_COUNT, port, 0, 0, (long) (number * 20 + step) * 250, now);
                    offer(FlowSample.Kind.PORT, port, 0, 0, (long) (number * 20 + step) * 300, now);
                }
            }
            for (int i = 0; flood && i < 2_000; i++) {
                offer(FlowSample.Kind.FLOW, 1 + i % PORTS, random.nextInt(), random.nextInt(), 1, SECOND / 10);
            }
            for (int i = 0; flood && i < 80; i++) {
                offer(FlowSample.Kind.PACKET, 1 + i % PORTS, random.nextInt(), random.nextInt(), 1, 0);
            }
            detector.runOnce();
        }
        for (int i = 0; i < PLANTED; i++) {
            sample.clear();
            sample.kind = FlowSample.Kind.FLOW;
            sample.dpid = 1;
            sample.inPort = 1 + i % PORTS;
            sample.protocol = IpProto.TCP;
            sample.srcLo = IpAddress.v4Lo(0x0a00_0001 + i);
            sample.dstLo = IpAddress.v4Lo(0x0a00_1001 + i);
            sample.srcPort = 40_000;
            sample.dstPort = 443;
            sample.packets = 1000L * number;
            sample.bytes = 1_000_000L * number;
            sample.durationNs = number * SECOND;
            sample.timeNs = now;
            sink.offer(sample);
        }
        detector.runOnce();
    }

    @Test
    void shouldFindThosePlantedAndKeepItsSizeWhileEveryPacketIsNew() {
        for (int number = 1; number <= 25; number++) {
            second(number, true);
        }

        Set<String> planted = new HashSet<>();
        for (int i = 0; i < PLANTED; i++) {
            planted.add(IpAddress.v4(0x0a00_0001 + i).toString());
        }
        Set<String> found = new HashSet<>(
                detector.senders().stream().map(talker -> talker.ip()).toList());
        found.retainAll(planted);
        assertThat(found).hasSizeGreaterThanOrEqualTo(99);
        assertThat(told).extracting(Detection::type).containsOnly(AttackType.TABLE_EXHAUSTION);
        assertThat(counters.counters().get("sentinel_flows_refused_total").value())
                .as("the flood was larger than the tables")
                .isPositive();
        assertThat(detector.traffic().activeFlows()).isLessThanOrEqualTo(config.maxFlows());
    }
}
