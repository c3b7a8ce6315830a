package io.sentinelsdn.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.detector.window.KeyedHash;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.metric.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleRingTest {
    private final Random random = new Random(42);

    private FlowSample anything() {
        FlowSample sample = new FlowSample();
        FlowSample.Kind[] kinds = FlowSample.Kind.values();
        sample.kind = kinds[random.nextInt(kinds.length)];
        sample.dpid = random.nextLong();
        sample.inPort = random.nextInt();
        sample.srcHi = random.nextLong();
        sample.srcLo = random.nextLong();
        sample.dstHi = random.nextLong();
        sample.dstLo = random.nextLong();
        sample.protocol = random.nextInt(256);
        sample.srcPort = random.nextInt(65_536);
        sample.dstPort = random.nextInt(65_536);
        sample.tcpFlags = random.nextInt(512);
        sample.packets = random.nextLong();
        sample.bytes = random.nextLong();
        sample.durationNs = random.nextLong();
        sample.timeNs = random.nextLong();
        return sample;
    }

    @Test
    void shouldKeepEveryFieldTheDetectorUses() {
        SampleRing ring = new SampleRing(64);
        for (int round = 0; round < 500; round++) {
            List<FlowSample> in = new ArrayList<>();
            List<FlowSample> out = new ArrayList<>();
            for (int i = random.nextInt(60); i >= 0; i--) {
                in.add(anything());
            }
            in.forEach(sample -> assertThat(ring.offer(sample, 0)).isTrue());
            SampleRing.Reader reader = (words, at) -> {
                FlowSample sample = new FlowSample();
                SampleWords.read(words, at, sample);
                out.add(sample);
            };
            while (ring.drain(reader, 1024) > 0) {
                assertThat(out).hasSizeLessThanOrEqualTo(in.size());
            }
            assertThat(fields(out)).isEqualTo(fields(in));
        }
    }

    private static List<List<Object>> fields(List<FlowSample> samples) {
        return samples.stream()
                .map(it -> List.<Object>of(
                        it.kind,
                        it.dpid,
                        it.inPort,
                        it.srcHi,
                        it.srcLo,
                        it.dstHi,
                        it.dstLo,
                        it.protocol,
                        it.srcPort,
                        it.dstPort,
                        it.tcpFlags,
                        it.packets,
                        it.bytes,
                        it.durationNs,
                        it.timeNs))
                .toList();
    }

    @Test
    void shouldRefuseWhenFull() {
        SampleRing ring = new SampleRing(64);
        int taken = 0;
        while (ring.offer(anything(), 0)) {
            taken++;
        }

        assertThat(taken).isEqualTo(64);
    }

    @Test
    void shouldSendBothDirectionsToOneShard() {
        SampleRing[] shards = {new SampleRing(64), new SampleRing(64), new SampleRing(64)};
        Router router = new Router(shards, new SampleRing(64), KeyedHash.random(), new Counters());
        boolean[] used = new boolean[3];
        for (int i = 0; i < 200; i++) {
            FlowSample there = anything();
            there.kind = FlowSample.Kind.FLOW;
            there.protocol = 17;
            router.offer(there);
            router.offer(reversed(there));
            for (int shard = 0; shard < 3; shard++) {
                int count = shards[shard].drain((words, at) -> {}, 10);
                assertThat(count).isIn(0, 2);
                used[shard] |= count > 0;
            }
        }
        assertThat(used).containsOnly(true);
    }

    private static FlowSample reversed(FlowSample there) {
        FlowSample back = new FlowSample().set(there);
        back.srcHi = there.dstHi;
        back.srcLo = there.dstLo;
        back.srcPort = there.dstPort;
        back.dstHi = there.srcHi;
        back.dstLo = there.srcLo;
        back.dstPort = there.srcPort;
        return back;
    }

    @Test
    void shouldCountWhatItDrops() {
        Counters counters = new Counters();
        Router router =
                new Router(new SampleRing[] {new SampleRing(64)}, new SampleRing(64), KeyedHash.random(), counters);
        FlowSample port = anything();
        port.kind = FlowSample.Kind.PORT;

        for (int i = 0; i < 70; i++) {
            router.offer(port);
        }

        assertThat(counters.counters().get("sentinel_samples_dropped_total").value())
                .isEqualTo(6);
        assertThat(counters.counters().get("sentinel_samples_port_total").value())
                .isEqualTo(70);
    }

    @Test
    void shouldGoOnAfterASampleThatCannotBeRead() {
        SampleRing ring = new SampleRing(64);
        ring.offer(anything(), 1);
        ring.offer(anything(), 2);
        List<Long> hashes = new ArrayList<>();
        SampleRing.Reader reader = (words, at) -> {
            hashes.add(words[at + SampleWords.HASH]);
            if (hashes.size() == 1) {
                throw new IllegalStateException("first one");
            }
        };

        assertThatThrownBy(() -> ring.drain(reader, 10)).hasMessage("first one");
        assertThat(ring.drain(reader, 10)).isEqualTo(1);
        assertThat(hashes).containsExactly(1L, 2L);
    }

    @Test
    void shouldHandOverBetweenThreadsInOrder() throws InterruptedException {
        SampleRing ring = new SampleRing(64);
        long count = 200_000;
        Thread producer = new Thread(() -> {
            FlowSample sample = new FlowSample();
            for (long i = 0; i < count; i++) {
                sample.srcHi = i;
                sample.timeNs = ~i;
                while (!ring.offer(sample, i)) {
                    Thread.onSpinWait();
                }
            }
        });
        producer.start();
        long[] next = {0};
        long[] wrong = {0};
        while (next[0] < count) {
            ring.drain(
                    (words, at) -> {
                        boolean whole = words[at] == next[0]
                                && words[at + SampleWords.HASH] == next[0]
                                && words[at + SampleWords.TIME] == ~next[0];
                        wrong[0] += whole ? 0 : 1;
                        next[0]++;
                    },
                    50);
        }
        producer.join();
        assertThat(wrong[0]).isZero();
    }
}
