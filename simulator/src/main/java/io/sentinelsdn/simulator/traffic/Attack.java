package io.sentinelsdn.simulator.traffic;

import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A flood under way. It sends every millisecond of the network's clock what is due; in wall-clock time a backlog of more
 * than 100 ms is given up. The frames are sent on the network's event loop; any thread may start, stop and ask.
 */
public final class Attack {
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_BACKLOG_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final EmulatedNetwork network;
    private final AttackPlan plan;
    private final EmulatedHost attacker;
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
        frames = new FloodFrames(plan, attacker, host(network, "victim", plan.victim()), seed);
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
        network.at(network.clock().nanoTime(), () -> {
            startedNs = network.clock().nanoTime();
            lastTickNs = startedNs;
            tick();
        });
        return this;
    }

    /** Ends before its time. */
    public void stop() {
        running = false;
    }

    /** Whether it goes on. */
    public boolean isRunning() {
        return running;
    }

    /** Packets sent so far. */
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
        send((long) (dueSeconds * plan.packetsPerSecond()) - sent.sum());
        if (elapsedNs < durationNs) {
            network.at(nowNs + TICK_NS, this::tick);
        } else {
            running = false;
        }
    }

    private void send(long due) {
        if (due <= 0) {
            return;
        }
        if (frames.allEqual()) {
            attacker.send(frames.next(), due);
        } else {
            for (long i = 0; i < due; i++) {
                attacker.send(frames.next(), 1);
            }
        }
        sent.add(due);
    }
}
