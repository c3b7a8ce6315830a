package io.sentinelsdn.simulator.ofswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.simulator.frame.Frames;
import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.host.TcpTransfer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmulatedNetworkTest {
    private final Hubs hubs = new Hubs();

    @AfterEach
    void close() throws IOException {
        hubs.close();
    }

    private EmulatedNetwork hubs(EmulatedNetwork.Builder builder) throws IOException {
        return hubs.network(builder);
    }

    @Test
    void shouldAnswerPingsOverIpv4AndIpv6() throws IOException {
        EmulatedNetwork network = hubs(EmulatedNetwork.linear(3, 2).virtualTime());

        CompletableFuture<Boolean> four = network.host(1).ping(network.host(6).ip4());
        CompletableFuture<Boolean> six = network.host(2).ping(network.host(5).ip6());

        assertThat(four).isCompletedWithValue(true);
        assertThat(six).isCompletedWithValue(true);
    }

    @Test
    void shouldGiveUpAPingAfterASecond() throws IOException {
        EmulatedNetwork network = hubs(EmulatedNetwork.single(2).virtualTime());

        CompletableFuture<Boolean> lost = network.host(1).ping(IpAddress.parse("10.0.0.99"));
        assertThat(lost).isNotCompleted();
        network.advance(Duration.ofSeconds(1));

        assertThat(lost).isCompletedWithValue(false);
    }

    @Test
    void shouldCompleteATcpConnectionWithItsResponse() throws IOException {
        EmulatedNetwork network = hubs(EmulatedNetwork.linear(5, 1).virtualTime());
        EmulatedHost server = network.host(5);
        server.serveTcp(80, 2_000_000);

        TcpTransfer transfer = network.host(1).connect(server.ip4(), 80, 300, 0);

        assertThat(transfer.outcome()).isCompletedWithValue(TcpTransfer.Outcome.COMPLETED);
        assertThat(transfer.bytesReceived()).isEqualTo(2_000_000);
        assertThat(transfer.bytesAcknowledged()).isEqualTo(300);
        assertThat(network.framesLostInLoops()).isZero();
    }

    @Test
    void shouldRefuseAClosedPort() throws IOException {
        EmulatedNetwork network = hubs(EmulatedNetwork.single(2).virtualTime());

        TcpTransfer transfer = network.host(1).connect(network.host(2).ip6(), 81, 10, 0);

        assertThat(transfer.outcome()).isCompletedWithValue(TcpTransfer.Outcome.REFUSED);
    }

    @Test
    void shouldPaceABulkTransfer() throws IOException {
        EmulatedNetwork network = hubs(EmulatedNetwork.single(2).virtualTime());
        network.host(2).serveTcp(5001, 1);

        TcpTransfer transfer = network.host(1).connect(network.host(2).ip4(), 5001, 100_000_000, 1_000_000);
        network.advance(Duration.ofSeconds(10));

        assertThat(transfer.bytesAcknowledged()).isBetween(9_900_000L, 10_100_000L);
        transfer.stop();
        network.advance(Duration.ofSeconds(2));
        assertThat(transfer.outcome()).isCompletedWithValue(TcpTransfer.Outcome.COMPLETED);
    }

    @Test
    void shouldRepeatLostSegmentsUntilTheCableIsBack() throws IOException {
        EmulatedNetwork network = hubs(EmulatedNetwork.single(2).virtualTime());
        network.host(2).serveTcp(5001, 1);
        TcpTransfer transfer = network.host(1).connect(network.host(2).ip4(), 5001, 2_000_000, 1_000_000);
        network.advance(Duration.ofMillis(500));

        network.switchNumber(1).setPortUp(2, false);
        network.advance(Duration.ofMillis(700));
        network.switchNumber(1).setPortUp(2, true);
        network.advance(Duration.ofSeconds(5));

        assertThat(transfer.outcome()).isCompletedWithValue(TcpTransfer.Outcome.COMPLETED);
        assertThat(transfer.bytesAcknowledged()).isEqualTo(2_000_000);
    }

    @Test
    void shouldGiveUpAConnectionNobodyAnswers() throws IOException {
        EmulatedNetwork network = hubs(EmulatedNetwork.single(2).virtualTime());
        network.switchNumber(1).setPortUp(2, false);

        TcpTransfer transfer = network.host(1).connect(network.host(2).ip4(), 80, 10, 0);
        network.advance(Duration.ofMinutes(2));

        assertThat(transfer.outcome()).isCompletedWithValue(TcpTransfer.Outcome.TIMED_OUT);
    }

    @Test
    void shouldAnswerQueriesAndCountByPortAndSource() throws IOException {
        EmulatedNetwork network = hubs(EmulatedNetwork.single(3).virtualTime());
        EmulatedHost server = network.host(3);
        server.serveUdp(53, 200);

        CompletableFuture<Boolean> answered = network.host(1).query(server.ip4(), 53, 40);

        assertThat(answered).isCompletedWithValue(true);
        assertThat(server.received().toPort(17, 53)).isEqualTo(1);
        assertThat(server.received().from(network.host(1).ip4())).isEqualTo(1);
        assertThat(server.received().from(network.host(2).ip4())).isZero();
    }

    @Test
    void shouldNotLetTwoServersTalkForEver() throws IOException {
        EmulatedNetwork network = hubs(EmulatedNetwork.single(2).virtualTime());
        network.host(1).serveUdp(53, 100);
        network.host(2).serveUdp(53, 100);

        network.host(1).sendUdp(network.host(2).ip4(), 53, 53, 10);

        assertThat(network.host(1).received().ofProtocol(17)).isZero();
    }

    @Test
    void shouldAnswerAFloodOfSynsWithoutKeepingThem() throws IOException {
        EmulatedNetwork network = hubs(EmulatedNetwork.single(2).virtualTime());
        EmulatedHost attacker = network.host(1);
        EmulatedHost victim = network.host(2);
        victim.serveTcp(80, 10);
        assertThat(attacker.ping(victim.ip4())).isCompletedWithValue(true);

        attacker.send(
                Frames.syn(new Frames.Hop(attacker.mac(), victim.mac()), attacker.ip4(), victim.ip4(), 999, 80),
                10_000);

        assertThat(victim.received().initialSyns()).isEqualTo(10_000);
        assertThat(network.switchNumber(1).port(2).rxPackets()).isGreaterThan(10_000);
        assertThat(attacker.connect(victim.ip4(), 80, 10, 0).outcome())
                .isCompletedWithValue(TcpTransfer.Outcome.COMPLETED);
    }

    @Test
    void shouldRunInWallClockTime() throws IOException {
        EmulatedNetwork network = hubs(EmulatedNetwork.single(2));

        CompletableFuture<Boolean> lost = network.host(1).ping(IpAddress.parse("10.0.0.99"));

        assertThat(lost).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(false);
    }

    @Test
    void shouldLoseFramesThatGoRoundInALoop() throws IOException {
        Topology ring = new Topology(
                List.of(3, 2, 2),
                List.of(new Topology.Link(1, 2, 2, 1), new Topology.Link(2, 2, 3, 1), new Topology.Link(3, 2, 1, 3)),
                List.of(new Topology.HostPort(1, 1)));
        EmulatedNetwork network = hubs(EmulatedNetwork.of(ring).virtualTime());

        network.host(1).sendUdp(IpAddress.parse("10.0.0.9"), 1, 2, 10);

        assertThat(network.framesLostInLoops()).isPositive();
    }
}
