package io.sentinelsdn.simulator.traffic;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.host.TcpTransfer;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * An attack under way. It sends every millisecond of the network's clock what is due; in wall-clock time a backlog of more
 * than 100 ms is given up. The frames are sent on the network's event loop; any thread may start, stop and ask.
 */
public final class Attack {
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int REQUEST_BYTES = 300;
    private static final int RESPONSE_BYTES = 500;
    /** A slow connection never comes to the end of its request at this pace. */
    private static final long SLOW_REQUEST_BYTES = 1_000_000;

    private static final long SLOW_BYTES_PER_SECOND = 4;
    private static final double SLOW_PER_SECOND = 50;
    private static final long MAX_BACKLOG_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final EmulatedNetwork network;
    private final AttackPlan plan;
    private final EmulatedHost attacker;
    private final EmulatedHost victim;
    private final List<TcpTransfer> slow = new ArrayList<>();
    private final FloodFrames frames;
    private final long durationNs;
    private long startedNs;
    private long lastTickNs;
    private long skippedNs;
    private final LongAdder sent = new LongAdder();
    private volatile boolean running;

    /**
     * A flood that is not yet started.
     *
     * @throws IllegalArgumentException if the network does not have these hosts
     */
    public Attack(EmulatedNetwork network, AttackPlan plan, long seed) {
        this.network = network;
        this.plan = plan;
        attacker = host(network, "attacker", plan.attacker());
        victim = host(network, "victim", plan.victim());
        frames = new FloodFrames(plan, attacker, victim, seed);
        durationNs = plan.duration().toNanos();
    }

    private static EmulatedHost host(EmulatedNetwork network, String role, int number) {
        int hosts = network.hosts().size();
        if (number < 1 || number > hosts) {
            throw new IllegalArgumentException(role + " must be between 1 and " + hosts + ": " + number);
        }
        return network.host(number);
    }

    /** Starts now. */
    public Attack start() {
        running = true;
        if (plan.kind().connects()) {
            victim.serveTcp(plan.dstPort(), RESPONSE_BYTES);
        }
        network.at(network.clock().nanoTime(), () -> {
            startedNs = network.clock().nanoTime();
            lastTickNs = startedNs;
            tick();
        });
        return this;
    }

    private void connect() {
        IpAddress target = plan.ipVersion() == 4 ? victim.ip4() : victim.ip6();
        if (plan.kind() == AttackKind.SLOWLORIS) {
            slow.add(attacker.connect(target, plan.dstPort(), SLOW_REQUEST_BYTES, SLOW_BYTES_PER_SECOND));
        } else {
            attacker.connect(target, plan.dstPort(), REQUEST_BYTES, 0);
        }
    }

    /** Ends before its time. */
    public void stop() {
        running = false;
        network.at(network.clock().nanoTime(), () -> slow.forEach(TcpTransfer::stop));
    }

    /** Whether it goes on. */
    public boolean isRunning() {
        return running;
    }

    /** Packets sent so far, or connections begun. */
    public long sent() {
        return sent.sum();
    }

    private void tick() {
        long nowNs = network.clock().nanoTime();
        long elapsedNs = Math.min(nowNs - startedNs, durationNs);
        skippedNs += Math.max(0, nowNs - lastTickNs - MAX_BACKLOG_NS);
        lastTickNs = nowNs;
        if (!running) {
            return;
        }
        double dueSeconds = Math.max(0, elapsedNs - skippedNs) / 1e9;
        double due = plan.kind() == AttackKind.SLOWLORIS
                ? Math.min(plan.packetsPerSecond(), dueSeconds * SLOW_PER_SECOND)
                : dueSeconds * plan.packetsPerSecond();
        send((long) due - sent.sum());
        if (elapsedNs < durationNs) {
            network.at(nowNs + TICK_NS, this::tick);
        } else {
            running = false;
            slow.forEach(TcpTransfer::stop);
        }
    }

    private void send(long due) {
        if (due <= 0) {
            return;
        }
        if (plan.kind().connects()) {
            for (long i = 0; i < due; i++) {
                connect();
            }
        } else if (frames.allEqual()) {
            attacker.send(frames.next(), due);
        } else {
            for (long i = 0; i < due; i++) {
                attacker.send(frames.next(), 1);
            }
        }
        sent.add(due);
    }
}
