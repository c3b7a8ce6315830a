package io.sentinelsdn.cli.demo;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.spi.TrafficSource;
import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import io.sentinelsdn.simulator.traffic.Attack;
import io.sentinelsdn.simulator.traffic.AttackKind;
import io.sentinelsdn.simulator.traffic.AttackPlan;
import io.sentinelsdn.simulator.traffic.BenignMix;
import io.sentinelsdn.simulator.traffic.BenignProfile;
import io.sentinelsdn.simulator.traffic.BenignStats;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The demo on emulated switches: host 1 is the victim, host 4 attacks, hosts 2 and 3 are benign. Runs in real time in the
 * calling thread; events may come from any thread.
 */
public final class SimulatedDemo implements EventSink, AutoCloseable {
    private static final int HOSTS = 4;
    private static final int VICTIM = 1;
    private static final long STEP_MS = 100;
    private static final int STEPS_PER_LINE = 5;
    private static final int BENIGN_STEPS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long SEED = 42;

    private final DemoScreen screen;
    private final TrafficSource house;
    private final EmulatedNetwork network;
    private final BenignMix benign;
    private final int ofPort;
    private final ConcurrentHashMap<String, Long> detectedAtNs = new ConcurrentHashMap<>();
    private volatile boolean ready;

    /**
     * @param house asked whether an earlier attack is still going on
     * @param ofPort where the controller listens on loopback
     */
    public SimulatedDemo(DemoScreen screen, TrafficSource house, int ofPort) {
        this.screen = screen;
        this.house = house;
        network = EmulatedNetwork.single(HOSTS).build();
        benign = new BenignMix(network, BenignProfile.office(List.of(2, 3), List.of(VICTIM)), SEED);
        this.ofPort = ofPort;
    }

    @Override
    public void publish(Event event) {
        if (event instanceof Event.SwitchChanged change) {
            ready = change.connected();
        }
        if (event instanceof Event.DetectionChanged changed
                && changed.detection().status().isActive()) {
            detectedAtNs.putIfAbsent(changed.detection().id(), System.nanoTime());
        }
    }

    /**
     * Sends the attacks one after the other.
     *
     * @throws IOException if the emulated switches do not reach the controller
     */
    public List<AttackOutcome> run(List<AttackKind> kinds, int rate, Duration duration)
            throws IOException, InterruptedException {
        screen.phase("A network of emulated switches");
        network.connect("127.0.0.1", ofPort);
        if (!await(() -> ready)) {
            throw new IOException("the emulated switches do not reach the controller");
        }
        screen.phase("Benign traffic: connections, pings, questions and a stream to the victim");
        benign.start();
        for (int step = 1; step <= BENIGN_STEPS; step++) {
            TimeUnit.MILLISECONDS.sleep(STEP_MS);
            if (step % STEPS_PER_LINE == 0) {
                show(0, 0);
            }
        }
        List<AttackOutcome> outcomes = new ArrayList<>();
        for (AttackKind kind : kinds) {
            await(() -> house.activeDetections().isEmpty());
            outcomes.add(attack(kind, rate, duration));
        }
        return outcomes;
    }

    private AttackOutcome attack(AttackKind kind, int rate, Duration duration) throws InterruptedException {
        screen.phase("Attack: " + kind.wireName() + ", " + network.host(HOSTS).ip4() + " to "
                + network.host(VICTIM).ip4() + ", " + rate + " packets/s for " + duration.toSeconds() + " s");
        detectedAtNs.clear();
        BenignStats before = benign.stats();
        long startNs = System.nanoTime();
        VictimSeries victim = new VictimSeries();
        long arrived = arrived(kind);
        Attack attack = new Attack(network, AttackPlan.of(kind, HOSTS, VICTIM, rate, duration), SEED).start();
        long sentBefore = 0;
        for (int step = 1; attack.isRunning(); step++) {
            TimeUnit.MILLISECONDS.sleep(STEP_MS);
            long now = arrived(kind);
            victim.add(now - arrived);
            arrived = now;
            if (step % STEPS_PER_LINE == 0) {
                long sent = attack.sent();
                show((sent - sentBefore) * 1000.0 / (STEP_MS * STEPS_PER_LINE), victim.latestPps());
                sentBefore = sent;
            }
        }
        BenignStats during = benign.stats().since(before);
        screen.say("the attacker has stopped");
        return judge(kind, detection(kind, startNs), victim, attack.sent(), 100 * during.successShare());
    }

    /** Seconds from the start to the detection of the right type, or null. */
    private Double detection(AttackKind kind, long startNs) {
        String type = kind.detection().wireName();
        for (Detection detection : house.activeDetections()) {
            Long atNs = detectedAtNs.get(detection.id());
            if (atNs != null && detection.type().wireName().equals(type)) {
                return (atNs - startNs) / 1e9;
            }
        }
        return null;
    }

    private static AttackOutcome judge(
            AttackKind kind, Double detected, VictimSeries victim, long sent, double benignPercent) {
        List<String> shortcomings = new ArrayList<>();
        Double mitigated = victim.secondsToMitigate();
        demand(shortcomings, victim.total() > 0, "no attack packet reached the victim, so nothing was measured");
        demand(shortcomings, detected != null, "the attack was not detected as what it is");
        demand(shortcomings, detected == null || detected <= 2, "detected later than after 2 s");
        demand(shortcomings, mitigated != null, "the attack was not mitigated");
        demand(shortcomings, mitigated == null || mitigated <= 3, "mitigated later than after 3 s");
        demand(shortcomings, benignPercent >= 99, "less than 99 % of the benign traffic was delivered");
        double dropped = sent == 0 ? 0 : 100.0 * (sent - victim.total()) / sent;
        return new AttackOutcome(kind.wireName(), detected, mitigated, dropped, benignPercent, shortcomings);
    }

    private static void demand(List<String> shortcomings, boolean kept, String text) {
        if (!kept) {
            shortcomings.add(text);
        }
    }

    private void show(double sentPps, double victimPps) {
        BenignStats stats = benign.stats();
        screen.traffic(new TrafficTick(
                sentPps,
                victimPps,
                stats.connectionsCompleted() + stats.pingsAnswered() + stats.queriesAnswered(),
                stats.connectionsFailed() + stats.pingsLost() + stats.queriesLost()));
    }

    /**
     * Frames from the attacker's network card at the victim; forged addresses do not hide them. Its host answers each
     * SYN-ACK with a reset, which is no attack packet.
     */
    private long arrived(AttackKind kind) {
        EmulatedHost attacker = network.host(HOSTS);
        EmulatedHost victim = network.host(VICTIM);
        long resets = kind == AttackKind.SYN_FLOOD ? attacker.received().from(victim.mac()) : 0;
        return Math.max(0, victim.received().from(attacker.mac()) - resets);
    }

    private static boolean await(BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(STEP_MS);
        }
        return true;
    }

    @Override
    public void close() {
        screen.mute();
        benign.stop();
        network.close();
    }
}
