package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.detect.Explanation.Contribution;
import io.sentinelsdn.domain.model.CapturedAttack;
import io.sentinelsdn.domain.model.FlowAnalysis;
import io.sentinelsdn.domain.model.FlowVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Analyses on the wire. */
final class AnalysisJson {
    private AnalysisJson() {}

    /** An analysis in a list. */
    record Brief(
            String id,
            Instant timestamp,
            String modelId,
            String modelSha256,
            String layout,
            String dataSha256,
            long flows,
            long attacks,
            long skipped,
            Map<String, Long> types,
            List<CapturedAttack> captured) {}

    /** A whole analysis. */
    record Full(
            String id,
            Instant timestamp,
            String modelId,
            String modelSha256,
            String layout,
            String dataSha256,
            long flows,
            long attacks,
            long skipped,
            List<String> skippedRows,
            Map<String, Long> types,
            List<CapturedAttack> captured,
            List<Verdict> verdicts) {}

    /** One flow. */
    record Verdict(
            long row,
            String flow,
            String verdict,
            double confidence,
            String type,
            boolean abstained,
            String method,
            double base,
            List<Contribution> contributions,
            String explanation) {}

    static Brief brief(FlowAnalysis analysis) {
        return new Brief(
                analysis.id(),
                analysis.timestamp(),
                analysis.modelId(),
                analysis.modelSha256(),
                analysis.layout(),
                analysis.dataSha256(),
                analysis.rows(),
                analysis.attacks(),
                analysis.skipped(),
                analysis.types(),
                analysis.captured());
    }

    static Full of(FlowAnalysis analysis) {
        return new Full(
                analysis.id(),
                analysis.timestamp(),
                analysis.modelId(),
                analysis.modelSha256(),
                analysis.layout(),
                analysis.dataSha256(),
                analysis.rows(),
                analysis.attacks(),
                analysis.skipped(),
                analysis.reports(),
                analysis.types(),
                analysis.captured(),
                analysis.verdicts().stream().map(AnalysisJson::verdict).toList());
    }

    private static Verdict verdict(FlowVerdict verdict) {
        return new Verdict(
                verdict.row(),
                verdict.flow(),
                verdict.attack() ? "attack" : "normal",
                verdict.confidence(),
                verdict.type(),
                verdict.abstained(),
                verdict.method(),
                verdict.base(),
                verdict.contributions(),
                verdict.explanation());
    }
}
