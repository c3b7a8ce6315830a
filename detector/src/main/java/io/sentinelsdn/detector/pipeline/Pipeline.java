package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.threshold.Baseline;
import io.sentinelsdn.detector.threshold.ThresholdSettings;
import io.sentinelsdn.detector.track.DetectionTracker;
import io.sentinelsdn.detector.track.FeedbackBox;
import io.sentinelsdn.detector.track.Said;
import io.sentinelsdn.detector.track.TrackerSettings;
import io.sentinelsdn.detector.window.KeyedHash;
import io.sentinelsdn.detector.window.ModelScore;
import io.sentinelsdn.detector.window.Observer;
import io.sentinelsdn.detector.window.Suspects;
import io.sentinelsdn.detector.window.WindowEngine;
import io.sentinelsdn.detector.window.WindowLimits;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.flow.TrafficFeatures;
import io.sentinelsdn.domain.flow.TrafficFeatures.Talker;
import io.sentinelsdn.domain.flow.TrafficView;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.FeedbackDesk.Verdict;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import io.sentinelsdn.domain.spi.IncidentFeedback;
import io.sentinelsdn.domain.spi.TopologyView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The agents and what lies between them: everything but threads. */
public final class Pipeline {
    /**
     * How large.
     *
     * @param shards shard agents, &ge; 1
     * @param flowsPerShard rows of each flow table
     * @param ringSamples samples in each ring, a power of two
     * @param maxProducers producers that may ask for a sink
     */
    public record Size(int shards, int flowsPerShard, int ringSamples, int maxProducers) {}

    private static final int MOST_SWITCHES = 65_536;

    private final Size size;
    private final KeyedHash hash = KeyedHash.random();
    private final Counters counters;
    private final List<ShardAgent> shards;
    private final GraphAgent graph;
    private final WindowAgent window;
    private final WindowEngine engine;
    private final TrafficBoard board;
    private final DetectionTracker tracker;
    private final FeedbackBox feedback = new FeedbackBox();
    /** Switches whose tables fill up; there are not many switches. */
    private final Map<Long, Integer> pressure = new ConcurrentHashMap<>();

    private int producers;

    public Pipeline(
            Size size,
            WindowLimits limits,
            ThresholdSettings thresholds,
            TrackerSettings tracking,
            TopologyView topology,
            Supplier<FlowModel> models,
            Supplier<FlowModel> graphModels,
            LongSupplier clock,
            LongFunction<Instant> wallClock,
            Counters counters,
            Consumer<Detection> out) {
        this.size = size;
        this.counters = counters;
        graph = new GraphAgent(graphModels, size.shards(), hash, counters);
        shards = IntStream.range(0, size.shards())
                .mapToObj(i -> new ShardAgent(
                        size.flowsPerShard(), hash, models, this::suspects, wallClock, graph.flows(i), counters))
                .toList();
        engine = new WindowEngine(limits, thresholds, hash, dpid -> pressure.getOrDefault(dpid, 0));
        Observer observer = new Observer(engine, topology, hash, new ModelScore(models));
        OpinionDesk desk = new OpinionDesk(models, graph, counters);
        tracker = new DetectionTracker(tracking, observer, feedback, wallClock, desk::allows, counters, out);
        board = new TrafficBoard(size.shards(), topology, hash);
        window = new WindowAgent(shards, engine, tracker, board, desk, clock, counters);
    }

    /** Other thresholds and another life of detections from the next window on; any thread may say. */
    public void change(ThresholdSettings thresholds, TrackerSettings tracking) {
        engine.destinations().change(thresholds);
        tracker.change(tracking);
    }

    /** Destinations that deserve a closer look; any thread may ask. */
    private Suspects suspects() {
        return window.suspects();
    }

    /** Whether finer polling would help now; any thread may ask. */
    public boolean isSuspicious() {
        return window.isSuspicious();
    }

    /**
     * A door for one producing thread.
     *
     * @throws IllegalStateException when there are too many producers
     */
    public synchronized FlowSampleSink newSink() {
        if (producers == size.maxProducers()) {
            throw new IllegalStateException("no more than " + producers + " producers of samples are allowed");
        }
        producers++;
        SampleRing[] rings = new SampleRing[shards.size()];
        for (int i = 0; i < rings.length; i++) {
            rings[i] = shards.get(i).rings.add(size.ringSamples());
        }
        return new Router(rings, window.rings.add(size.ringSamples()), hash, counters);
    }

    public List<ShardAgent> shards() {
        return shards;
    }

    public WindowAgent window() {
        return window;
    }

    public GraphAgent graph() {
        return graph;
    }

    /** The tables of a switch fill up (1), are full (2) or have room (0); any thread may tell. */
    public void tablePressure(long dpid, int level) {
        if (level <= 0) {
            pressure.remove(dpid);
        } else if (pressure.size() < MOST_SWITCHES || pressure.containsKey(dpid)) {
            pressure.put(dpid, Math.min(2, level));
        }
    }

    /** The word of a person about a detection; any thread may say. */
    public CompletableFuture<Optional<Said>> say(String detectionId, Verdict verdict) {
        return window.say(detectionId, verdict);
    }

    /** Everything learned that makes a difference, at most a minute old; any thread may ask. */
    public List<Baseline> baselines() {
        return window.baselines();
    }

    /** Goes on with what was learned before a restart. Before the first window only. */
    public void restore(List<Baseline> baselines) {
        engine.destinations().restore(baselines);
    }

    public IncidentFeedback feedback() {
        return feedback;
    }

    public TrafficView traffic() {
        return board.traffic();
    }

    public List<TrafficFeatures> features() {
        return board.features();
    }

    public List<Talker> senders() {
        return board.senders();
    }

    public List<FlowView> flows() {
        return board.flows();
    }

    public List<Detection> activeDetections() {
        return tracker.active();
    }
}
