package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.MitigationDesk;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import io.sentinelsdn.domain.spi.TrafficSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /api/system} and {@code /health}. */
public final class SystemRoutes {
    private final String version;
    private final SwitchDirectory directory;
    private final TrafficSource traffic;
    private final MitigationDesk desk;
    private final Supplier<Map<String, Object>> components;
    private final Instant startedAt = Instant.now();

    /**
     * The routes.
     *
     * @param components what other parts of the house say about themselves, by name; a map in it whose {@code status} is
     *     not {@code ok} makes the whole {@code degraded}
     */
    public SystemRoutes(
            String version,
            SwitchDirectory directory,
            TrafficSource traffic,
            MitigationDesk desk,
            Supplier<Map<String, Object>> components) {
        this.version = version;
        this.directory = directory;
        this.traffic = traffic;
        this.desk = desk;
        this.components = components;
    }

    public List<Route> routes() {
        return List.of(Route.get("/health", this::health).open(), Route.get("/api/system/status", this::status));
    }

    record HealthJson(String status, String version, long uptimeSeconds) {}

    record StatusJson(
            Instant timestamp,
            String status,
            String version,
            Instant startedAt,
            long uptimeSeconds,
            String mitigationMode,
            SwitchesJson switches,
            int activeAttacks,
            int activeRules,
            JvmJson jvm,
            List<String> warnings,
            Map<String, Object> components) {}

    record SwitchesJson(long connected, long known) {}

    record JvmJson(long heapUsedBytes, long heapMaxBytes, int threads, int processors, String javaVersion) {}

    private Response health(Request request) {
        return Response.ok(new HealthJson("ok", version, uptimeSeconds()));
    }

    private Response status(Request request) {
        List<SwitchView> switches = directory.switches();
        Map<String, Object> parts = components.get();
        return Response.ok(new StatusJson(
                Instant.now(),
                parts.values().stream().allMatch(SystemRoutes::isOk) ? "ok" : "degraded",
                version,
                startedAt,
                uptimeSeconds(),
                desk.mode().wireName(),
                new SwitchesJson(switches.stream().filter(SwitchView::connected).count(), switches.size()),
                traffic.activeDetections().size(),
                desk.rules().size(),
                jvm(),
                warnings(switches),
                parts));
    }

    private static boolean isOk(Object part) {
        return !(part instanceof Map<?, ?> map) || !map.containsKey("status") || "ok".equals(map.get("status"));
    }

    private static List<String> warnings(List<SwitchView> switches) {
        return switches.stream()
                .flatMap(view -> view.degraded().stream().map(reason -> "switch " + view.dpid() + ": " + reason))
                .toList();
    }

    private static JvmJson jvm() {
        Runtime runtime = Runtime.getRuntime();
        return new JvmJson(
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                java.lang.management.ManagementFactory.getThreadMXBean().getThreadCount(),
                runtime.availableProcessors(),
                System.getProperty("java.version"));
    }

    private long uptimeSeconds() {
        return Duration.between(startedAt, Instant.now()).toSeconds();
    }
}
