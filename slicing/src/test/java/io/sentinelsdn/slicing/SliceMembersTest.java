package io.sentinelsdn.slicing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackEvidence.PortShare;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SliceMatch;
import io.sentinelsdn.domain.slice.SliceMembers;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SwitchPort;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SliceMembersTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Dpid DPID = new Dpid(1);
    private static final int TCP = 6;
    private static final int UDP = 17;

    private final NetworkSlice wide = slice(1, SliceMatch.of(Prefix.parse("10.0.0.0/16"), Prefix.parse("fd00::/64")));
    private final NetworkSlice near = slice(2, SliceMatch.of(Prefix.parse("10.1.0.0/24")));
    private final NetworkSlice port = slice(
            3,
            new SliceMatch(
                    List.of(), List.of(), List.of(), List.of(), List.of(new SwitchPort(DPID, 3)), null, List.of()));
    private final NetworkSlice web = slice(
            4,
            new SliceMatch(
                    List.of(Prefix.parse("10.0.0.0/24")),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    TCP,
                    List.of(80)));
    private final NetworkSlice mac = slice(
            5,
            new SliceMatch(
                    List.of(),
                    List.of(),
                    List.of(MacAddress.parse("02:00:00:00:00:05")),
                    List.of(),
                    List.of(),
                    null,
                    List.of()));
    private final SliceMembers members = new SliceMembers(
            List.of(wide, near, port, web, mac),
            Map.of(
                    IpAddress.parse("10.0.9.9"), mac,
                    IpAddress.parse("172.16.0.1"), near));

    private static NetworkSlice slice(int number, SliceMatch match) {
        SliceSpec spec = new SliceSpec("s" + number, 10, 0, 0, match, false, false, null, null, true);
        return new NetworkSlice("s-" + number, number, spec, NOW, NOW, 1);
    }

    private NetworkSlice of(String address) {
        return members.of(IpAddress.parse(address));
    }

    private NetworkSlice flow(String src, String dst, int protocol, int dstPort, int inPort) {
        return members.of(new FlowView(
                DPID,
                inPort,
                IpAddress.parse(src),
                IpAddress.parse(dst),
                protocol,
                40_000,
                dstPort,
                1,
                1,
                1,
                1,
                1,
                NOW,
                Double.NaN));
    }

    private NetworkSlice attack(String target, int protocol, int dstPort) {
        return members.attacked(new AttackEvidence(
                IpAddress.parse(target),
                protocol,
                null,
                false,
                false,
                1,
                1,
                List.of(),
                List.of(),
                1,
                List.of(new PortShare(dstPort, 1))));
    }

    @Test
    void shouldFindTheSliceOfAnAddress() {
        assertThat(of("10.0.200.1")).isEqualTo(wide);
        assertThat(of("fd00::7")).isEqualTo(wide);
        assertThat(of("10.1.0.1")).isEqualTo(near);
        assertThat(of("10.1.1.1")).isNull();
        assertThat(of("fd01::7")).isNull();
        assertThat(SliceMembers.NONE.of(IpAddress.parse("10.0.0.1"))).isNull();
    }

    @Test
    void shouldKnowHostsByWhatWasLearned() {
        assertThat(of("172.16.0.1")).as("another address of a member").isEqualTo(near);
        assertThat(of("10.0.9.9")).as("the Ethernet address comes first").isEqualTo(mac);
    }

    @Test
    void shouldCountAFlowForTheSenderBeforeTheReceiver() {
        assertThat(flow("10.1.0.1", "10.0.0.1", UDP, 53, 1)).isEqualTo(near);
        assertThat(flow("192.0.2.1", "10.1.0.1", UDP, 53, 1)).isEqualTo(near);
        assertThat(flow("10.1.0.1", "10.0.0.1", UDP, 53, 3)).as("by its port").isEqualTo(port);
        assertThat(flow("192.0.2.1", "192.0.2.2", UDP, 53, 1)).isNull();
        assertThat(flow("192.0.2.1", "192.0.2.2", UDP, 53, -2))
                .as("a reserved port")
                .isNull();
    }

    @Test
    void shouldCountAServiceBeforeWholeHosts() {
        assertThat(flow("10.1.0.1", "10.0.0.1", TCP, 80, 3)).isEqualTo(web);
        assertThat(flow("10.1.0.1", "10.0.0.1", TCP, 81, 1)).isEqualTo(near);
        assertThat(flow("10.1.0.1", "10.0.0.1", UDP, 80, 1)).isEqualTo(near);
    }

    @Test
    void shouldFindTheSliceThatIsAttacked() {
        assertThat(attack("10.0.0.1", TCP, 80)).isEqualTo(web);
        assertThat(attack("10.0.0.1", TCP, 22)).isEqualTo(wide);
        assertThat(attack("10.0.0.1", UDP, 80)).isEqualTo(wide);
        assertThat(attack("10.9.0.1", TCP, 80)).isNull();
        assertThat(attack("0.0.0.0", TCP, 80)).as("the network itself").isNull();
    }
}
