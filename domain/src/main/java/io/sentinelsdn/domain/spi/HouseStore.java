package io.sentinelsdn.domain.spi;

/** All that one database keeps. */
public interface HouseStore extends HistoryStore, KeyStore, AuditStore, AlertStore, SliceStore, AnalysisStore {
    /** What gateways told. */
    RequestStore requests();

    /** Numbers over time. */
    SeriesStore series();

    @Override
    void flush();
}
