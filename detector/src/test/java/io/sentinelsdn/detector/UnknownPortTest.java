package io.sentinelsdn.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import org.junit.jupiter.api.Test;

/** Entries that tell five-tuples but no ingress port. */
class UnknownPortTest {
    private final TelemetryScript script = new TelemetryScript();
    private final FlowSample sample = new FlowSample();
    private long packets;

    private void flood(IpAddress source) {
        script.runSeconds(2);
        long began = script.now();
        script.every(10, () -> {
            sample.clear();
            sample.dpid = 1;
            sample.srcHi = source.hi();
            sample.srcLo = source.lo();
            sample.dstHi = TelemetryScript.v4(4).hi();
            sample.dstLo = TelemetryScript.v4(4).lo();
            sample.protocol = IpProto.UDP;
            sample.srcPort = 1000;
            sample.dstPort = 2000;
            sample.timeNs = script.now();
            sample.durationNs = script.now() - began;
            packets = sample.durationNs / 200_000;
            sample.packets = packets;
            sample.bytes = packets * 100;
            script.sink.offer(sample);
        });
    }

    @Test
    void shouldDetectAFloodAndNameThePortOfItsSource() {
        flood(TelemetryScript.v4(3));

        assertThat(script.runUntilTold(3)).isLessThan(3);

        assertThat(script.last().type()).isEqualTo(AttackType.UDP_FLOOD);
        assertThat(script.last().evidence().target()).isEqualTo(TelemetryScript.v4(4));
        assertThat(script.last().evidence().spoofed()).isFalse();
        assertThat(script.last().evidence().sources()).singleElement().satisfies(source -> {
            assertThat(source.inPort()).isEqualTo(3);
            assertThat(source.bound()).isTrue();
        });
    }

    @Test
    void shouldNotGuessThePortOfAStranger() {
        flood(IpAddress.parse("203.0.113.5"));

        assertThat(script.runUntilTold(3)).isLessThan(3);

        assertThat(script.last().evidence().sources()).singleElement().satisfies(source -> {
            assertThat(source.inPort()).isZero();
            assertThat(source.bound()).isFalse();
        });
    }
}
