package io.sentinelsdn.controller.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.flow.FlowSample.Kind;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrefixCountsTest {
    private final List<FlowSample> samples = new ArrayList<>();
    private final Telemetry telemetry = new Telemetry(1, sample -> samples.add(new FlowSample().set(sample)));

    private static FlowStatsEntry entry(long cookieClass, long packets) {
        FlowStatsEntry entry = new FlowStatsEntry();
        entry.cookie = cookieClass;
        entry.inPort = 1;
        entry.packets = packets;
        entry.bytes = 100 * packets;
        return entry;
    }

    private static FlowStatsEntry prefix(String network, long packets) {
        FlowStatsEntry entry = entry(Cookies.COARSE, packets);
        IpAddress address = IpAddress.parse(network);
        entry.dstHi = address.hi();
        entry.dstLo = address.lo();
        entry.ipProto = IpProto.UDP;
        entry.maskedFields = 1;
        return entry;
    }

    private long missed(long packets) {
        telemetry.flowStats(entry(Cookies.MISS, packets), 0);
        FlowSample last = samples.get(samples.size() - 1);
        assertThat(last.kind).isEqualTo(Kind.MISS_COUNT);
        assertThat(last.bytes).isEqualTo(100 * last.packets);
        return last.packets;
    }

    @Test
    void shouldCountPrefixesAsTheRestOfTheirPort() {
        telemetry.flowStats(prefix("10.0.1.0", 40), 0);
        telemetry.flowStats(prefix("10.0.2.0", 2), 0);

        assertThat(missed(100)).isEqualTo(142);
        telemetry.flowStats(prefix("10.0.1.0", 50), 0);
        assertThat(missed(101)).isEqualTo(153);
        assertThat(samples).as("nobody has the network address").noneMatch(sample -> sample.kind == Kind.COARSE);
    }

    @Test
    void shouldNeverCountBackwardsWhenAPrefixEntryGoesAndComesAgain() {
        telemetry.flowStats(prefix("10.0.1.0", 40), 0);
        telemetry.coarseEnd(prefix("10.0.1.0", 45));
        assertThat(missed(100)).isEqualTo(145);

        telemetry.flowStats(prefix("10.0.1.0", 5), 0);
        assertThat(missed(100)).isEqualTo(150);
    }

    @Test
    void shouldStartAnewWithTheEntryThatCountsTheRest() {
        telemetry.flowStats(prefix("10.0.1.0", 40), 0);
        missed(100);

        assertThat(missed(3)).as("it was created anew").isEqualTo(3);
        telemetry.flowStats(prefix("10.0.1.0", 41), 0);
        assertThat(missed(4)).isEqualTo(5);
    }
}
