package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.auth.AuditEntry;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.HistoryStore.Query;

/** Keeps who changed what; the newest 100,000. */
public interface AuditStore {
    void saveAudit(AuditEntry entry);

    /**
     * Newest first.
     *
     * @param actor only of this one, or null
     */
    Page<AuditEntry> audit(Query query, String actor);
}
