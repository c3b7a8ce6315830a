package io.sentinelsdn.store.memory;

import io.sentinelsdn.domain.alert.Alert;
import io.sentinelsdn.domain.auth.ApiKey;
import io.sentinelsdn.domain.auth.AuditEntry;
import io.sentinelsdn.domain.detect.Decision;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.model.FlowAnalysis;
import io.sentinelsdn.domain.ofctl.UserFlow;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.domain.spi.RequestStore;
import io.sentinelsdn.domain.spi.SeriesStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps everything in maps and forgets it at the end. Detections and plans are bounded: the oldest goes first. Any
 * thread may call; one lock, held for microseconds.
 */
public final class MemoryHistoryStore implements HouseStore {
    /** Detections, and as many plans, kept at most. */
    public static final int CAPACITY = 10_000;

    private static final int MOST_ANALYSES = 1_000;

    private final Map<String, Decision> decisions = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Decision> eldest) {
            return size() > CAPACITY;
        }
    };
    private final Timeline<Detection> detections =
            new Timeline<>(CAPACITY, Detection::id, Detection::startedAt, Detection::updatedAt);
    private final Timeline<MitigationPlan> plans =
            new Timeline<>(CAPACITY, MitigationPlan::id, MitigationPlan::createdAt, MitigationPlan::createdAt);
    private final Map<String, MitigationRule> rules = new LinkedHashMap<>();
    private final Map<String, NetworkSlice> slices = new LinkedHashMap<>();
    private final Map<String, UserFlow> flows = new LinkedHashMap<>();
    private final Map<String, Map<String, ListEntry>> lists = new LinkedHashMap<>();
    private final Map<String, String> config = new LinkedHashMap<>();
    private final RequestStore requests = new MemoryRequestStore();
    private final SeriesStore series = new MemorySeriesStore(Clock.systemUTC());
    private final Map<String, ApiKey> keys = new LinkedHashMap<>();
    private final Timeline<AuditEntry> audit = new Timeline<>(CAPACITY, AuditEntry::id, AuditEntry::at, AuditEntry::at);
    private final Timeline<Alert> alerts = new Timeline<>(CAPACITY, Alert::id, Alert::timestamp, Alert::timestamp);

    private final Timeline<FlowAnalysis> analyses =
            new Timeline<>(MOST_ANALYSES, FlowAnalysis::id, FlowAnalysis::timestamp, FlowAnalysis::timestamp);

    @Override
    public synchronized void saveDecision(Decision decision) {
        decisions.put(decision.detectionId(), decision);
    }

    @Override
    public synchronized Optional<Decision> decision(String detectionId) {
        return Optional.ofNullable(decisions.get(detectionId));
    }

    @Override
    public synchronized void saveDetection(Detection detection) {
        detections.put(detection);
    }

    @Override
    public synchronized Optional<Detection> detection(String id) {
        return detections.get(id);
    }

    @Override
    public synchronized Page<Detection> detections(Query query) {
        return detections.page(query);
    }

    @Override
    public synchronized void savePlan(MitigationPlan plan) {
        plans.put(plan);
    }

    @Override
    public synchronized Optional<MitigationPlan> plan(String id) {
        return plans.get(id);
    }

    @Override
    public synchronized Page<MitigationPlan> plans(Query query) {
        return plans.page(query);
    }

    @Override
    public synchronized void saveRule(MitigationRule rule) {
        rules.put(rule.rule().id(), rule);
    }

    @Override
    public synchronized void deleteRule(String ruleId) {
        rules.remove(ruleId);
    }

    @Override
    public synchronized List<MitigationRule> rules() {
        return List.copyOf(rules.values());
    }

    @Override
    public synchronized void saveFlow(UserFlow flow) {
        flows.put(flow.id(), flow);
    }

    @Override
    public synchronized void deleteFlow(String id) {
        flows.remove(id);
    }

    @Override
    public synchronized List<UserFlow> flows() {
        return flows.values().stream()
                .sorted(Comparator.comparing(UserFlow::createdAt))
                .toList();
    }

    @Override
    public synchronized void saveSlice(NetworkSlice slice) {
        slices.put(slice.id(), slice);
    }

    @Override
    public synchronized void deleteSlice(String id) {
        slices.remove(id);
    }

    @Override
    public synchronized List<NetworkSlice> slices() {
        return slices.values().stream()
                .sorted(Comparator.comparing(NetworkSlice::createdAt))
                .toList();
    }

    @Override
    public synchronized void addListEntry(String list, ListEntry entry) {
        lists.computeIfAbsent(list, unused -> new LinkedHashMap<>()).putIfAbsent(entry.prefix(), entry);
    }

    @Override
    public synchronized void removeListEntry(String list, String prefix) {
        lists.getOrDefault(list, new LinkedHashMap<>()).remove(prefix);
    }

    @Override
    public synchronized List<ListEntry> listEntries(String list) {
        return new ArrayList<>(lists.getOrDefault(list, Map.of()).values());
    }

    @Override
    public synchronized Optional<String> config(String key) {
        return Optional.ofNullable(config.get(key));
    }

    @Override
    public synchronized void putConfig(String key, String value) {
        config.put(key, value);
    }

    @Override
    public synchronized List<ApiKey> keys() {
        return List.copyOf(keys.values());
    }

    @Override
    public synchronized void saveKey(ApiKey key) {
        keys.put(key.id(), key);
    }

    @Override
    public synchronized void deleteKey(String id) {
        keys.remove(id);
    }

    @Override
    public synchronized void saveAudit(AuditEntry entry) {
        audit.put(entry);
    }

    @Override
    public synchronized Page<AuditEntry> audit(Query query, String actor) {
        return audit.page(query, entry -> actor == null || actor.equals(entry.actor()));
    }

    @Override
    public synchronized void saveAlert(Alert alert) {
        alerts.put(alert);
    }

    @Override
    public synchronized Optional<Alert> alert(String id) {
        return alerts.get(id);
    }

    @Override
    public synchronized Page<Alert> alerts(Query query, Filter filter) {
        return alerts.page(
                query,
                alert -> (filter.type() == null || filter.type() == alert.type())
                        && (filter.acknowledged() == null || filter.acknowledged() == alert.isAcknowledged()));
    }

    @Override
    public synchronized void saveAnalysis(FlowAnalysis analysis) {
        analyses.put(analysis.summary());
    }

    @Override
    public synchronized Page<FlowAnalysis> analyses(Query query) {
        return analyses.page(query);
    }

    @Override
    public RequestStore requests() {
        return requests;
    }

    @Override
    public SeriesStore series() {
        return series;
    }

    @Override
    public void flush() {
        // Everything is where it will ever be.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
