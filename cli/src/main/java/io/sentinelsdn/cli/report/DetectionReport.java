package io.sentinelsdn.cli.report;

import io.sentinelsdn.domain.model.CapturedAttack;
import io.sentinelsdn.domain.model.FlowAnalysis;
import io.sentinelsdn.domain.model.FlowVerdict;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The report on one file.
 *
 * @param input name of the file
 * @param analysis what the model says, with the verdicts to show
 * @param tally sums over all flows
 */
public record DetectionReport(String input, FlowAnalysis analysis, Tally tally) {
    /** As a table. */
    public void print(PrintWriter out) {
        out.println("input        " + input + " (" + analysis.layout() + "), " + analysis.rows() + " flows, "
                + analysis.skipped() + " skipped");
        out.println("model        " + analysis.modelId() + ", sha256 "
                + analysis.modelSha256().substring(0, 16));
        out.printf(
                Locale.ROOT,
                "attacks      %d flows (%.1f %%)%n",
                analysis.attacks(),
                100.0 * analysis.attacks() / Math.max(1, analysis.rows()));
        new TreeMap<>(analysis.types())
                .forEach((type, count) -> out.printf(Locale.ROOT, "             %-24s %9d%n", type, count));
        for (Tally.Target target : tally.targets()) {
            out.printf(Locale.ROOT, "target       %-24s %9d attack flows%n", target.address(), target.flows());
        }
        for (CapturedAttack attack : analysis.captured()) {
            out.printf(
                    Locale.ROOT,
                    "seen         %-24s on %s from %s, up to %.0f packets/s, %.2f: %s%n",
                    attack.type(),
                    attack.target() == null ? "the network" : attack.target(),
                    attack.startedAt(),
                    attack.peakPps(),
                    attack.confidence(),
                    attack.explanation());
        }
        if (!analysis.verdicts().isEmpty()) {
            out.println();
            out.printf(Locale.ROOT, "%-9s %-6s %-20s %s%n", "row", "score", "type", "why");
        }
        for (FlowVerdict verdict : analysis.verdicts()) {
            String flow = verdict.flow() == null ? "" : verdict.flow() + ": ";
            String why = verdict.explanation() == null ? "" : verdict.explanation();
            out.printf(
                    Locale.ROOT,
                    "%-9d %-6.3f %-20s %s%n",
                    verdict.row(),
                    verdict.confidence(),
                    verdict.type(),
                    flow + why);
        }
    }

    /** As an object of JSON. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("input", input);
        json.put("layout", analysis.layout());
        json.put("data_sha256", analysis.dataSha256());
        json.put("model", analysis.modelId());
        json.put("model_sha256", analysis.modelSha256());
        json.put("flows", analysis.rows());
        json.put("attacks", analysis.attacks());
        json.put("skipped", analysis.skipped());
        json.put("skipped_rows", analysis.reports());
        json.put("types", new TreeMap<>(analysis.types()));
        json.put(
                "targets", tally.targets().stream().map(DetectionReport::target).toList());
        json.put(
                "captured",
                analysis.captured().stream().map(DetectionReport::captured).toList());
        json.put(
                "verdicts",
                analysis.verdicts().stream().map(DetectionReport::verdict).toList());
        return json;
    }

    private static Map<String, Object> target(Tally.Target target) {
        return Map.of("address", target.address(), "flows", target.flows());
    }

    private static Map<String, Object> captured(CapturedAttack attack) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", attack.type());
        json.put("target", attack.target());
        json.put("severity", attack.severity());
        json.put("confidence", attack.confidence());
        json.put("started_at", attack.startedAt().toString());
        json.put("ended_at", attack.endedAt() == null ? null : attack.endedAt().toString());
        json.put("peak_pps", attack.peakPps());
        json.put("peak_bps", attack.peakBps());
        json.put("spoofed", attack.spoofed());
        json.put("distinct_sources", attack.distinctSources());
        json.put("sources", attack.sources());
        json.put("ports", attack.ports());
        json.put("explanation", attack.explanation());
        return json;
    }

    private static Map<String, Object> verdict(FlowVerdict verdict) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("row", verdict.row());
        json.put("flow", verdict.flow());
        json.put("verdict", verdict.attack() ? "attack" : "normal");
        json.put("confidence", verdict.confidence());
        json.put("type", verdict.type());
        json.put("method", verdict.method());
        json.put("base", Double.isNaN(verdict.base()) ? null : verdict.base());
        List<Map<String, Object>> contributions = new ArrayList<>();
        verdict.contributions().forEach(c -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("feature", c.feature());
            one.put("observed", Double.isNaN(c.observed()) ? null : c.observed());
            one.put("baseline", Double.isNaN(c.baseline()) ? null : c.baseline());
            one.put("contribution", c.contribution());
            contributions.add(one);
        });
        json.put("contributions", contributions);
        json.put("explanation", verdict.explanation());
        return json;
    }
}
