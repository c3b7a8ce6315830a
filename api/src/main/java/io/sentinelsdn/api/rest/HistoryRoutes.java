package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.QueryParams;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.slice.SliceMembers;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import io.sentinelsdn.domain.spi.SeriesStore;
import io.sentinelsdn.domain.spi.SliceDesk;
import io.sentinelsdn.domain.spi.TrafficSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What was: numbers over time, and attacks that are over. */
public final class HistoryRoutes {
    private static final Duration STANDARD_RANGE = Duration.ofHours(1);
    private static final long STANDARD_POINTS = 600;
    private static final int LONGEST_STEP_S = 2_592_000;

    private final SeriesStore series;
    private final HistoryStore history;
    private final TrafficSource live;
    private final SliceDesk slices;

    public HistoryRoutes(SeriesStore series, HistoryStore history, TrafficSource live, SliceDesk slices) {
        this.series = series;
        this.history = history;
        this.live = live;
        this.slices = slices;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/traffic/history", this::traffic).query("metric", "since", "until", "step"),
                Route.get("/api/historical-data", this::attacks).query(ListQuery.NAMES));
    }

    /** A step: the mean, and the highest second in it. */
    record PointJson(Instant timestamp, double value, double highest) {}

    record SeriesJson(
            String metric, Instant since, Instant until, long stepSeconds, List<PointJson> items, long total) {}

    private Response traffic(Request request) {
        QueryParams query = request.query();
        String metric = metric(query);
        Instant now = Instant.now();
        Instant until = query.time("until") == null ? now : query.time("until");
        Instant since = query.time("since") == null ? until.minus(STANDARD_RANGE) : query.time("since");
        if (!since.isBefore(until)) {
            throw Problem.invalidValue("since", "since must be before until", "before until");
        }
        long seconds = Math.max(1, Duration.between(since, until).toSeconds());
        long least = Math.max(1, (seconds + SeriesStore.MOST_POINTS - 1) / SeriesStore.MOST_POINTS);
        long standard = Math.max(1, (seconds + STANDARD_POINTS - 1) / STANDARD_POINTS);
        long step = query.number("step", (int) Math.min(least, LONGEST_STEP_S), LONGEST_STEP_S, 0);
        Duration wanted = Duration.ofSeconds(Math.max(step == 0 ? standard : step, least));
        List<PointJson> points = series.points(metric, since, until, wanted).stream()
                .map(point -> new PointJson(point.at(), point.value(), point.highest()))
                .toList();
        long stepSeconds = Math.max(
                wanted.toSeconds(),
                SeriesStore.Resolution.of(now, since, wanted).seconds());
        return Response.ok(new SeriesJson(metric, since, until, stepSeconds, points, points.size()));
    }

    private String metric(QueryParams query) {
        String metric = query.text("metric").orElse("pps");
        Set<String> known = new TreeSet<>(series.metrics());
        known.addAll(SeriesStore.STANDARD_METRICS);
        if (!known.contains(metric)) {
            throw QueryParams.invalid("metric", metric, "one of " + known, known);
        }
        return metric;
    }

    private Response attacks(Request request) {
        Query query = ListQuery.of(request.query());
        long active = live.activeDetections().stream()
                .filter(detection -> isIn(detection, query))
                .count();
        Page<Detection> page = history.detections(query);
        List<Detection> over = page.items().stream()
                .filter(detection -> !detection.status().isActive())
                .toList();
        SliceMembers members = slices.members();
        return ListJson.of(
                new Page<>(over, Math.max(over.size(), page.total() - active)),
                detection -> DetectionJson.of(detection, members));
    }

    private static boolean isIn(Detection detection, Query query) {
        return (query.since() == null || !detection.startedAt().isBefore(query.since()))
                && (query.until() == null || detection.startedAt().isBefore(query.until()));
    }
}
