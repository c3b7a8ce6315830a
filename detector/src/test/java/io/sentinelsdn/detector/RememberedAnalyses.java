package io.sentinelsdn.detector;

import io.sentinelsdn.domain.model.FlowAnalysis;
import io.sentinelsdn.domain.spi.AnalysisStore;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import java.util.ArrayList;
import java.util.List;

/** Analyses in a list. */
final class RememberedAnalyses implements AnalysisStore {
    private final List<FlowAnalysis> all = new ArrayList<>();

    @Override
    public void saveAnalysis(FlowAnalysis analysis) {
        all.add(0, analysis.summary());
    }

    @Override
    public Page<FlowAnalysis> analyses(Query query) {
        return new Page<>(all.stream().limit(query.limit()).toList(), all.size());
    }
}
