package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.net.Prefix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The incidents by detection id; bounded. Owned by the mitigation thread. */
final class IncidentTable {
    private final Map<String, Incident> incidents = new LinkedHashMap<>();
    private final int capacity;
    private volatile int size;

    IncidentTable(int capacity) {
        this.capacity = capacity;
    }

    Optional<Incident> get(String id) {
        return Optional.ofNullable(incidents.get(id));
    }

    /** The incident of this id, new if need be; empty when there is no room. */
    Optional<Incident> getOrCreate(String id) {
        Incident known = incidents.get(id);
        if (known == null && incidents.size() < capacity) {
            known = new Incident(id);
            incidents.put(id, known);
            size = incidents.size();
        }
        return Optional.ofNullable(known);
    }

    void remove(String id) {
        incidents.remove(id);
        size = incidents.size();
    }

    /** How many there are. Any thread. */
    int size() {
        return size;
    }

    List<Incident> all() {
        return List.copyOf(incidents.values());
    }

    /** An incident that uses this rule. */
    Optional<Incident> using(String ruleId) {
        return incidents.values().stream()
                .filter(incident -> incident.ruleIds.contains(ruleId))
                .findFirst();
    }

    long withRules() {
        return incidents.values().stream()
                .filter(incident -> !incident.ruleIds.isEmpty())
                .count();
    }

    /** Incidents from before a restart, or on probation, that are about the same attack: same victim, same protocol. */
    List<Incident> orphansOf(AttackEvidence evidence, RuleBook book) {
        Prefix victim = Prefix.host(evidence.target());
        return incidents.values().stream()
                .filter(incident -> incident.detection == null || incident.trial != null)
                .filter(incident -> book.get(incident.ruleIds).stream()
                        .map(rule -> rule.rule().match())
                        .anyMatch(match -> victim.equals(match.dst()) && sameProtocol(match, evidence.protocol())))
                .toList();
    }

    private static boolean sameProtocol(Match match, int protocol) {
        return match.ipProto() == null || match.ipProto() == protocol;
    }
}
