package io.sentinelsdn.domain.spi;

/** All that one database keeps. */
public interface HouseStore extends HistoryStore, KeyStore, AuditStore, AlertStore {
    @Override
    void flush();
}
