package io.sentinelsdn.mitigation;

import io.sentinelsdn.domain.detect.Decision;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.ofctl.UserFlow;
import io.sentinelsdn.domain.spi.HistoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A store that forgets with the process. Any thread. */
final class InMemoryHistoryStore implements HistoryStore {
    private final java.util.Map<String, Decision> decisions = new java.util.concurrent.ConcurrentHashMap<>();
    private final Map<String, Detection> detections = new LinkedHashMap<>();
    private final Map<String, MitigationPlan> plans = new LinkedHashMap<>();
    private final Map<String, MitigationRule> rules = new LinkedHashMap<>();
    private final Map<String, Map<String, ListEntry>> lists = new LinkedHashMap<>();
    private final Map<String, String> config = new LinkedHashMap<>();
    private final List<MitigationPlan> planWrites = new ArrayList<>();
    /** Refuses rules, lists and settings. */
    volatile boolean full;

    @Override
    public void saveDecision(Decision decision) {
        decisions.put(decision.detectionId(), decision);
    }

    @Override
    public Optional<Decision> decision(String detectionId) {
        return Optional.ofNullable(decisions.get(detectionId));
    }

    @Override
    public synchronized void saveDetection(Detection detection) {
        detections.put(detection.id(), detection);
    }

    @Override
    public synchronized Optional<Detection> detection(String id) {
        return Optional.ofNullable(detections.get(id));
    }

    @Override
    public synchronized Page<Detection> detections(Query query) {
        return page(detections.values().stream().toList(), Detection::startedAt, query);
    }

    @Override
    public synchronized void savePlan(MitigationPlan plan) {
        planWrites.add(plan);
        plans.put(plan.id(), plan);
    }

    @Override
    public synchronized Optional<MitigationPlan> plan(String id) {
        return Optional.ofNullable(plans.get(id));
    }

    @Override
    public synchronized Page<MitigationPlan> plans(Query query) {
        return page(plans.values().stream().toList(), MitigationPlan::createdAt, query);
    }

    private static <T> Page<T> page(List<T> all, Function<T, Instant> time, Query query) {
        List<T> matching = all.stream()
                .filter(item -> query.since() == null || !time.apply(item).isBefore(query.since()))
                .filter(item -> query.until() == null || time.apply(item).isBefore(query.until()))
                .sorted(Comparator.comparing(time).reversed())
                .toList();
        return new Page<>(
                matching.stream().skip(query.offset()).limit(query.limit()).toList(), matching.size());
    }

    @Override
    public synchronized void saveRule(MitigationRule rule) {
        refuseWhenFull();
        rules.put(rule.rule().id(), rule);
    }

    @Override
    public synchronized void deleteRule(String ruleId) {
        refuseWhenFull();
        rules.remove(ruleId);
    }

    @Override
    public synchronized List<MitigationRule> rules() {
        return List.copyOf(rules.values());
    }

    @Override
    public void saveFlow(UserFlow flow) {
        throw new UnsupportedOperationException("mitigation has no business here");
    }

    @Override
    public void deleteFlow(String id) {
        throw new UnsupportedOperationException("mitigation has no business here");
    }

    @Override
    public List<UserFlow> flows() {
        throw new UnsupportedOperationException("mitigation has no business here");
    }

    @Override
    public synchronized void addListEntry(String list, ListEntry entry) {
        refuseWhenFull();
        lists.computeIfAbsent(list, unused -> new LinkedHashMap<>()).putIfAbsent(entry.prefix(), entry);
    }

    @Override
    public synchronized void removeListEntry(String list, String prefix) {
        refuseWhenFull();
        lists.getOrDefault(list, new LinkedHashMap<>()).remove(prefix);
    }

    private void refuseWhenFull() {
        if (full) {
            throw new UncheckedIOException("the store is behind", new IOException("the disk is full"));
        }
    }

    @Override
    public synchronized List<ListEntry> listEntries(String list) {
        return List.copyOf(lists.getOrDefault(list, Map.of()).values());
    }

    @Override
    public synchronized Optional<String> config(String key) {
        return Optional.ofNullable(config.get(key));
    }

    @Override
    public synchronized void putConfig(String key, String value) {
        refuseWhenFull();
        config.put(key, value);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    /** Every plan as it was written, oldest first. */
    synchronized List<MitigationPlan> planWrites() {
        return List.copyOf(planWrites);
    }
}
