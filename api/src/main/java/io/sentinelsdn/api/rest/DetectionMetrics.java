package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.model.ModelInfo;
import io.sentinelsdn.domain.spi.FeedbackDesk;
import io.sentinelsdn.domain.spi.ModelDesk;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code /api/ddos/metrics}: how fast detection is, and how often it is right as far as anybody knows. */
public final class DetectionMetrics {
    private static final String RATE = "sentinel_verdicts_per_second";

    private final Counters counters;
    private final FeedbackDesk feedback;
    private final ModelDesk models;

    public DetectionMetrics(Counters counters, FeedbackDesk feedback, ModelDesk models) {
        this.counters = counters;
        this.feedback = feedback;
        this.models = models;
    }

    public List<Route> routes() {
        return List.of(Route.get("/api/ddos/metrics", this::metrics));
    }

    private Response metrics(Request request) {
        Map<String, Long> counts = new TreeMap<>();
        counters.counters().forEach((name, counter) -> counts.put(name, counter.value()));
        Counters.Gauge rate = counters.gauges().get(RATE);
        List<ModelInfo> known = models.models();
        return Response.ok(new DdosJson.Metrics(
                Instant.now(),
                rate == null ? 0 : rate.value().getAsDouble(),
                counters.stages().values().stream()
                        .map(DdosJson.Stage::of)
                        .sorted(Comparator.comparing(DdosJson.Stage::stage))
                        .toList(),
                DdosJson.Feedback.of(feedback.tally()),
                known.stream()
                        .filter(ModelInfo::active)
                        .map(ModelInfo::id)
                        .findFirst()
                        .orElse(null),
                known.stream().map(ModelJson::brief).toList(),
                counts));
    }
}
