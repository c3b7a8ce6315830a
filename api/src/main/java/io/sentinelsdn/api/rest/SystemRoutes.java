package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.JsonBody;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.auth.Role;
import io.sentinelsdn.domain.log.LogLevel;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.mitigate.PolicyKind;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.LogDesk;
import io.sentinelsdn.domain.spi.MitigationDesk;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import io.sentinelsdn.domain.spi.TrafficSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /api/system} and {@code /health}. */
public final class SystemRoutes {
    private static final String MODE = "mitigation_mode";
    private static final String POLICY = "mitigation_policy";
    private static final String LOG_LEVEL = "log_level";

    private final String version;
    private final SwitchDirectory directory;
    private final TrafficSource traffic;
    private final MitigationDesk desk;
    private final Answers answers;
    private final HistoryStore config;
    private final LogDesk logs;
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
            Answers answers,
            HistoryStore config,
            LogDesk logs,
            Supplier<Map<String, Object>> components) {
        this.config = config;
        this.logs = logs;
        this.version = version;
        this.directory = directory;
        this.traffic = traffic;
        this.desk = desk;
        this.answers = answers;
        this.components = components;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/health", this::health).open(),
                Route.get("/api/system/status", this::status),
                Route.post("/api/system/update", this::update).query("dry_run").role(Role.ADMIN));
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

    record ChangeJson(String field, String from, String to) {}

    record UpdateJson(boolean dryRun, List<ChangeJson> changes, Map<String, String> settings) {}

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

    /** Everything is looked at before anything is changed. */
    private Response update(Request request) {
        boolean dryRun = request.query().flag("dry_run");
        JsonBody body = request.body(List.of(MODE, POLICY, LOG_LEVEL));
        MitigationMode modeBefore = desk.mode();
        MitigationMode mode = body.text(MODE, 20).map(SystemRoutes::mode).orElse(modeBefore);
        PolicyKind policyBefore = PolicyKind.parse(desk.policy().policy());
        PolicyKind policy = body.text(POLICY, 20).map(SystemRoutes::policy).orElse(policyBefore);
        LogLevel levelBefore = logs.level();
        LogLevel level = body.text(LOG_LEVEL, 20).map(SystemRoutes::level).orElse(levelBefore);
        List<ChangeJson> changes = new ArrayList<>();
        if (mode != modeBefore) {
            changes.add(new ChangeJson(MODE, modeBefore.wireName(), mode.wireName()));
        }
        if (policy != policyBefore) {
            changes.add(new ChangeJson(POLICY, policyBefore.wireName(), policy.wireName()));
        }
        if (level != levelBefore) {
            changes.add(new ChangeJson(LOG_LEVEL, levelBefore.wireName(), level.wireName()));
        }
        if (!dryRun && mode != modeBefore) {
            answers.await(() -> desk.mode(mode), MODE);
        }
        if (!dryRun && policy != policyBefore) {
            answers.await(() -> desk.policy(policy), POLICY);
        }
        if (!dryRun && level != levelBefore) {
            config.putConfig(LOG_LEVEL, level.wireName());
            logs.level(level);
        }
        return Response.ok(new UpdateJson(
                dryRun,
                changes,
                Map.of(
                        MODE,
                        desk.mode().wireName(),
                        POLICY,
                        desk.policy().policy(),
                        LOG_LEVEL,
                        logs.level().wireName())));
    }

    private static LogLevel level(String name) {
        try {
            return LogLevel.parse(name);
        } catch (IllegalArgumentException unknown) {
            throw Problem.invalidValue(LOG_LEVEL, "log_" + unknown.getMessage(), LogLevel.names());
        }
    }

    private static MitigationMode mode(String name) {
        try {
            return MitigationMode.parse(name);
        } catch (IllegalArgumentException unknown) {
            throw Problem.invalidValue(
                    MODE,
                    unknown.getMessage(),
                    Arrays.stream(MitigationMode.values())
                            .map(MitigationMode::wireName)
                            .toList());
        }
    }

    private static PolicyKind policy(String name) {
        try {
            return PolicyKind.parse(name);
        } catch (IllegalArgumentException unknown) {
            throw Problem.invalidValue(
                    POLICY,
                    unknown.getMessage(),
                    Arrays.stream(PolicyKind.values()).map(PolicyKind::wireName).toList());
        }
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
