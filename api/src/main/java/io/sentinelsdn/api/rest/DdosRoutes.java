package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.JsonBody;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.api.rest.DdosJson.Moment;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.detect.Severity;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.spi.FeedbackDesk;
import io.sentinelsdn.domain.spi.FeedbackDesk.Verdict;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import io.sentinelsdn.domain.spi.MitigationDesk;
import io.sentinelsdn.domain.spi.SliceDesk;
import io.sentinelsdn.domain.spi.TrafficSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /api/ddos}. Live detections come from the detector, older ones from the store. */
public final class DdosRoutes {
    private final TrafficSource live;
    private final SliceDesk slices;
    private final HistoryStore history;
    private final MitigationDesk desk;
    private final FeedbackDesk feedback;

    public DdosRoutes(
            TrafficSource live, SliceDesk slices, HistoryStore history, MitigationDesk desk, FeedbackDesk feedback) {
        this.live = live;
        this.slices = slices;
        this.history = history;
        this.desk = desk;
        this.feedback = feedback;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/ddos/status", this::status),
                Route.get("/api/ddos/detections", this::list).query(ListQuery.NAMES),
                Route.get("/api/ddos/detections/{id}", this::one),
                Route.post("/api/ddos/detections/{id}/feedback", this::say));
    }

    private Response status(Request request) {
        List<Detection> active = live.activeDetections();
        boolean allStopped = active.stream().allMatch(detection -> detection.status() == DetectionStatus.MITIGATED);
        return Response.ok(new DdosJson.Status(
                Instant.now(),
                !active.isEmpty(),
                active.isEmpty() ? "normal" : allStopped ? "mitigated" : "under_attack",
                active.size(),
                active.stream()
                        .map(Detection::severity)
                        .max(Comparator.naturalOrder())
                        .map(Severity::wireName)
                        .orElse(null),
                desk.mode().wireName(),
                desk.rules().size(),
                active.stream().map(this::shape).toList()));
    }

    private Response list(Request request) {
        Query query = ListQuery.of(request.query());
        Page<Detection> stored = history.detections(query);
        List<Detection> active = live.activeDetections();
        List<Detection> shown = new ArrayList<>();
        stored.items().forEach(detection -> shown.add(newest(detection, active)));
        List<Detection> unknown = notYetStored(active, shown, query);
        shown.addAll(unknown);
        shown.sort(Comparator.comparing(Detection::startedAt).reversed());
        return ListJson.of(
                new Page<>(shown.stream().limit(query.limit()).toList(), stored.total() + unknown.size()), this::shape);
    }

    /** The store may be behind by a moment, or have dropped one under pressure; what goes on now is shown all the same. */
    private List<Detection> notYetStored(List<Detection> active, List<Detection> shown, Query query) {
        Set<String> ids = shown.stream().map(Detection::id).collect(Collectors.toSet());
        Page<Detection> candidates =
                query.offset() == 0 ? ListQuery.cut(active, query, Detection::startedAt) : new Page<>(List.of(), 0);
        return candidates.items().stream()
                .filter(detection -> !ids.contains(detection.id())
                        && history.detection(detection.id()).isEmpty())
                .toList();
    }

    private Response one(Request request) {
        String id = request.path("id");
        Detection detection = live.activeDetections().stream()
                .filter(active -> active.id().equals(id))
                .findFirst()
                .or(() -> history.detection(id))
                .orElseThrow(() -> Problem.notFound("no such detection: " + Problem.shorten(id)));
        Optional<MitigationPlan> plan = planOf(detection);
        List<MitigationRule> rules = desk.rules().stream()
                .filter(rule -> id.equals(rule.detectionId()))
                .toList();
        return Response.ok(new DdosJson.Detail(
                shape(detection),
                plan.map(PlanJson::of).orElse(null),
                rules.stream().map(RuleJson::of).toList(),
                timeline(detection, plan, rules)));
    }

    private Response say(Request request) {
        String id = request.path("id");
        Verdict verdict = verdict(request.body(List.of("verdict")));
        try {
            return Response.ok(shape(feedback.say(id, verdict).orElseThrow(() -> unknown(id))));
        } catch (IllegalStateException unheard) {
            throw Problem.unavailable("detector", unheard.getMessage());
        }
    }

    private DetectionJson shape(Detection detection) {
        return DetectionJson.of(detection, slices.members());
    }

    private Problem unknown(String id) {
        return history.detection(id).isEmpty()
                ? Problem.notFound("no such detection: " + Problem.shorten(id))
                : Problem.conflict("the detector does not remember this detection any more: " + Problem.shorten(id));
    }

    private static Verdict verdict(JsonBody body) {
        List<String> allowed = List.of("false_positive", "true_positive");
        String text = body.text("verdict", 32).orElseThrow(() -> Problem.missing("verdict", allowed));
        return switch (text) {
            case "false_positive" -> Verdict.FALSE_POSITIVE;
            case "true_positive" -> Verdict.TRUE_POSITIVE;
            default ->
                throw Problem.invalidValue(
                        "verdict",
                        "verdict must be false_positive or true_positive: " + Problem.shorten(text),
                        allowed);
        };
    }

    private static Detection newest(Detection stored, List<Detection> active) {
        return active.stream()
                .filter(detection -> detection.id().equals(stored.id()))
                .findFirst()
                .orElse(stored);
    }

    /** The last plan of a detection; plans are written after the attack has started. */
    private Optional<MitigationPlan> planOf(Detection detection) {
        Instant from = detection.startedAt().minusSeconds(60);
        return history.plans(new Query(1000, 0, from, null)).items().stream()
                .filter(plan -> detection.id().equals(plan.detectionId()))
                .findFirst();
    }

    private static List<Moment> timeline(
            Detection detection, Optional<MitigationPlan> plan, List<MitigationRule> rules) {
        List<Moment> moments = new ArrayList<>();
        moments.add(new Moment(detection.startedAt(), "detected"));
        plan.ifPresent(made -> moments.add(new Moment(made.createdAt(), "planned " + made.id())));
        for (MitigationRule rule : rules) {
            moments.add(new Moment(rule.createdAt(), "rule " + rule.rule().id()));
        }
        moments.add(
                new Moment(detection.updatedAt(), "status " + detection.status().wireName()));
        moments.sort(Comparator.comparing(Moment::timestamp));
        return moments;
    }
}
