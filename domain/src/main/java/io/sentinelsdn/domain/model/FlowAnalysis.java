package io.sentinelsdn.domain.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a model makes of many flows.
 *
 * @param id unique
 * @param timestamp when
 * @param modelId which model
 * @param modelSha256 of its file
 * @param layout what was sent: {@code json}, {@code pcap}, or the layout of the CSV
 * @param dataSha256 fingerprint of what was sent
 * @param rows flows judged
 * @param attacks flows that raised an alarm
 * @param skipped rows that could not be used
 * @param reports the first few of them, with row and reason
 * @param types flows by type
 * @param captured what windows and thresholds find when a capture is played to them; empty for anything else
 * @param verdicts as many as were asked for, in order
 */
public record FlowAnalysis(
        String id,
        Instant timestamp,
        String modelId,
        String modelSha256,
        String layout,
        String dataSha256,
        long rows,
        long attacks,
        long skipped,
        List<String> reports,
        Map<String, Long> types,
        List<CapturedAttack> captured,
        List<FlowVerdict> verdicts) {
    public FlowAnalysis {
        reports = List.copyOf(reports);
        types = Map.copyOf(types);
        captured = List.copyOf(captured);
        verdicts = List.copyOf(verdicts);
    }

    /** The same without what was said of single flows. */
    public FlowAnalysis summary() {
        return new FlowAnalysis(
                id,
                timestamp,
                modelId,
                modelSha256,
                layout,
                dataSha256,
                rows,
                attacks,
                skipped,
                reports,
                types,
                captured,
                List.of());
    }

    /**
     * The same with what windows and thresholds find.
     *
     * @param more reports of what they could not look at
     */
    public FlowAnalysis with(List<CapturedAttack> found, List<String> more) {
        List<String> all = new ArrayList<>(reports);
        all.addAll(more);
        return new FlowAnalysis(
                id,
                timestamp,
                modelId,
                modelSha256,
                layout,
                dataSha256,
                rows,
                attacks,
                skipped,
                all,
                types,
                found,
                verdicts);
    }
}
