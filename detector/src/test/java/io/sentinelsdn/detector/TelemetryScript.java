package io.sentinelsdn.detector;

import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.registry.ModelRegistry;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import io.sentinelsdn.domain.spi.TopologyView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A network of one switch with four hosts and a detector behind it, in virtual time and one thread: traffic is a list of
 * actions that happen again and again.
 */
final class TelemetryScript {
    static final long MS = EmulatedSwitch.MS;
    static final long SECOND = 1000 * MS;
    private static final long QUANTUM = MS;

    final Random random = new Random(7);
    final Counters counters = new Counters();
    final List<Detection> told = new ArrayList<>();
    final Map<IpAddress, TopologyView.Attachment> hosts = new HashMap<>();
    final FlowSampleSink sink;
    final Detector detector;
    final EmulatedSwitch ofSwitch;
    private final List<LongConsumer> actions = new ArrayList<>();
    /** Gets a copy of every packet, or null. */
    CaptureWriter capture;

    private final long flowPollPhase;
    private long now = 100 * SECOND;

    TelemetryScript() {
        this(true, 500, 370 * MS);
    }

    /**
     * @param seesSyns whether the switch can match TCP flags
     * @param budgetPerPort five-tuple entries a port
     * @param flowPollPhase when within the second flows are polled
     */
    TelemetryScript(boolean seesSyns, int budgetPerPort, long flowPollPhase) {
        this(seesSyns, budgetPerPort, flowPollPhase, ModelRegistry.defaultModel()::model, () -> null);
    }

    /** A network that these models look at. */
    TelemetryScript(Supplier<FlowModel> model, Supplier<FlowModel> graph) {
        this(true, 500, 370 * MS, model, graph);
    }

    private TelemetryScript(
            boolean seesSyns,
            int budgetPerPort,
            long flowPollPhase,
            Supplier<FlowModel> model,
            Supplier<FlowModel> graph) {
        this.flowPollPhase = flowPollPhase;
        detector = new Detector(
                DetectorConfig.defaults().withShards(2),
                counters,
                topology(),
                told::add,
                event -> {},
                model,
                graph,
                () -> now,
                ns -> Instant.ofEpochSecond(0, ns));
        sink = detector.newSink();
        ofSwitch = new EmulatedSwitch(1, budgetPerPort, seesSyns, sink);
        for (int port = 1; port <= 4; port++) {
            ofSwitch.addPort(port, now);
            hosts.put(v4(port), new TopologyView.Attachment(new Dpid(1), port));
            hosts.put(v6(port), new TopologyView.Attachment(new Dpid(1), port));
        }
    }

    private TopologyView topology() {
        return new TopologyView() {
            @Override
            public Optional<Attachment> attachment(IpAddress address) {
                return Optional.ofNullable(hosts.get(address));
            }

            @Override
            public boolean isEdge(Dpid dpid, int port) {
                return true;
            }
        };
    }

    static IpAddress v4(int host) {
        return IpAddress.parse("10.0.0." + host);
    }

    static IpAddress v6(int host) {
        return IpAddress.parse("fd00::" + host);
    }

    long now() {
        return now;
    }

    /** Puts packets in now. */
    void send(Packet packet) {
        if (capture != null) {
            capture.write(packet, now);
        }
        ofSwitch.receive(packet, now);
    }

    /** Does something at a rate per second, at uneven distances, from now on. */
    TelemetryScript every(double perSecond, Runnable action) {
        double[] due = {now};
        actions.add(time -> {
            while (due[0] <= time) {
                due[0] += SECOND / perSecond * (0.5 + random.nextDouble());
                action.run();
            }
        });
        return this;
    }

    /** Stops all traffic. */
    void silence() {
        actions.clear();
    }

    /** Lets time pass in which nothing is sent and nobody is asked. */
    void skip(long durationNs) {
        now += durationNs / QUANTUM * QUANTUM;
    }

    void runFor(long durationNs) {
        long end = now + durationNs;
        while (now < end) {
            now += QUANTUM;
            for (LongConsumer action : actions) {
                action.accept(now);
            }
            ofSwitch.tick(now);
            if (now % (250 * MS) == 90 * MS) {
                ofSwitch.pollCounters(now);
            }
            if (now % SECOND == flowPollPhase
                    || (detector.suspicious() && now % (250 * MS) == flowPollPhase % (250 * MS))) {
                ofSwitch.pollFlows(now);
            }
            if (now % (10 * MS) == 0) {
                detector.runOnce();
            }
        }
    }

    void runSeconds(double seconds) {
        runFor((long) (seconds * SECOND));
    }

    /** Runs until something was told; how long it took in seconds, or more than the limit. */
    double runUntilTold(double limitSeconds) {
        long began = now;
        while (told.isEmpty() && now - began < limitSeconds * SECOND) {
            runFor(10 * MS);
        }
        return told.isEmpty() ? Double.MAX_VALUE : (now - began) / (double) SECOND;
    }

    Detection last() {
        return told.get(told.size() - 1);
    }
}
