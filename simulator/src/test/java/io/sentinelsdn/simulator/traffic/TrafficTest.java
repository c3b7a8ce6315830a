package io.sentinelsdn.simulator.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.simulator.host.HostSnapshot;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import io.sentinelsdn.simulator.ofswitch.Hubs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private final Hubs hubs = new Hubs();

    @AfterEach
    void close() throws IOException {
        hubs.close();
    }

    private EmulatedNetwork network() throws IOException {
        return hubs.network(EmulatedNetwork.single(4).virtualTime());
    }

    @Test
    void shouldDeliverAllBenignTrafficOfACalmNetwork() throws IOException {
        EmulatedNetwork network = network();
        BenignMix mix = new BenignMix(network, BenignProfile.office(List.of(1, 2), List.of(3, 4)), 42).start();

        network.advance(Duration.ofSeconds(20));
        mix.stop();
        network.advance(Duration.ofSeconds(5));

        BenignStats stats = mix.stats();
        assertThat(stats.successShare()).isEqualTo(1);
        assertThat(stats.connectionsCompleted()).isBetween(850L, 1150L);
        assertThat(stats.pingsAnswered()).isBetween(60L, 140L);
        assertThat(stats.queriesAnswered()).isBetween(300L, 500L);
        assertThat(stats.bulkBytes()).isBetween(39_000_000L, 40_500_000L);
    }

    @Test
    void shouldRepeatItselfWithTheSameSeed() throws IOException {
        assertThat(benignPackets(7)).isEqualTo(benignPackets(7));
        assertThat(benignPackets(7)).isNotEqualTo(benignPackets(8));
    }

    private long benignPackets(long seed) throws IOException {
        EmulatedNetwork network = network();
        new BenignMix(network, BenignProfile.office(List.of(1, 2), List.of(3)), seed).start();
        network.advance(Duration.ofSeconds(3));
        return network.host(3).received().packets();
    }

    @Test
    void shouldSendExactlyTheRateOfAFlood() throws IOException {
        EmulatedNetwork network = network();

        Attack attack =
                new Attack(network, AttackPlan.of(AttackKind.SYN_FLOOD, 1, 2, 5_000, Duration.ofSeconds(2)), 1).start();
        network.advance(Duration.ofSeconds(3));

        assertThat(attack.isRunning()).isFalse();
        assertThat(attack.sent()).isEqualTo(10_000);
        assertThat(network.host(2).received().initialSyns()).isEqualTo(10_000);
        assertThat(network.host(2).received().from(network.host(1).ip4())).isEqualTo(10_000);
    }

    @Test
    void shouldForgeSourcesButNotTheSender() throws IOException {
        EmulatedNetwork network = network();

        new Attack(network, AttackPlan.of(AttackKind.SPOOFED_SYN_FLOOD, 1, 2, 1_000, Duration.ofSeconds(1)), 1).start();
        network.advance(Duration.ofSeconds(2));

        HostSnapshot victim = network.host(2).received();
        assertThat(victim.from(network.host(1).mac())).isEqualTo(1_000);
        assertThat(victim.from(network.host(1).ip4())).isZero();
        assertThat(victim.bySource()).hasSizeGreaterThan(990);
        assertThat(victim.bySource().keySet()).noneMatch(IpAddress::isMulticast);
    }

    @Test
    void shouldFloodOverIpv6WithOneTuple() throws IOException {
        EmulatedNetwork network = network();
        AttackPlan plan = AttackPlan.of(AttackKind.UDP_FLOOD, 1, 2, 10_000, Duration.ofSeconds(1))
                .withIpVersion(6)
                .withSingleTuple();

        new Attack(network, plan, 1).start();
        network.advance(Duration.ofSeconds(2));

        HostSnapshot victim = network.host(2).received();
        assertThat(victim.ofProtocol(17)).isEqualTo(10_000);
        assertThat(victim.from(network.host(1).ip6())).isEqualTo(10_000);
        assertThat(victim.toPort(17, 80)).isEqualTo(10_000);
    }

    @Test
    void shouldAnswerAnIcmpFlood() throws IOException {
        EmulatedNetwork network = network();
        network.host(2).ping(network.host(1).ip4());

        new Attack(network, AttackPlan.of(AttackKind.ICMP_FLOOD, 1, 2, 1_000, Duration.ofSeconds(1)), 1).start();
        network.advance(Duration.ofSeconds(2));

        assertThat(network.host(2).received().ofProtocol(1)).isGreaterThanOrEqualTo(1_000);
        assertThat(network.host(1).received().ofProtocol(1)).isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void shouldRefuseBadPlans() throws IOException {
        EmulatedNetwork network = network();
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> AttackPlan.of(AttackKind.SYN_FLOOD, 1, 2, 0, second))
                .hasMessage("packetsPerSecond must be between 1 and 1000000: 0");
        assertThatThrownBy(() -> new Attack(network, AttackPlan.of(AttackKind.SYN_FLOOD, 9, 2, 10, second), 1))
                .hasMessage("attacker must be between 1 and 4: 9");
        assertThatThrownBy(() -> AttackKind.parse("teardrop"))
                .hasMessage("attack must be one of " + AttackKind.names() + ": teardrop");
        assertThat(AttackKind.names()).startsWith("syn-flood, udp-flood, icmp-flood, spoofed-syn-flood, dns-");
        assertThat(AttackKind.parse("udp_flood")).isEqualTo(AttackKind.UDP_FLOOD);
    }
}
