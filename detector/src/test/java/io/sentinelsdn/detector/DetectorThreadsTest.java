package io.sentinelsdn.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import io.sentinelsdn.domain.spi.TopologyView;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The same with real threads and real time. */
class DetectorThreadsTest {
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

    private final BlockingQueue<Detection> told = new LinkedBlockingQueue<>();
    private final Counters counters = new Counters();

    @Test
    void shouldDetectInItsOwnThreads() throws InterruptedException {
        try (Detector detector = new Detector(
                DetectorConfig.defaults().withShards(2), counters, NOWHERE, told::add, event -> {}, () -> null)) {
            FlowSampleSink sink = detector.newSink();
            detector.start();
            FlowSample sample = new FlowSample();
            long began = System.nanoTime();
            long deadline = began + TimeUnit.SECONDS.toNanos(20);
            Detection first = null;
            while (first == null && System.nanoTime() < deadline) {
                long now = System.nanoTime();
                sample.clear();
                sample.kind = FlowSample.Kind.FLOW;
                sample.inPort = 3;
                sample.protocol = IpProto.UDP;
                sample.srcLo = IpAddress.v4Lo(1);
                sample.dstLo = IpAddress.v4Lo(2);
                sample.timeNs = now;
                sample.durationNs = now - began;
                sample.packets = sample.durationNs / 1_000_000;
                sample.bytes = sample.packets * 100;
                sink.offer(sample);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                first = told.poll();
            }

            assertThat(first).isNotNull();
            assertThat(detector.activeDetections()).hasSize(1);
        }
        assertThat(counters.counters().get("sentinel_detector_failures_total").value())
                .isZero();
        assertThat(counters.stages()).containsKeys("samples_to_window", "window", "verdict");
    }

    @Test
    void shouldBoundTheNumberOfProducers() {
        try (Detector detector =
                new Detector(DetectorConfig.defaults(), counters, NOWHERE, told::add, event -> {}, () -> null)) {
            for (int i = 0; i < DetectorConfig.defaults().maxProducers(); i++) {
                detector.newSink();
            }
            assertThatThrownBy(detector::newSink).isInstanceOf(IllegalStateException.class);
        }
    }
}
