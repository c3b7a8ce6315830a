package io.sentinelsdn.api;

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
import io.sentinelsdn.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Detections and plans in maps; the rest is not asked for by the API. */
final class FakeHistory implements HouseStore {
    volatile boolean broken;
    /** Why nothing gets on disk, or null. */
    volatile String diskTrouble;

    private final java.util.Map<String, Decision> decisions = new java.util.concurrent.ConcurrentHashMap<>();
    private final Map<String, Detection> detections = new ConcurrentSkipListMap<>();
    private final Map<String, MitigationPlan> plans = new ConcurrentSkipListMap<>();

    private final HouseStore memory = Stores.inMemory();
    final Map<String, ApiKey> keys = new ConcurrentSkipListMap<>();
    final List<AuditEntry> audit = new CopyOnWriteArrayList<>();
    final Map<String, String> config = new ConcurrentSkipListMap<>();
    /** In the order in which they were raised. */
    final Map<String, Alert> alerts = Collections.synchronizedMap(new LinkedHashMap<>());

    @Override
    public void saveAnalysis(FlowAnalysis analysis) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page<FlowAnalysis> analyses(Query query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ApiKey> keys() {
        return List.copyOf(keys.values());
    }

    @Override
    public void saveKey(ApiKey key) {
        keys.put(key.id(), key);
    }

    @Override
    public void deleteKey(String id) {
        keys.remove(id);
    }

    @Override
    public void saveAudit(AuditEntry entry) {
        audit.add(0, entry);
    }

    @Override
    public Page<AuditEntry> audit(Query query, String actor) {
        return page(
                audit.stream()
                        .filter(entry -> actor == null || actor.equals(entry.actor()))
                        .toList(),
                query);
    }

    @Override
    public void saveAlert(Alert alert) {
        alerts.put(alert.id(), alert);
    }

    @Override
    public Optional<Alert> alert(String id) {
        return Optional.ofNullable(alerts.get(id));
    }

    @Override
    public Page<Alert> alerts(Query query, Filter filter) {
        List<Alert> newest = new ArrayList<>();
        synchronized (alerts) {
            newest.addAll(alerts.values());
        }
        Collections.reverse(newest);
        return page(
                newest.stream()
                        .filter(alert -> filter.type() == null || filter.type() == alert.type())
                        .filter(alert ->
                                filter.acknowledged() == null || filter.acknowledged() == alert.isAcknowledged())
                        .toList(),
                query);
    }

    @Override
    public void saveDecision(Decision decision) {
        decisions.put(decision.detectionId(), decision);
    }

    @Override
    public Optional<Decision> decision(String detectionId) {
        return Optional.ofNullable(decisions.get(detectionId));
    }

    @Override
    public void saveDetection(Detection detection) {
        detections.put(detection.id(), detection);
    }

    @Override
    public Optional<Detection> detection(String id) {
        return Optional.ofNullable(detections.get(id));
    }

    @Override
    public Page<Detection> detections(Query query) {
        return page(List.copyOf(detections.values()), query);
    }

    @Override
    public void savePlan(MitigationPlan plan) {
        plans.put(plan.id(), plan);
    }

    @Override
    public Optional<MitigationPlan> plan(String id) {
        return Optional.ofNullable(plans.get(id));
    }

    @Override
    public Page<MitigationPlan> plans(Query query) {
        return page(List.copyOf(plans.values()), query);
    }

    @Override
    public void saveRule(MitigationRule rule) {
        throw notAsked();
    }

    @Override
    public void deleteRule(String ruleId) {
        throw notAsked();
    }

    @Override
    public List<MitigationRule> rules() {
        throw notAsked();
    }

    @Override
    public void saveFlow(UserFlow flow) {
        throw notAsked();
    }

    @Override
    public void deleteFlow(String id) {
        throw notAsked();
    }

    @Override
    public List<UserFlow> flows() {
        throw notAsked();
    }

    @Override
    public void addListEntry(String list, ListEntry entry) {
        throw notAsked();
    }

    @Override
    public void removeListEntry(String list, String prefix) {
        throw notAsked();
    }

    @Override
    public List<ListEntry> listEntries(String list) {
        throw notAsked();
    }

    @Override
    public Optional<String> config(String key) {
        return Optional.ofNullable(config.get(key));
    }

    @Override
    public void putConfig(String key, String value) {
        config.put(key, value);
    }

    @Override
    public RequestStore requests() {
        return memory.requests();
    }

    @Override
    public SeriesStore series() {
        return memory.series();
    }

    @Override
    public void flush() {
        if (diskTrouble != null) {
            throw new UncheckedIOException(diskTrouble, new IOException(diskTrouble));
        }
    }

    @Override
    public void close() {}

    private <T> Page<T> page(List<T> all, Query query) {
        if (broken) {
            throw new UncheckedIOException("the store is busy", new IOException());
        }
        return new Page<>(all.stream().skip(query.offset()).limit(query.limit()).toList(), all.size());
    }

    private static UnsupportedOperationException notAsked() {
        return new UnsupportedOperationException("the API has no business here");
    }

    @Override
    public void saveSlice(NetworkSlice slice) {}

    @Override
    public void deleteSlice(String id) {}

    @Override
    public List<NetworkSlice> slices() {
        return List.of();
    }
}
