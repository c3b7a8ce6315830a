package io.sentinelsdn.store.memory;

import io.sentinelsdn.domain.spi.SeriesStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Numbers over time, without a disk. Any thread may call; one lock. */
public final class MemorySeriesStore implements SeriesStore {
    /** Sums of one step. */
    private record Cell(int count, double sum, double highest) {
        Cell plus(Cell more) {
            return new Cell(count + more.count, sum + more.sum, Math.max(highest, more.highest));
        }
    }

    private final Clock clock;
    private final Map<String, Map<Resolution, NavigableMap<Long, Cell>>> metrics = new TreeMap<>();

    public MemorySeriesStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void record(Instant at, Map<String, Double> values) {
        values.forEach((name, value) -> {
            if (Double.isFinite(value) && (metrics.containsKey(name) || metrics.size() < MOST_METRICS)) {
                record(metrics.computeIfAbsent(name, unused -> new EnumMap<>(Resolution.class)), at, value);
            }
        });
    }

    @Override
    public synchronized Set<String> metrics() {
        return new TreeSet<>(metrics.keySet());
    }

    @Override
    public synchronized List<Point> points(String metric, Instant since, Instant until, Duration step) {
        Resolution resolution = Resolution.of(clock.instant(), since, step);
        long seconds = Math.max(resolution.seconds(), step.toSeconds());
        TreeMap<Long, Cell> steps = new TreeMap<>();
        metrics.getOrDefault(metric, Map.of())
                .getOrDefault(resolution, new TreeMap<>())
                .subMap(floor(since.getEpochSecond(), seconds), until.getEpochSecond() + (until.getNano() > 0 ? 1 : 0))
                .forEach((second, cell) -> steps.merge(floor(second, seconds), cell, Cell::plus));
        List<Point> points = new ArrayList<>();
        steps.forEach((second, cell) ->
                points.add(new Point(Instant.ofEpochSecond(second), cell.sum() / cell.count(), cell.highest())));
        return points;
    }

    private static void record(Map<Resolution, NavigableMap<Long, Cell>> metric, Instant at, double value) {
        for (Resolution resolution : Resolution.values()) {
            NavigableMap<Long, Cell> cells = metric.computeIfAbsent(resolution, unused -> new TreeMap<>());
            cells.merge(floor(at.getEpochSecond(), resolution.seconds()), new Cell(1, value, value), Cell::plus);
            cells.headMap(at.minus(resolution.kept()).getEpochSecond()).clear();
        }
    }

    private static long floor(long second, long span) {
        return Math.floorDiv(second, span) * span;
    }
}
