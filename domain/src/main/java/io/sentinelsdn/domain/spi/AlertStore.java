package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.alert.Alert;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import java.util.Optional;

/** Keeps alerts; the newest 10,000. */
public interface AlertStore {
    /** Inserts or replaces by id. */
    void saveAlert(Alert alert);

    Optional<Alert> alert(String id);

    /**
     * Newest first.
     *
     * @param filter which
     */
    Page<Alert> alerts(Query query, Filter filter);

    /**
     * Which alerts.
     *
     * @param type only these, or null
     * @param acknowledged only those that were seen or not, or null
     */
    record Filter(Alert.Type type, Boolean acknowledged) {
        /** All of them. */
        public static Filter none() {
            return new Filter(null, null);
        }
    }
}
