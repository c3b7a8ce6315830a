package io.sentinelsdn.detector.serve;

import io.sentinelsdn.domain.model.FlowAnalysis;
import io.sentinelsdn.domain.spi.AnalysisStore;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was analysed: the newest {@value #MOST}, which the store keeps, and sums since the start. Any thread may call. */
public final class AnalysisLog {
    private static final int MOST = 1000;

    private final AnalysisStore store;
    private final Map<String, Long> types = new TreeMap<>();
    private long analyses;
    private long flows;
    private long attacks;
    private long skipped;

    public AnalysisLog(AnalysisStore store) {
        this.store = store;
    }

    public void add(FlowAnalysis analysis) {
        store.saveAnalysis(analysis);
        count(analysis);
    }

    private synchronized void count(FlowAnalysis analysis) {
        analyses++;
        flows += analysis.rows();
        attacks += analysis.attacks();
        skipped += analysis.skipped();
        analysis.types().forEach((type, count) -> types.merge(type, count, Long::sum));
    }

    /** Newest first. */
    public List<FlowAnalysis> all() {
        return store.analyses(Query.newest(MOST)).items();
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
