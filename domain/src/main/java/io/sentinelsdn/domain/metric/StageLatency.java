package io.sentinelsdn.domain.metric;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Latency of one stage of the path of data. Any thread records (wait-free); reading sums up what came since the start.
 */
public final class StageLatency {
    private static final long HIGHEST_NS = TimeUnit.MINUTES.toNanos(1);

    private final String name;
    private final Recorder recorder = new Recorder(HIGHEST_NS, 2);
    private final Histogram total = new Histogram(HIGHEST_NS, 2);
    private Histogram interval;

    StageLatency(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Records a latency in nanoseconds; values outside 0 to one minute are clamped. */
    public void recordNs(long latencyNs) {
        recorder.recordValue(Math.max(0, Math.min(HIGHEST_NS, latencyNs)));
    }

    /** What was recorded so far. */
    public synchronized Snapshot snapshot() {
        interval = recorder.getIntervalHistogram(interval);
        total.add(interval);
        return new Snapshot(
                total.getTotalCount(),
                total.getValueAtPercentile(50),
                total.getValueAtPercentile(99),
                total.getValueAtPercentile(99.9),
                total.getMaxValue());
    }

    /** Counts and percentiles in nanoseconds. */
    public record Snapshot(long count, long p50Ns, long p99Ns, long p999Ns, long maxNs) {}
}
