package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import io.sentinelsdn.mitigation.list.AccessLists;
import io.sentinelsdn.mitigation.policy.Offenders;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings back what the store remembers: lists, rules that are not over (with the lifetime they have left), the incidents
 * they belong to, and who offended before.
 *
 * <p>An automatic rule outlives a restart until its time is over, until the tracker reports its detection ended, or
 * until a new detection of the same attack takes it over. Runs once, before the mitigation thread starts.
 */
public final class Restart {
    private static final Logger log = LoggerFactory.getLogger(Restart.class);
    private static final int READ_BACK = 1000;

    private final HistoryStore store;
    private final AccessLists lists;
    private final RuleBook book;
    private final Switches switches;
    private final Incidents incidents;
    private final Offenders offenders;
    private final PolicyLimits limits;

    public Restart(
            HistoryStore store,
            AccessLists lists,
            RuleBook book,
            Switches switches,
            Incidents incidents,
            Offenders offenders,
            PolicyLimits limits) {
        this.store = store;
        this.lists = lists;
        this.book = book;
        this.switches = switches;
        this.incidents = incidents;
        this.offenders = offenders;
        this.limits = limits;
    }

    /**
     * Brings everything back in one batch.
     *
     * @param mode with {@code OFF} no automatic rule comes back
     */
    public void run(MitigationMode mode, Instant now) {
        incidents.startIn(mode);
        lists.load();
        Changes changes = new Changes();
        Map<String, List<MitigationRule>> byDetection = new LinkedHashMap<>();
        for (MitigationRule rule : store.rules()) {
            boolean over = rule.expiresAt() != null && !rule.expiresAt().isAfter(now);
            if (over || (rule.owner() == Owner.AUTO && mode == MitigationMode.OFF)) {
                store.deleteRule(rule.rule().id());
                continue;
            }
            MitigationRule again = again(rule, now);
            book.put(again, true, now);
            changes.add(again.rule());
            if (again.detectionId() != null) {
                byDetection
                        .computeIfAbsent(again.detectionId(), unused -> new ArrayList<>())
                        .add(again);
            }
        }
        Map<String, List<MitigationPlan>> plans = plans();
        byDetection.forEach((id, rules) -> restore(id, rules, plans.getOrDefault(id, List.of())));
        forgetPlansWithoutRules(plans, byDetection);
        rememberOffenders(plans, now);
        int rules = byDetection.values().stream().mapToInt(List::size).sum();
        if (!changes.isEmpty()) {
            log.info("rules come back: {} automatic of {} incidents, and those of people", rules, byDetection.size());
        }
        switches.send(changes, () -> {});
    }

    private static MitigationRule again(MitigationRule rule, Instant now) {
        Duration left =
                rule.expiresAt() == null ? null : UserRules.wholeSeconds(Duration.between(now, rule.expiresAt()));
        return new MitigationRule(
                rule.rule().withHardTimeout(left),
                rule.owner(),
                rule.action(),
                rule.reason(),
                rule.detectionId(),
                rule.createdAt(),
                rule.expiresAt(),
                RuleBook.unknown(rule.rule().id()));
    }

    /** The newest plans by incident, newest first. */
    private Map<String, List<MitigationPlan>> plans() {
        Map<String, List<MitigationPlan>> plans = new LinkedHashMap<>();
        for (MitigationPlan plan : store.plans(Query.newest(READ_BACK)).items()) {
            plans.computeIfAbsent(plan.detectionId(), unused -> new ArrayList<>())
                    .add(plan);
        }
        return plans;
    }

    private void restore(String detectionId, List<MitigationRule> rules, List<MitigationPlan> plans) {
        MitigationPlan active = plans.stream()
                .filter(plan -> plan.status() == Status.ACTIVE)
                .findFirst()
                .orElse(null);
        incidents.restore(detectionId, rules, active, highestNumber(detectionId, rules, plans));
    }

    /** Numbers go on after the highest one ever given, so that an id never means two rules. */
    private static int highestNumber(String detectionId, List<MitigationRule> rules, List<MitigationPlan> plans) {
        int highest = 0;
        for (MitigationPlan plan : plans) {
            highest = Math.max(highest, number(plan.id(), "plan-" + detectionId + "-"));
        }
        for (MitigationRule rule : rules) {
            highest = Math.max(highest, number(rule.rule().id(), "auto-" + detectionId + "-"));
        }
        return highest;
    }

    private static int number(String id, String prefix) {
        if (!id.startsWith(prefix)) {
            return 0;
        }
        String rest = id.substring(prefix.length());
        int dash = rest.indexOf('-');
        String digits = dash < 0 ? rest : rest.substring(0, dash);
        return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : 0;
    }

    private void forgetPlansWithoutRules(
            Map<String, List<MitigationPlan>> plans, Map<String, List<MitigationRule>> byDetection) {
        plans.values().stream()
                .flatMap(List::stream)
                .filter(plan -> plan.status() == Status.PROPOSED)
                .forEach(plan -> store.savePlan(plan.with(Status.LAPSED)));
        plans.forEach((detectionId, ofIncident) -> {
            if (!byDetection.containsKey(detectionId)) {
                ofIncident.stream()
                        .filter(plan -> plan.status() == Status.ACTIVE)
                        .forEach(plan -> store.savePlan(plan.with(Status.RELEASED)));
            }
        });
    }

    private void rememberOffenders(Map<String, List<MitigationPlan>> plans, Instant now) {
        Map<String, AttackType> types = new HashMap<>();
        Query recent = new Query(READ_BACK, 0, now.minus(limits.repeatWindow()), null);
        for (Detection detection : store.detections(recent).items()) {
            types.put(detection.id(), detection.type());
        }
        plans.forEach((detectionId, ofIncident) -> ofIncident.stream()
                .filter(plan -> plan.status() == Status.ACTIVE || plan.status() == Status.RELEASED)
                .filter(plan -> types.containsKey(detectionId) && !plan.rules().isEmpty())
                .findFirst()
                .ifPresent(plan -> remember(plan, types.get(detectionId))));
    }

    private void remember(MitigationPlan plan, AttackType type) {
        List<Prefix> sources = plan.rules().stream()
                .filter(Elsewhere::isAgainst)
                .map(rule -> rule.match().src())
                .filter(source -> source != null)
                .distinct()
                .toList();
        Prefix victim = plan.rules().get(0).match().dst();
        if (victim != null) {
            offenders.remember(victim.address(), type, sources, plan.createdAt());
        }
    }
}
