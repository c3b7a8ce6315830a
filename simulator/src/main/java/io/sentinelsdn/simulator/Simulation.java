package io.sentinelsdn.simulator;

import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.StandingFlows;
import io.sentinelsdn.simulator.traffic.Attack;
import io.sentinelsdn.simulator.traffic.AttackKind;
import io.sentinelsdn.simulator.traffic.AttackPlan;
import io.sentinelsdn.simulator.traffic.BenignMix;
import io.sentinelsdn.simulator.traffic.BenignProfile;
import io.sentinelsdn.simulator.traffic.BenignStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/**
 * Emulated switches with benign and attack traffic, to try a controller and to load it. Runs in wall-clock time on one
 * event loop of its own; one thread tells it what to do and asks.
 */
public final class Simulation implements AutoCloseable {
    private static final long SEED = 42;
    private static final int MOST_SERVERS = 8;
    private static final int RESPONSE_BYTES = 3_000;
    private static final double CONNECTIONS = 0.6;
    private static final double QUESTIONS = 0.3;
    private static final double PINGS = 0.1;
    private static final double IPV6 = 0.25;

    private final SimulationPlan plan;
    private final EmulatedNetwork network;
    /** Hosts that reach each other, by number. */
    private final List<List<Integer>> groups = new ArrayList<>();

    private final List<BenignMix> benign = new ArrayList<>();
    private final Set<Integer> reached = new HashSet<>();
    private final int victim = 1;
    private final int attacker;
    private Attack attack;
    private long arrivedBefore;

    /** A simulation that is not yet connected. */
    public Simulation(SimulationPlan plan) {
        this.plan = plan;
        network = EmulatedNetwork.of(plan.network()).build();
        int hosts = network.hosts().size();
        int groupSize = plan.topology() == TopologyKind.NONE ? plan.hostsPerSwitch() : hosts;
        for (int first = 1; first <= hosts; first += groupSize) {
            groups.add(IntStream.range(first, first + groupSize).boxed().toList());
        }
        attacker = groupSize;
        SimulationPlan.Standing standing = plan.standing();
        for (int number = 1; standing.flows() > 0 && number <= plan.switches(); number++) {
            EmulatedSwitch each = network.switchNumber(number);
            each.hold(new StandingFlows(
                    standing.table(),
                    standing.cookieBase(),
                    standing.flows(),
                    Math.min(plan.hostsPerSwitch(), each.config().ports()),
                    standing.packetsPerSecond(),
                    number));
        }
    }

    /** The network underneath. */
    public EmulatedNetwork network() {
        return network;
    }

    /**
     * The switches connect, evenly over the ramp. Returns at once.
     *
     * @param tls for TLS; null for plain TCP
     */
    public void connect(String host, int port, SSLContext tls) {
        long nowNs = network.clock().nanoTime();
        long gapNs = plan.ramp().toNanos() / plan.switches();
        for (int number = 1; number <= plan.switches(); number++) {
            EmulatedSwitch each = network.switchNumber(number);
            network.at(nowNs + (number - 1) * gapNs, () -> each.connect(host, port, tls));
        }
    }

    /** Benign traffic begins. */
    public void startBenign() {
        double share = (double) plan.benignRate() / groups.size();
        for (List<Integer> group : groups) {
            List<Integer> clients = clients(group);
            if (plan.benignRate() > 0 && group.size() > 1 && !clients.isEmpty()) {
                BenignProfile profile = new BenignProfile(
                        clients,
                        servers(group),
                        share * CONNECTIONS,
                        RESPONSE_BYTES,
                        0,
                        share * PINGS,
                        share * QUESTIONS,
                        IPV6);
                benign.add(new BenignMix(network, profile, SEED + group.get(0)).start());
            }
        }
    }

    /** Everybody but the first, which is a server, and the attacker, whom the controller may cut off. */
    private List<Integer> clients(List<Integer> group) {
        return group.stream()
                .skip(1)
                .filter(host -> plan.attack().isEmpty() || host != attacker)
                .toList();
    }

    private static List<Integer> servers(List<Integer> group) {
        int step = Math.max(1, group.size() / MOST_SERVERS);
        return IntStream.iterate(0, i -> i < group.size() - 1, i -> i + step)
                .limit(MOST_SERVERS)
                .mapToObj(group::get)
                .toList();
    }

    /** The attack begins, if there is one, and lasts this long. */
    public void startAttack(Duration duration) {
        plan.attack().ifPresent(kind -> {
            arrivedBefore = arrived(kind);
            AttackPlan attackPlan = AttackPlan.of(kind, attacker, victim, plan.attackRate(), duration);
            attack = new Attack(network, attackPlan, SEED).start();
        });
    }

    /** How it stands. */
    public SimulationTally tally() {
        List<EmulatedSwitch> all = network.switches();
        int connected = 0;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isConnected()) {
                connected++;
                reached.add(i);
            }
        }
        return new SimulationTally(
                connected,
                reached.size(),
                network.tally(),
                attack == null ? 0 : attack.sent(),
                attack == null ? 0 : arrived(plan.attack().orElseThrow()) - arrivedBefore,
                benignStats(),
                network.framesLostInLoops());
    }

    private BenignStats benignStats() {
        BenignStats sum = new BenignStats(0, 0, 0, 0, 0, 0, 0);
        for (BenignMix each : benign) {
            sum = sum.plus(each.stats());
        }
        return sum;
    }

    /**
     * Frames from the attacker's network card at the victim; forged addresses do not hide them. Its host answers each
     * SYN-ACK with a reset, which is no attack packet.
     */
    private long arrived(AttackKind kind) {
        EmulatedHost from = network.host(attacker);
        EmulatedHost at = network.host(victim);
        long resets = kind == AttackKind.SYN_FLOOD ? from.received().from(at.mac()) : 0;
        return Math.max(0, at.received().from(from.mac()) - resets);
    }

    @Override
    public void close() {
        benign.forEach(BenignMix::stop);
        if (attack != null) {
            attack.stop();
        }
        network.close();
    }
}
