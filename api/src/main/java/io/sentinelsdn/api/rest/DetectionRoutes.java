package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.JsonBody;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.api.rest.ModelRoutes.ModelAnswers;
import io.sentinelsdn.domain.model.FlowAnalysis;
import io.sentinelsdn.domain.model.FlowFacts;
import io.sentinelsdn.domain.spi.ModelDesk;
import io.sentinelsdn.domain.spi.ModelDesk.Question;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flows that people hand in to be judged: {@code /api/detection/…} and {@code /api/model-prediction}. */
public final class DetectionRoutes {
    private static final int MOST_FLOWS = 10_000;
    private static final int MOST_VERDICTS = 10_000;
    private static final int VERDICTS = 1_000;
    private static final List<String> METHODS = List.of("none", "path", "shap");
    private static final List<String> FILES = List.of(
            "text/csv",
            "application/vnd.tcpdump.pcap",
            "application/x-pcapng",
            "application/gzip",
            "application/octet-stream");

    private final ModelDesk models;

    public DetectionRoutes(ModelDesk models) {
        this.models = models;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/detection/analyze", this::analyze)
                        .query("model", "explain", "limit")
                        .question()
                        .large(),
                Route.post("/api/model-prediction", this::predict)
                        .query("model", "explain")
                        .question(),
                Route.get("/api/detection/stats", this::statistics),
                Route.get("/api/detection/history", this::history).query(ListQuery.NAMES));
    }

    private Response analyze(Request request) {
        Question question = question(request, request.query().number("limit", 0, MOST_VERDICTS, VERDICTS));
        FlowAnalysis analysis = request.isJson()
                ? judge(flows(request.body(List.of("flows"))), question)
                : ModelAnswers.of(() -> models.analyze(request.bytes(FILES), "the body", question));
        return Response.ok(AnalysisJson.of(analysis));
    }

    private Response predict(Request request) {
        List<String> fields = new ArrayList<>(FlowFactsReader.FIELDS);
        fields.add("flows");
        JsonBody body = request.body(fields);
        Map<String, Object> all = body.all();
        List<FlowFacts> flows = all.containsKey("flows") ? flows(body) : List.of(FlowFactsReader.read("flow", all));
        return Response.ok(AnalysisJson.of(judge(flows, question(request, VERDICTS))));
    }

    private static Question question(Request request, int verdicts) {
        return new Question(
                request.query().text("model").orElse(null),
                request.query().oneOf("explain", METHODS).orElse("path"),
                verdicts);
    }

    private FlowAnalysis judge(List<FlowFacts> flows, Question question) {
        return ModelAnswers.of(() -> models.analyze(flows, question));
    }

    private static List<FlowFacts> flows(JsonBody body) {
        List<Map<String, Object>> flows = body.maps("flows");
        if (flows.isEmpty() || flows.size() > MOST_FLOWS) {
            String allowed = "1 to " + MOST_FLOWS + " flows";
            throw Problem.invalidValue("flows", "flows must hold " + allowed + ": " + flows.size(), allowed);
        }
        List<FlowFacts> facts = new ArrayList<>();
        for (Map<String, Object> flow : flows) {
            facts.add(FlowFactsReader.read("flows[" + facts.size() + "]", flow));
        }
        return facts;
    }

    private Response statistics(Request request) {
        Map<String, Object> statistics = new LinkedHashMap<>();
        statistics.put("timestamp", Instant.now());
        statistics.putAll(models.statistics());
        return Response.ok(statistics);
    }

    private Response history(Request request) {
        return ListJson.of(
                ListQuery.cut(models.history(), ListQuery.of(request.query()), FlowAnalysis::timestamp),
                AnalysisJson::brief);
    }
}
