package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.ETags;
import io.sentinelsdn.api.http.JsonBody;
import io.sentinelsdn.api.http.Percent;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.ManualRequest;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.MitigationDesk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * {@code /api/mitigation} without the lists of addresses, and {@code /api/ddos/mitigate}.
 *
 * <p>A block answers 201 when at least one switch has confirmed the rule, 202 when it is kept for switches that are not
 * there yet (status {@code pending}), and 503 when every switch refused it; the rule stays desired then too, so that it
 * can be looked at and deleted.
 */
public final class MitigationRoutes {
    private static final int LONGEST_REASON = 500;
    private static final long LONGEST_BLOCK_S = 65_535;
    private static final long STANDARD_BLOCK_S = 600;
    private static final long STANDARD_RATE = 100;

    private final MitigationDesk desk;
    private final Answers answers;
    private final HistoryStore history;

    public MitigationRoutes(MitigationDesk desk, HistoryStore history, Answers answers) {
        this.desk = desk;
        this.answers = answers;
        this.history = history;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/mitigation/block", this::block),
                Route.get("/api/mitigation/rules", this::rules).query(ListQuery.and("owner")),
                Route.delete("/api/mitigation/rules", this::removeAll).query("owner"),
                Route.get("/api/mitigation/rules/{id...}", this::rule),
                Route.delete("/api/mitigation/rules/{id...}", this::remove),
                Route.get("/api/mitigation/plans", this::plans).query(ListQuery.NAMES),
                Route.get("/api/mitigation/plans/{id}", this::plan),
                Route.post("/api/mitigation/plans/{id}/approve", this::approve),
                Route.post("/api/mitigation/plans/{id}/reject", this::reject),
                Route.get("/api/mitigation/policy", request -> Response.ok(desk.policy())),
                Route.post("/api/ddos/mitigate", this::mitigate));
    }

    private Response block(Request request) {
        JsonBody body = request.body(List.of("ip", "duration_seconds", "reason"));
        String ip = body.text("ip", 64).orElseThrow(() -> Problem.missing("ip", "an address or prefix"));
        Prefix source = Inputs.prefix("ip", ip);
        Duration duration = Duration.ofSeconds(body.number("duration_seconds", 1, LONGEST_BLOCK_S, STANDARD_BLOCK_S));
        String reason = body.text("reason", LONGEST_REASON).orElse("asked for by a user");
        return blocked(answers.await(() -> desk.block(source, duration, reason), "ip"));
    }

    private static Response blocked(MitigationRule rule) {
        RuleJson shown = RuleJson.of(rule);
        RuleState state = rule.state();
        if (state != null && state.status() == RuleState.Status.FAILED) {
            throw Problem.unavailable("no-switch", "no switch took the rule: " + state.error())
                    .with("rule_id", shown.id());
        }
        boolean installed = state != null && state.status() == RuleState.Status.INSTALLED;
        return Response.of(installed ? 201 : 202, shown)
                .header("Location", "/api/mitigation/rules/" + Percent.encode(shown.id()));
    }

    private Response rules(Request request) {
        List<MitigationRule> rules = request.query()
                .oneOf("owner", List.of("user", "auto"))
                .map(owner -> desk.rules().stream()
                        .filter(rule -> RuleJson.lower(rule.owner()).equals(owner))
                        .toList())
                .orElseGet(desk::rules);
        return ListJson.of(
                ListQuery.cut(rules, ListQuery.of(request.query()), MitigationRule::createdAt), RuleJson::of);
    }

    private Response rule(Request request) {
        String id = request.path("id");
        return desk.rules().stream()
                .filter(rule -> rule.rule().id().equals(id))
                .findFirst()
                .map(rule -> Response.ok(RuleJson.of(rule)).header("ETag", version(rule)))
                .orElseThrow(() -> Problem.notFound("no such rule: " + Problem.shorten(id)));
    }

    /** Another one when the rule is another one; counters do not count. */
    private static String version(MitigationRule rule) {
        return ETags.of(rule.rule(), rule.owner(), rule.detectionId(), rule.createdAt(), rule.expiresAt());
    }

    private Response remove(Request request) {
        String id = request.path("id");
        if (!answers.await(() -> desk.remove(id), "id")) {
            throw Problem.notFound("no such rule: " + Problem.shorten(id));
        }
        return Response.noContent();
    }

    private Response removeAll(Request request) {
        List<String> owners = List.of("user", "auto");
        String owner = request.query().oneOf("owner", owners).orElseThrow(() -> Problem.missing("owner", owners));
        MitigationRule.Owner whose = owner.equals("user") ? MitigationRule.Owner.USER : MitigationRule.Owner.AUTO;
        return Response.ok(Map.of("removed", answers.await(() -> desk.removeAll(whose), "owner")));
    }

    private Response plans(Request request) {
        return ListJson.of(history.plans(ListQuery.of(request.query())), PlanJson::of);
    }

    private Response plan(Request request) {
        String id = request.path("id");
        return desk.plan(id)
                .or(() -> history.plan(id))
                .map(plan -> Response.ok(PlanJson.of(plan)))
                .orElseThrow(() -> Problem.notFound("no such plan: " + Problem.shorten(id)));
    }

    private Response approve(Request request) {
        String id = known(request);
        return Response.ok(PlanJson.of(answers.await(() -> desk.approve(id), "id")));
    }

    private Response reject(Request request) {
        String id = known(request);
        return Response.ok(PlanJson.of(answers.await(() -> desk.reject(id), "id")));
    }

    private String known(Request request) {
        String id = request.path("id");
        if (desk.plan(id).or(() -> history.plan(id)).isEmpty()) {
            throw Problem.notFound("no such plan: " + Problem.shorten(id));
        }
        return id;
    }

    /** Answers 201 when a switch has confirmed every rule, else as {@link #blocked}. */
    private Response mitigate(Request request) {
        JsonBody body = request.body(List.of(
                "target_ip",
                "source_ip",
                "detection_id",
                "action",
                "duration_seconds",
                "packets_per_second",
                "reason"));
        String action = body.text("action", 32).orElse("block");
        if (!ManualRequest.ACTIONS.contains(action)) {
            throw Problem.invalidValue(
                    "action",
                    "action must be one of " + String.join(", ", ManualRequest.ACTIONS) + ": "
                            + Problem.shorten(action),
                    ManualRequest.ACTIONS);
        }
        ManualRequest asked = what(body, action);
        List<MitigationRule> rules = answers.await(() -> desk.mitigate(asked), field(asked));
        boolean refused = !rules.isEmpty() && rules.stream().allMatch(rule -> is(rule, RuleState.Status.FAILED));
        if (refused) {
            throw Problem.unavailable(
                            "no-switch",
                            "no switch took the rules: " + rules.get(0).state().error())
                    .with("rule_id", rules.get(0).rule().id());
        }
        boolean installed = rules.stream().allMatch(rule -> is(rule, RuleState.Status.INSTALLED));
        return Response.of(
                installed ? 201 : 202,
                new ListJson<>(rules.stream().map(RuleJson::of).toList(), rules.size()));
    }

    private static ManualRequest what(JsonBody body, String action) {
        Prefix source = prefix(body, "source_ip");
        Prefix target = prefix(body, "target_ip");
        String detection = body.text("detection_id", 128).orElse(null);
        long given =
                Stream.of(source, target, detection).filter(Objects::nonNull).count();
        if (given == 0) {
            throw Problem.missing("target_ip", "one of target_ip, source_ip, detection_id");
        }
        if (given > 1) {
            throw Problem.invalidValue(
                    "target_ip", "give only one of target_ip, source_ip, detection_id", "one of the three");
        }
        return new ManualRequest(
                source,
                target,
                detection,
                action,
                Duration.ofSeconds(body.number("duration_seconds", 1, LONGEST_BLOCK_S, STANDARD_BLOCK_S)),
                body.number("packets_per_second", 1, ManualRequest.MOST_PACKETS_PER_SECOND, STANDARD_RATE),
                body.text("reason", LONGEST_REASON).orElse("asked for by a user"));
    }

    private static Prefix prefix(JsonBody body, String field) {
        return body.text(field, 64).map(text -> Inputs.prefix(field, text)).orElse(null);
    }

    private static String field(ManualRequest asked) {
        return asked.detectionId() != null ? "detection_id" : asked.source() != null ? "source_ip" : "target_ip";
    }

    private static boolean is(MitigationRule rule, RuleState.Status status) {
        return rule.state() != null && rule.state().status() == status;
    }
}
