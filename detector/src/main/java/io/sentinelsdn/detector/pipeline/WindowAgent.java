package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.drift.DriftConfig;
import io.sentinelsdn.detector.threshold.Baseline;
import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.detector.track.DetectionTracker;
import io.sentinelsdn.detector.track.Said;
import io.sentinelsdn.detector.window.Destination;
import io.sentinelsdn.detector.window.FlowSummary;
import io.sentinelsdn.detector.window.Suspects;
import io.sentinelsdn.detector.window.WindowEngine;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.StageLatency;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.spi.FeedbackDesk.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Owns windows, thresholds and the tracker: every 250 ms it waits for the shards' summaries, computes the window and
 * lets the tracker judge. When a port suddenly brings much that is new, or a threshold is exceeded but not yet long
 * enough, it does not wait: it computes windows in between, with the summaries that it has.
 */
public final class WindowAgent {
    /** Distance of window steps. */
    static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(250);
    /** Distance of windows in between, at least. */
    private static final long EARLY_NS = TimeUnit.MILLISECONDS.toNanos(50);
    /** Windows in between may take this part of the time. */
    private static final int EARLY_SHARE = 10;
    /** So long a step waits for the shards. */
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(60);

    private static final int STEPS_PER_SECOND = 4;

    final RingSet rings = new RingSet(() -> this::read);

    private static final long BASELINES_EVERY = TimeUnit.SECONDS.toNanos(30);
    private static final int MOST_WORDS = 64;

    /** The word of a person on its way to the window thread. */
    private record Word(String detectionId, Verdict verdict, CompletableFuture<Optional<Said>> answer) {}

    private final BlockingQueue<Word> words = new ArrayBlockingQueue<>(MOST_WORDS);
    private final List<ShardAgent> shards;
    private final FlowSummary[] newest;
    private final WindowEngine engine;
    private final DetectionTracker tracker;
    private final TrafficBoard board;
    private final OpinionDesk desk;
    private final TrafficDrift drift;
    private final LongSupplier clock;
    private final FlowSample sample = new FlowSample();
    private final Counters.Counter steps;
    private final Counters.Counter noPlace;
    private final Counters.Counter overflow;
    private final StageLatency sampleLatency;
    private final StageLatency windowLatency;
    private final StageLatency verdictLatency;
    private final VerdictRate verdictRate;
    private final Set<IpAddress> watched = new HashSet<>();
    private volatile Suspects suspects = Suspects.NONE;
    private volatile boolean surging;
    private volatile List<Baseline> baselines = List.of();
    private long baselinesNs = Long.MIN_VALUE / 2;
    private volatile int destinationCount;
    private long lastStep = Long.MIN_VALUE;
    private long lastWindowNs = Long.MIN_VALUE / 2;
    private long lastCostNs;
    private boolean pending;
    private long newestSampleNs = Long.MIN_VALUE;

    WindowAgent(
            List<ShardAgent> shards,
            WindowEngine engine,
            DetectionTracker tracker,
            TrafficBoard board,
            OpinionDesk desk,
            LongSupplier clock,
            Counters counters) {
        this.shards = shards;
        this.engine = engine;
        this.tracker = tracker;
        this.board = board;
        this.desk = desk;
        this.clock = clock;
        drift = new TrafficDrift(DriftConfig.DEFAULT, counters);
        newest = new FlowSummary[shards.size()];
        steps = counters.counter("sentinel_windows_total", "Window steps computed");
        noPlace = counters.counter("sentinel_samples_no_place_total", "Samples that found no place in a full table");
        overflow = counters.counter("sentinel_destinations_overflow_total", "Destinations that found no place");
        sampleLatency = counters.stage("samples_to_window");
        windowLatency = counters.stage("window");
        verdictLatency = counters.stage("verdict");
        verdictRate = new VerdictRate(counters.counter(ShardAgent.VERDICTS, "Flows judged by the model")::value);
        counters.gauge(
                "sentinel_verdicts_per_second",
                "Flows judged by the model a second, over the last ten seconds",
                verdictRate::perSecond);
        counters.gauge("sentinel_destinations", "Destinations with a baseline", () -> destinationCount);
    }

    /** Takes what waits and, when a step has begun and the shards have reported, computes it; how much was done. */
    public int doWork(long nowNs) {
        for (Word word = words.poll(); word != null; word = words.poll()) {
            word.answer()
                    .complete(tracker.say(
                            word.detectionId(),
                            word.verdict(),
                            address -> engine.destinations().recall(address, nowNs),
                            nowNs));
        }
        int work = rings.drain();
        if (work > 0) {
            sampleLatency.recordNs(nowNs - newestSampleNs);
        }
        long step = Math.floorDiv(nowNs, STEP_NS);
        if (step > lastStep && (reported(step) || nowNs - step * STEP_NS > PATIENCE_NS)) {
            lastStep = step;
            step(nowNs, step, true);
            work++;
        } else if (isHurried(nowNs)) {
            step(nowNs, step, false);
            work++;
        }
        return work;
    }

    /** Whether a window in between is worth its while. */
    private boolean isHurried(long nowNs) {
        return nowNs - lastWindowNs >= Math.max(EARLY_NS, EARLY_SHARE * lastCostNs) && (pending || engine.rush(nowNs));
    }

    /** Any thread may say; full when nobody listens. */
    CompletableFuture<Optional<Said>> say(String detectionId, Verdict verdict) {
        Word word = new Word(detectionId, verdict, new CompletableFuture<>());
        if (!words.offer(word)) {
            word.answer().completeExceptionally(new IllegalStateException("too many words of people wait already"));
        }
        return word.answer();
    }

    /** Everything learned that makes a difference, at most a minute old; any thread may ask. */
    List<Baseline> baselines() {
        return baselines;
    }

    private void read(long[] row, int at) {
        SampleWords.read(row, at, sample);
        newestSampleNs = sample.timeNs;
        if (!engine.onSample(sample)) {
            noPlace.increment();
        }
    }

    /** Takes the newest summary of each shard; whether all are of this step. */
    private boolean reported(long step) {
        boolean all = true;
        for (int i = 0; i < newest.length; i++) {
            ShardAgent shard = shards.get(i);
            for (FlowSummary next = shard.ready.poll(); next != null; next = shard.ready.poll()) {
                if (newest[i] != null) {
                    board.keepViews(i, newest[i]);
                    shard.free.add(newest[i]);
                }
                newest[i] = next;
            }
            all &= newest[i] != null && newest[i].step >= step;
        }
        return all;
    }

    private void step(long nowNs, long step, boolean due) {
        long began = clock.getAsLong();
        lastWindowNs = nowNs;
        List<FlowSummary> summaries = new ArrayList<>(newest.length);
        for (int i = 0; i < newest.length; i++) {
            if (newest[i] != null) {
                board.keepViews(i, newest[i]);
                summaries.add(newest[i]);
            }
        }
        engine.hear(desk.graph());
        engine.step(nowNs, summaries, due);
        boolean fullSecond = due && step % STEPS_PER_SECOND == 0;
        watched.clear();
        pending = false;
        engine.destinations().forEach(destination -> judge(destination, nowNs, fullSecond));
        if (tracker.finishStep(nowNs) > 0 && newestSampleNs != Long.MIN_VALUE) {
            verdictLatency.recordNs(clock.getAsLong() - newestSampleNs);
        }
        suspects = watched.isEmpty() ? Suspects.NONE : new Suspects(watched);
        surging = engine.surging(nowNs);
        if (fullSecond) {
            verdictRate.mark(nowNs);
            desk.second(engine.destinations(), tracker.active().isEmpty());
            board.publish(nowNs, engine, summaries);
            drift.second(board.traffic(), !tracker.active().isEmpty());
            keepBaselines(nowNs);
            destinationCount = engine.destinations().size();
        }
        overflow.add(engine.destinations().takeOverflow() + engine.cells().takeOverflow());
        steps.increment();
        lastCostNs = clock.getAsLong() - began;
        windowLatency.recordNs(lastCostNs);
    }

    private void keepBaselines(long nowNs) {
        if (nowNs - baselinesNs >= BASELINES_EVERY) {
            baselinesNs = nowNs;
            baselines = engine.destinations().baselines(nowNs);
        }
    }

    private void judge(Destination destination, long nowNs, boolean fullSecond) {
        tracker.observe(destination, nowNs);
        boolean watch = destination.pinned();
        for (Measure measure : Measure.all()) {
            if (destination.value(measure) <= 0 && !destination.hasThreshold(measure)) {
                continue;
            }
            watch |= destination.threshold(measure).suspicious();
            pending |= destination.threshold(measure).pending();
            if (fullSecond && !destination.pinned()) {
                destination.threshold(measure).learn(destination.value(measure), nowNs);
            }
        }
        if (watch) {
            watched.add(destination.address());
        }
    }

    /** Destinations that deserve a closer look; any thread may ask. */
    Suspects suspects() {
        return suspects;
    }

    /** Whether finer polling would help now; any thread may ask. */
    boolean isSuspicious() {
        return surging || !suspects.isEmpty();
    }
}
