package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.model.FlowAnalysis;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.HistoryStore.Query;

/** Keeps what was said of flows that people handed in: the newest 1,000, without single verdicts. */
public interface AnalysisStore {
    /** Inserts or replaces by id; single verdicts are left out. */
    void saveAnalysis(FlowAnalysis analysis);

    /** Newest first. */
    Page<FlowAnalysis> analyses(Query query);
}
