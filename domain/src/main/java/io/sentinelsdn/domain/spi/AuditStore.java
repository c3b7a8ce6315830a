package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.auth.AuditEntry;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.HistoryStore.Query;

/** Keeps who changed what; the newest 100,000. */
public interface AuditStore {
    void saveAudit(AuditEntry entry);

    /**
     * Waits until everything queued so far is on disk (or 5 s).
     *
     * @throws java.io.UncheckedIOException when it is not
     */
    void flush();

    /**
     * Newest first.
     *
     * @param actor only of this one, or null
     */
    Page<AuditEntry> audit(Query query, String actor);
}
