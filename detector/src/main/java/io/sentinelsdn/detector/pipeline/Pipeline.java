package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.threshold.ThresholdSettings;
import io.sentinelsdn.detector.track.DetectionTracker;
import io.sentinelsdn.detector.track.FeedbackBox;
import io.sentinelsdn.detector.track.TrackerSettings;
import io.sentinelsdn.detector.window.KeyedHash;
import io.sentinelsdn.detector.window.ModelScore;
import io.sentinelsdn.detector.window.Observer;
import io.sentinelsdn.detector.window.Suspects;
import io.sentinelsdn.detector.window.WindowEngine;
import io.sentinelsdn.detector.window.WindowLimits;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.flow.TrafficView;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import io.sentinelsdn.domain.spi.IncidentFeedback;
import io.sentinelsdn.domain.spi.TopologyView;
import java.time.Instant;
import java.util.List;
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

    private final Size size;
    private final KeyedHash hash = KeyedHash.random();
    private final Counters counters;
    private final List<ShardAgent> shards;
    private final WindowAgent window;
    private final TrafficBoard board;
    private final DetectionTracker tracker;
    private final FeedbackBox feedback = new FeedbackBox();
    private int producers;

    public Pipeline(
            Size size,
            WindowLimits limits,
            ThresholdSettings thresholds,
            TrackerSettings tracking,
            TopologyView topology,
            Supplier<FlowModel> models,
            LongSupplier clock,
            LongFunction<Instant> wallClock,
            Counters counters,
            Consumer<Detection> out) {
        this.size = size;
        this.counters = counters;
        shards = IntStream.range(0, size.shards())
                .mapToObj(i -> new ShardAgent(size.flowsPerShard(), hash, models, this::suspects, wallClock, counters))
                .toList();
        WindowEngine engine = new WindowEngine(limits, thresholds, hash);
        Observer observer = new Observer(engine, topology, hash, new ModelScore(models));
        tracker = new DetectionTracker(tracking, observer, feedback, wallClock, counters, out);
        board = new TrafficBoard(size.shards(), topology);
        window = new WindowAgent(shards, engine, tracker, board, clock, counters);
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

    public IncidentFeedback feedback() {
        return feedback;
    }

    public TrafficView traffic() {
        return board.traffic();
    }

    public List<FlowView> flows() {
        return board.flows();
    }

    public List<Detection> activeDetections() {
        return tracker.active();
    }
}
