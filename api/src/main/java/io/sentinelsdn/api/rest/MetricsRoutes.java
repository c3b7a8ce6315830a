package io.sentinelsdn.api.rest;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.metric.Counters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** {@code /metrics}: text for Prometheus, or OpenMetrics when asked for; our own figures and those of the JVM. */
public final class MetricsRoutes {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();

    public MetricsRoutes(Counters counters) {
        JvmMetrics.builder().register(registry);
        registry.register(new CounterSnapshots(counters));
    }

    public List<Route> routes() {
        return List.of(Route.get("/metrics", this::metrics));
    }

    private Response metrics(Request request) {
        ExpositionFormatWriter writer = openMetrics.accepts(request.accept()) ? openMetrics : text;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(32_768);
        try {
            writer.write(bytes, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return Response.bytes(writer.getContentType(), bytes.toByteArray());
    }
}
