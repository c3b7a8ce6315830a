package io.sentinelsdn.detector.serve;

import io.sentinelsdn.domain.model.FlowAnalysis;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was analysed since the start: the last {@value #MOST} without single verdicts, and sums. Any thread may call. */
public final class AnalysisLog {
    private static final int MOST = 1000;

    private final Deque<FlowAnalysis> newest = new ArrayDeque<>();
    private final Map<String, Long> types = new TreeMap<>();
    private long analyses;
    private long flows;
    private long attacks;
    private long skipped;

    public synchronized void add(FlowAnalysis analysis) {
        newest.addFirst(analysis.summary());
        if (newest.size() > MOST) {
            newest.removeLast();
        }
        analyses++;
        flows += analysis.rows();
        attacks += analysis.attacks();
        skipped += analysis.skipped();
        analysis.types().forEach((type, count) -> types.merge(type, count, Long::sum));
    }

    /** Newest first. */
    public synchronized List<FlowAnalysis> all() {
        return new ArrayList<>(newest);
    }

    public synchronized Map<String, Object> statistics() {
        Map<String, Object> statistics = new LinkedHashMap<>();
        statistics.put("analyses", analyses);
        statistics.put("flows", flows);
        statistics.put("attacks", attacks);
        statistics.put("skipped", skipped);
        statistics.put("types", new TreeMap<>(types));
        return statistics;
    }
}
