package io.sentinelsdn.controller.topology;

import static io.sentinelsdn.controller.topology.Cables.dpid;
import static io.sentinelsdn.controller.topology.Cables.end;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelsdn.controller.topology.Lldp.Verdict;
import io.sentinelsdn.domain.metric.Counters;
import org.junit.jupiter.api.Test;

class LldpTest {
    private static final int ETHERNET = 14;
    private static final long NOW = 1_000_000_000_000L;
    private static final End HERE = end(7, 3);

    private final Lldp lldp = new Lldp();
    private final Counters counters = new Counters();
    private final ProbeWatch watch = new ProbeWatch(counters);

    private static ByteBuf payload(byte[] frame) {
        return Unpooled.wrappedBuffer(frame, ETHERNET, frame.length - ETHERNET);
    }

    private byte[] probe(long nowNs) {
        return lldp.probe(dpid(1), 2, 0x0200_0000_0001L, nowNs);
    }

    private long counter(String name) {
        return counters.counter(name, "").value();
    }

    @Test
    void shouldReadBackWhereAProbeWasSent() {
        Lldp.Probe read = lldp.read(payload(probe(NOW)), NOW + 5);

        assertThat(read).isEqualTo(new Lldp.Probe(Verdict.GENUINE, end(1, 2), NOW));
    }

    @Test
    void shouldRefuseAProbeWithAnyByteOfItsBodyChanged() {
        byte[] genuine = probe(NOW);
        for (int at = genuine.length - 2 - 36; at < genuine.length - 2; at++) {
            byte[] forged = genuine.clone();
            forged[at] ^= 1;

            assertThat(lldp.read(payload(forged), NOW).verdict())
                    .as("byte " + at)
                    .isEqualTo(Verdict.FORGED);
        }
    }

    @Test
    void shouldRefuseProbesOfAnotherProcess() {
        assertThat(new Lldp().read(payload(probe(NOW)), NOW).verdict()).isEqualTo(Verdict.FORGED);
    }

    @Test
    void shouldRefuseAnOldProbe() {
        assertThat(lldp.read(payload(probe(NOW)), NOW + Lldp.LIFETIME_NS).verdict())
                .isEqualTo(Verdict.GENUINE);
        assertThat(lldp.read(payload(probe(NOW)), NOW + Lldp.LIFETIME_NS + 1).verdict())
                .isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void shouldTellForeignFramesFromForgedOnes() {
        byte[] foreign = {2, 7, 4, 0, 0, 0, 0, 0, 1, 4, 2, 7, '1', 6, 2, 0, 30, 0, 0};

        assertThat(lldp.read(Unpooled.wrappedBuffer(foreign), NOW).verdict()).isEqualTo(Verdict.FOREIGN);
        assertThat(lldp.read(Unpooled.EMPTY_BUFFER, NOW).verdict()).isEqualTo(Verdict.FOREIGN);
        assertThat(lldp.read(Unpooled.wrappedBuffer(new byte[] {(byte) 0xff, (byte) 0xff, 0}), NOW)
                        .verdict())
                .isEqualTo(Verdict.FOREIGN);
    }

    @Test
    void shouldLetAProbeCountOnce() {
        Lldp.Probe first = lldp.read(payload(probe(NOW)), NOW);
        Lldp.Probe second = lldp.read(payload(probe(NOW + 1)), NOW + 1);

        assertThat(watch.accepts(first, HERE, NOW)).isTrue();
        assertThat(watch.accepts(first, HERE, NOW)).as("replayed").isFalse();
        assertThat(watch.accepts(second, HERE, NOW)).isTrue();
        assertThat(watch.accepts(first, HERE, NOW)).as("replayed later").isFalse();
        assertThat(counter("sentinel_lldp_stale_total")).isEqualTo(2);
        assertThat(watch.warnings(HERE.dpid())).containsExactly("port 3: replayed probe ignored");
    }

    @Test
    void shouldReportForgedProbesForAWhile() {
        Lldp.Probe forged = new Lldp().read(payload(probe(NOW)), NOW);

        assertThat(watch.accepts(forged, HERE, NOW)).isFalse();

        assertThat(counter("sentinel_lldp_forged_total")).isEqualTo(1);
        assertThat(watch.warnings(HERE.dpid())).containsExactly("port 3: forged probe ignored");
        assertThat(watch.warnings(dpid(8))).isEmpty();
        watch.tick(NOW + 700_000_000_000L);
        assertThat(watch.warnings(HERE.dpid())).isEmpty();
    }
}
