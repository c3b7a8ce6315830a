package io.sentinelsdn.domain.ofctl;

/** A flow table (OpenFlow 1.3.5 section 7.3.5.4). */
public record TableStats(int tableId, long activeCount, Number lookupCount, Number matchedCount) {}
