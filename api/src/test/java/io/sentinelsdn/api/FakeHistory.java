package io.sentinelsdn.api;

import io.sentinelsdn.domain.detect.Decision;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.ofctl.UserFlow;
import io.sentinelsdn.domain.spi.HistoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Detections and plans in maps; the rest is not asked for by the API. */
final class FakeHistory implements HistoryStore {
    volatile boolean broken;
    private final java.util.Map<String, Decision> decisions = new java.util.concurrent.ConcurrentHashMap<>();
    private final Map<String, Detection> detections = new ConcurrentSkipListMap<>();
    private final Map<String, MitigationPlan> plans = new ConcurrentSkipListMap<>();

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
        throw notAsked();
    }

    @Override
    public void putConfig(String key, String value) {
        throw notAsked();
    }

    @Override
    public void flush() {}

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
}
