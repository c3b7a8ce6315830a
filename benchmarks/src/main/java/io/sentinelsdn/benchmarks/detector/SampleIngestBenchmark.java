package io.sentinelsdn.benchmarks.detector;

import io.sentinelsdn.detector.pipeline.Pipeline;
import io.sentinelsdn.detector.threshold.ThresholdSettings;
import io.sentinelsdn.detector.track.TrackerSettings;
import io.sentinelsdn.detector.window.WindowLimits;
import io.sentinelsdn.domain.metric.Counters;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole way of a sample through the detector in one thread and in virtual time: offered, handed over, put into the
 * flow table or window, and its share of the work that is done by the clock (summaries, expiry, lists, windows). What
 * all threads together would spend on it, without what they lose by waiting for each other.
 *
 * <p>Run it with {@code scripts/bench/jmh SampleIngest -prof gc}; time and {@code gc.alloc.rate.norm} are per sample.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class SampleIngestBenchmark {
    static final int BATCH = 1000;

    /** Switches by flows; the small fleet is polled back to back, the large one once a second. */
    @Param({"16x1000", "500x2000"})
    public String fleet;

    @Param("1")
    public int shards;

    private final Counters counters = new Counters();
    private Pipeline pipeline;
    private Fleet switches;
    private long nowNs;
    private long stepNs;

    @Setup
    public void build() {
        pipeline = new Pipeline(
                new Pipeline.Size(shards, (1 << 20) / shards, 8192, 2),
                new WindowLimits(16_384, 1024, 16_384, 16_384, 16_384),
                ThresholdSettings.defaults(),
                TrackerSettings.defaults(),
                new EmptyTopology(),
                () -> null,
                () -> null,
                () -> nowNs,
                ns -> Instant.ofEpochSecond(0, ns),
                counters,
                detection -> {});
        switches = new Fleet(fleet, 0, 1, pipeline.newSink());
        stepNs = switches.size() > 100_000
                ? TimeUnit.SECONDS.toNanos(1) * BATCH / switches.size()
                : TimeUnit.SECONDS.toNanos(1) * BATCH / 5_000_000;
        for (int i = 0; i < switches.size(); i += BATCH) {
            flows();
        }
    }

    @TearDown
    public void tell() {
        System.out.println("dropped="
                + counters.counters().get("sentinel_samples_dropped_total").value() + " flows="
                + pipeline.traffic().activeFlows() + " evicted="
                + counters.counters().get("sentinel_flows_evicted_total").value() + " overflow="
                + counters.counters().get("sentinel_cells_overflow_total").value());
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void flows() {
        nowNs += stepNs;
        switches.report(BATCH, nowNs);
        work();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void packets() {
        nowNs += TimeUnit.SECONDS.toNanos(1) * BATCH / 1_500_000;
        switches.packets(BATCH, nowNs);
        work();
    }

    private void work() {
        for (int i = 0; i < pipeline.shards().size(); i++) {
            pipeline.shards().get(i).doWork(nowNs);
        }
        pipeline.window().doWork(nowNs);
    }
}
