package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the house remembers. Writes are queued to one writer thread and return at once, except where the future is
 * waited for; reads see what was written before. Implementations are bounded in time (retention) and size.
 */
public interface HistoryStore extends FlowStore, DecisionStore, AutoCloseable {
    /** Inserts or replaces by id. */
    void saveDetection(Detection detection);

    Optional<Detection> detection(String id);

    /** Newest first. */
    Page<Detection> detections(Query query);

    /** Inserts or replaces by id. */
    void savePlan(MitigationPlan plan);

    Optional<MitigationPlan> plan(String id);

    /** Newest first. */
    Page<MitigationPlan> plans(Query query);

    /** Inserts or replaces by the rule's id. */
    void saveRule(MitigationRule rule);

    void deleteRule(String ruleId);

    /** All rules kept, to be installed again after a restart. */
    List<MitigationRule> rules();

    /** Adds an entry (a prefix) to the list {@code allow} or {@code black}; an existing one keeps its first reason. */
    void addListEntry(String list, ListEntry entry);

    void removeListEntry(String list, String prefix);

    List<ListEntry> listEntries(String list);

    /** A configuration value, or empty. */
    Optional<String> config(String key);

    void putConfig(String key, String value);

    @Override
    void flush();

    @Override
    void close();

    /** An entry of the allow-list or the blacklist; {@code prefix} in canonical text. */
    record ListEntry(String prefix, String reason, Instant createdAt) {}

    /**
     * Which part of a list.
     *
     * @param limit at most this many, 1 to 1000
     * @param offset skip this many, &ge; 0
     * @param since only later ones, or null
     * @param until only earlier ones, or null
     */
    record Query(int limit, int offset, Instant since, Instant until) {
        public Query {
            if (limit < 1 || limit > 1000) {
                throw new IllegalArgumentException("limit must be between 1 and 1000: " + limit);
            }
            if (offset < 0) {
                throw new IllegalArgumentException("offset must be >= 0: " + offset);
            }
        }

        public static Query newest(int limit) {
            return new Query(limit, 0, null, null);
        }
    }

    /** A part of a list and the size of the whole. */
    record Page<T>(List<T> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
