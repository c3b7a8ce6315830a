package io.sentinelsdn.domain.metric;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The counters and gauges of one process, by name. Names are constants in the code, so their number is bounded. Any
 * thread may count.
 */
public final class Counters {
    private final Map<String, Counter> counters = new ConcurrentSkipListMap<>();
    private final Map<String, Gauge> gauges = new ConcurrentSkipListMap<>();
    private final Map<String, StageLatency> stages = new ConcurrentHashMap<>();

    /** A number that only grows. */
    public static final class Counter {
        private final String help;
        private final LongAdder value = new LongAdder();
        private final List<LongSupplier> parts = new CopyOnWriteArrayList<>();

        Counter(String help) {
            this.help = help;
        }

        public void increment() {
            value.increment();
        }

        public void add(long amount) {
            value.add(amount);
        }

        /** Counts in what someone counts on its own; asked from any thread, it must only grow. */
        public void include(LongSupplier part) {
            parts.add(part);
        }

        public long value() {
            long sum = value.sum();
            for (LongSupplier part : parts) {
                sum += part.getAsLong();
            }
            return sum;
        }

        public String help() {
            return help;
        }
    }

    /**
     * A number that is asked for.
     *
     * @param help what it means
     * @param value asked from any thread; must not block
     */
    public record Gauge(String help, DoubleSupplier value) {}

    /** The counter of this name ({@code sentinel_…_total}), made on first use. */
    public Counter counter(String name, String help) {
        return counters.computeIfAbsent(name, unused -> new Counter(help));
    }

    /** Registers a gauge ({@code sentinel_…}); a later one of the same name replaces it. */
    public void gauge(String name, String help, DoubleSupplier value) {
        gauges.put(name, new Gauge(help, value));
    }

    /** The latency histogram of a stage, made on first use. */
    public StageLatency stage(String name) {
        return stages.computeIfAbsent(name, StageLatency::new);
    }

    public Map<String, Counter> counters() {
        return Map.copyOf(counters);
    }

    public Map<String, Gauge> gauges() {
        return Map.copyOf(gauges);
    }

    public Map<String, StageLatency> stages() {
        return Map.copyOf(stages);
    }
}
