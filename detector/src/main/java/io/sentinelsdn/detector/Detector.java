package io.sentinelsdn.detector;

import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.pipeline.Pipeline;
import io.sentinelsdn.detector.pipeline.Rehearsal;
import io.sentinelsdn.detector.pipeline.ShardAgent;
import io.sentinelsdn.detector.track.Said;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.flow.TrafficFeatures;
import io.sentinelsdn.domain.flow.TrafficFeatures.Talker;
import io.sentinelsdn.domain.flow.TrafficView;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.DetectionSink;
import io.sentinelsdn.domain.spi.FeedbackDesk;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import io.sentinelsdn.domain.spi.IncidentFeedback;
import io.sentinelsdn.domain.spi.TopologyView;
import io.sentinelsdn.domain.spi.TrafficSource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.LongToIntFunction;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns samples into detections. Producers ask for a sink each; shard threads own the flows, one window thread decides
 * and calls the detection sink.
 */
public final class Detector implements TrafficSource, IncidentFeedback, FeedbackDesk, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Detector.class);
    /** A ring fills up in a few milliseconds. */
    private static final long SHARD_PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** A graph comes every ten seconds. */
    private static final long GRAPH_PARK_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Windows are much longer. */
    private static final long WINDOW_PARK_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Pipeline pipeline;
    private final LongSupplier clock;
    private final Supplier<FlowModel> model;
    private final DetectionSink detections;
    private final EventSink events;
    private final Counters.Counter failures;
    /** Null when nothing is kept. */
    private final WordTally words = new WordTally();

    private Keeper keeper;

    private final List<AgentRunner> runners = new ArrayList<>();

    /** Where the time of this process stands on both scales. */
    private record Anchor(Instant wall, long ns) {
        Instant at(long nanoTime) {
            return wall.plusNanos(nanoTime - ns);
        }
    }

    /** A detector without a graph network. */
    public Detector(
            DetectorConfig config,
            Counters counters,
            TopologyView topology,
            DetectionSink detections,
            EventSink events,
            Supplier<FlowModel> model) {
        this(config, counters, topology, detections, events, model, () -> null);
    }

    /**
     * A detector that is not running yet.
     *
     * @param model the model that scores now, or a supplier of null for none
     * @param graph the graph network that looks at whole windows beside it, or a supplier of null for none
     */
    public Detector(
            DetectorConfig config,
            Counters counters,
            TopologyView topology,
            DetectionSink detections,
            EventSink events,
            Supplier<FlowModel> model,
            Supplier<FlowModel> graph) {
        this(
                config,
                counters,
                topology,
                detections,
                events,
                model,
                graph,
                System::nanoTime,
                new Anchor(Instant.now(), System.nanoTime())::at);
    }

    /** The same with a clock of one's own: {@code clock} on the scale of {@code FlowSample.timeNs}. */
    Detector(
            DetectorConfig config,
            Counters counters,
            TopologyView topology,
            DetectionSink detections,
            EventSink events,
            Supplier<FlowModel> model,
            Supplier<FlowModel> graph,
            LongSupplier clock,
            LongFunction<Instant> wallClock) {
        this.clock = clock;
        this.model = model;
        this.detections = detections;
        this.events = events;
        failures = counters.counter("sentinel_detector_failures_total", "Errors in the detector's threads and sinks");
        pipeline = new Pipeline(
                config.size(),
                config.limits(),
                config.thresholds(),
                config.tracking(),
                topology,
                model,
                graph,
                clock,
                wallClock,
                counters,
                this::emit);
    }

    /** Floors, factor and release from the next window on; the rest needs a new detector. Any thread may call. */
    public void change(DetectorConfig config) {
        pipeline.change(config.thresholds(), config.tracking());
    }

    /**
     * A door for the samples of one producing thread. May be called at any time.
     *
     * @throws IllegalStateException when there are more producers than allowed
     */
    public FlowSampleSink newSink() {
        return pipeline.newSink();
    }

    /** Starts the threads. */
    public void start() {
        if (keeper != null) {
            keeper.start();
        }
        int number = 0;
        for (ShardAgent shard : pipeline.shards()) {
            run("sentinel-shard-" + number++, SHARD_PARK_NS, () -> {}, shard::doWork);
        }
        run("sentinel-graph", GRAPH_PARK_NS, () -> {}, pipeline.graph()::doWork);
        run("sentinel-window", WINDOW_PARK_NS, () -> Rehearsal.play(model), pipeline.window()::doWork);
    }

    private void run(String name, long longestParkNs, Runnable first, LongToIntFunction agentWork) {
        AgentRunner runner = new AgentRunner(
                new BackoffIdleStrategy(0, 1, TimeUnit.MICROSECONDS.toNanos(100), longestParkNs),
                this::onError,
                null,
                new ClockedAgent(name, first, agentWork, clock));
        runners.add(runner);
        AgentRunner.startOnThread(runner, work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        });
    }

    private record ClockedAgent(String roleName, Runnable first, LongToIntFunction work, LongSupplier clock)
            implements Agent {
        @Override
        public void onStart() {
            first.run();
        }

        @Override
        public int doWork() {
            return work.applyAsInt(clock.getAsLong());
        }
    }

    private void onError(Throwable error) {
        failures.increment();
        LOG.error("detector thread failed, goes on", error);
    }

    /** Does what is due now, in the calling thread: for tests in virtual time. */
    void runOnce() {
        long now = clock.getAsLong();
        for (ShardAgent shard : pipeline.shards()) {
            shard.doWork(now);
        }
        pipeline.graph().doWork(now);
        pipeline.window().doWork(now);
    }

    @Override
    public TrafficView traffic() {
        return pipeline.traffic();
    }

    @Override
    public List<TrafficFeatures> features() {
        return pipeline.features();
    }

    @Override
    public List<Talker> senders() {
        return pipeline.senders();
    }

    @Override
    public List<FlowView> flows() {
        return pipeline.flows();
    }

    @Override
    public List<Detection> activeDetections() {
        return pipeline.activeDetections();
    }

    @Override
    public void progress(String detectionId, MitigationProgress progress) {
        pipeline.feedback().progress(detectionId, progress);
    }

    /** Whether a port surges or a destination looks suspicious, so that finer polling would help. Any thread may ask. */
    public boolean suspicious() {
        return pipeline.isSuspicious();
    }

    /**
     * The tables of a switch fill up or have room again; any thread may tell.
     *
     * @param dpid datapath id
     * @param level 0 with room, 1 filling up, 2 nearly full or full
     */
    public void tablePressure(long dpid, int level) {
        pipeline.tablePressure(dpid, level);
    }

    /**
     * Keeps baselines and the word of people in this folder, and goes on with what is there. Before the start only.
     *
     * @param folder exists
     */
    public void keepIn(Path folder) {
        keeper = new Keeper(folder, pipeline::baselines, failures);
        pipeline.restore(keeper.read());
    }

    @Override
    public Optional<Detection> say(String detectionId, Verdict verdict) {
        Optional<Said> said = answer(pipeline.say(detectionId, verdict));
        said.ifPresent(heard -> words.add(detectionId, verdict));
        if (said.isPresent() && keeper != null && said.get().features() != null) {
            keeper.keep(said.get(), verdict);
        }
        return said.map(Said::detection);
    }

    @Override
    public Tally tally() {
        return words.tally();
    }

    private static Optional<Said> answer(Future<Optional<Said>> coming) {
        try {
            return coming.get(2, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException silent) {
            throw new IllegalStateException("the detector does not answer", silent);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting for the detector", stopped);
        }
    }

    private void emit(Detection detection) {
        try {
            detections.onDetection(detection);
        } catch (RuntimeException sinkBroke) {
            failures.increment();
            LOG.error("detection sink failed detection={}", detection.id(), sinkBroke);
        }
        events.publish(new Event.DetectionChanged(detection));
    }

    /** Stops the threads. */
    @Override
    public void close() {
        runners.forEach(AgentRunner::close);
        runners.clear();
        if (keeper != null) {
            keeper.close();
        }
    }
}
