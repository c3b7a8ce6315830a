package io.sentinelsdn.simulator.traffic;

import io.sentinelsdn.simulator.frame.Frames;
import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A number of UDP flows from one host to another, each kept alive by a few packets a round; the packets of a round are
 * spread evenly over it. Runs on the network's event loop; any thread may start and stop.
 */
public final class SteadyFlows {
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int FIRST_PORT = 1024;
    private static final int PORTS = 60_000;
    private static final int PAYLOAD = 100;

    private final EmulatedNetwork network;
    private final EmulatedHost from;
    private final EmulatedHost to;
    private final byte[][] frames;
    private final long roundNs;
    private final int packetsPerRound;
    private long startedNs;
    private long sentFlows;
    private volatile boolean running;

    /**
     * Flows that are not yet started.
     *
     * @param from number of the sending host, from 1
     * @param to number of the receiving host
     * @param flows how many, 1 to 1,000,000
     * @param round time in which each flow sends once
     * @param packetsPerRound packets a flow sends at once
     */
    public SteadyFlows(EmulatedNetwork network, int from, int to, int flows, Duration round, int packetsPerRound) {
        if (flows < 1 || flows > 1_000_000) {
            throw new IllegalArgumentException("flows must be between 1 and 1000000: " + flows);
        }
        if (packetsPerRound < 1) {
            throw new IllegalArgumentException("packetsPerRound must be >= 1: " + packetsPerRound);
        }
        if (round.toNanos() < TICK_NS) {
            throw new IllegalArgumentException("round must be at least 20 ms: " + round);
        }
        this.network = network;
        this.from = network.host(from);
        this.to = network.host(to);
        this.packetsPerRound = packetsPerRound;
        roundNs = round.toNanos();
        frames = new byte[flows][];
    }

    /** Starts now; the receiver pings once, so that its place is known. */
    public SteadyFlows start() {
        running = true;
        network.at(network.clock().nanoTime(), () -> {
            var unused = to.ping(from.ip4());
            startedNs = network.clock().nanoTime();
            tick();
        });
        return this;
    }

    public void stop() {
        running = false;
    }

    private void tick() {
        if (!running) {
            return;
        }
        long nowNs = network.clock().nanoTime();
        long due = (long) ((double) (nowNs - startedNs) / roundNs * frames.length);
        long oldest = due - frames.length;
        for (long flow = Math.max(sentFlows, oldest); flow < due; flow++) {
            from.send(frame((int) (flow % frames.length)), packetsPerRound);
        }
        sentFlows = Math.max(sentFlows, due);
        network.at(nowNs + TICK_NS, this::tick);
    }

    private byte[] frame(int flow) {
        if (frames[flow] == null) {
            frames[flow] = Frames.udp(
                    new Frames.Hop(from.mac(), to.mac()),
                    from.ip4(),
                    to.ip4(),
                    FIRST_PORT + flow % PORTS,
                    FIRST_PORT + flow / PORTS,
                    new byte[PAYLOAD]);
        }
        return frames[flow];
    }
}
