package io.sentinelsdn.controller.rules;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.Dpid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The mitigation rules that should be on the switches, and what each switch says of them. Owned by the control thread;
 * {@link #snapshot} may be read by any: it shows each rule as the last {@link #publish} found it.
 */
public final class RuleLedger {
    private static final long REMEMBER_ENDED_NS = TimeUnit.SECONDS.toNanos(60);
    private static final double NS_PER_SECOND = 1e9;
    private static final long FOREVER = Long.MAX_VALUE;
    /** Switches refresh counters in steps; only a longer standstill is silence. */
    private static final long STANDSTILL_NS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private final Map<String, Desired> rules = new LinkedHashMap<>();
    private final Consumer<RuleState> onChange;
    /** Written by {@link #publish} for rules that have changed since, so that one rule among many costs little. */
    private final Map<String, RuleState> published = new ConcurrentHashMap<>();

    private final Set<String> unpublished = new HashSet<>();

    /** A rule, when it ends, and its copies on switches. */
    public static final class Desired {
        private FlowRule rule;
        private long expiresNs;
        private Status ended;
        private long endedNs;
        private final Map<Dpid, Copy> copies = new HashMap<>();
        private long forgottenPackets;
        private long forgottenBytes;

        public FlowRule rule() {
            return rule;
        }
    }

    /**
     * A rule on one switch. Counters that went down began a new life of the entry; what was before is kept in
     * {@code base…}. {@code atNs} is when they last changed.
     */
    private static final class Copy {
        private Status status = Status.PENDING;
        private String error;
        private long packets;
        private long bytes;
        private long rawPackets;
        private long rawBytes;
        private long basePackets;
        private long baseBytes;
        private long atNs;
        private double pps;

        /** Whether these counters say nothing new: of many rules most are never hit. */
        private boolean isAtRest(long newPackets, long newBytes) {
            return atNs != 0 && pps == 0 && newPackets == rawPackets && newBytes == rawBytes;
        }
    }

    /**
     * @param onChange told of each change of a status, in the control thread
     */
    public RuleLedger(Consumer<RuleState> onChange) {
        this.onChange = onChange;
    }

    /** From now on this rule should be there; answers the rule it replaces, or null. */
    public FlowRule want(FlowRule rule, long nowNs) {
        unpublished.add(rule.id());
        Desired desired = rules.computeIfAbsent(rule.id(), unused -> new Desired());
        FlowRule before = desired.rule;
        desired.rule = rule;
        desired.ended = null;
        desired.expiresNs = rule.hardTimeout() == null
                ? FOREVER
                : nowNs + rule.hardTimeout().toNanos();
        return before;
    }

    /** This rule should be there no longer; answers it, or null when there was none. */
    public FlowRule drop(String ruleId) {
        unpublished.add(ruleId);
        Desired desired = rules.remove(ruleId);
        if (desired == null) {
            return null;
        }
        onChange.accept(stateOf(desired, Status.REMOVED));
        return desired.rule;
    }

    /** Rules that should be on this switch, with what is left of their lifetime. */
    public List<FlowRule> wantedOn(Dpid dpid, long nowNs) {
        List<FlowRule> wanted = new ArrayList<>();
        for (Desired desired : rules.values()) {
            boolean here = desired.rule.dpid() == null || desired.rule.dpid().equals(dpid);
            if (here && desired.ended == null) {
                wanted.add(remaining(desired, nowNs));
            }
        }
        return wanted;
    }

    /** The rule with what is left of its lifetime, at least one second. */
    private static FlowRule remaining(Desired desired, long nowNs) {
        if (desired.expiresNs == FOREVER) {
            return desired.rule;
        }
        long leftSeconds = Math.max(1, Math.round((desired.expiresNs - nowNs) / NS_PER_SECOND));
        return desired.rule.withHardTimeout(Duration.ofSeconds(leftSeconds));
    }

    /** A switch has answered the barrier behind this rule; {@code error} is null when it took it. */
    public void answered(String ruleId, Dpid dpid, String error) {
        Desired desired = rules.get(ruleId);
        if (desired == null) {
            return;
        }
        unpublished.add(ruleId);
        Status before = status(desired);
        Copy copy = desired.copies.computeIfAbsent(dpid, unused -> new Copy());
        copy.status = error == null ? Status.INSTALLED : Status.FAILED;
        copy.error = error;
        copy.atNs = 0;
        changed(desired, before);
    }

    /** The switch is gone: copies that have counted wait for its return; answers how many. */
    public int switchGone(Dpid dpid) {
        int remembered = 0;
        for (Desired desired : rules.values()) {
            Copy copy = desired.copies.get(dpid);
            if (copy == null) {
                continue;
            }
            unpublished.add(desired.rule.id());
            Status before = status(desired);
            if (copy.packets == 0 && copy.bytes == 0) {
                desired.copies.remove(dpid);
            } else {
                remembered++;
                copy.status = Status.PENDING;
                copy.pps = 0;
                copy.atNs = 0;
            }
            changed(desired, before);
        }
        return remembered;
    }

    /** The switch will not return: of what it counted only the sum is kept. */
    public void forget(Dpid dpid) {
        for (Desired desired : rules.values()) {
            Copy copy = desired.copies.remove(dpid);
            if (copy != null) {
                unpublished.add(desired.rule.id());
                desired.forgottenPackets += copy.packets;
                desired.forgottenBytes += copy.bytes;
            }
        }
    }

    /** Counters of a rule's entry on a switch. */
    public void counted(String ruleId, Dpid dpid, long packets, long bytes, long nowNs) {
        Desired desired = rules.get(ruleId);
        Copy copy = desired == null ? null : desired.copies.get(dpid);
        if (copy == null || copy.isAtRest(packets, bytes)) {
            return;
        }
        unpublished.add(ruleId);
        if (packets < copy.rawPackets) {
            copy.basePackets += copy.rawPackets;
            copy.baseBytes += copy.rawBytes;
        }
        copy.rawPackets = packets;
        copy.rawBytes = bytes;
        long total = copy.basePackets + packets;
        if (copy.atNs == 0) {
            copy.atNs = nowNs;
        } else if (total != copy.packets) {
            copy.pps = (total - copy.packets) / ((nowNs - copy.atNs) / NS_PER_SECOND);
            copy.atNs = nowNs;
        } else if (nowNs - copy.atNs > STANDSTILL_NS) {
            copy.pps = 0;
        }
        copy.packets = total;
        copy.bytes = copy.baseBytes + bytes;
    }

    /** A switch let the rule expire. */
    public void expired(String ruleId, Dpid dpid, long nowNs) {
        Desired desired = rules.get(ruleId);
        if (desired != null && desired.ended == null && isOver(desired, nowNs + TimeUnit.SECONDS.toNanos(2))) {
            end(desired, nowNs);
        }
    }

    /** Once a second: rules whose time is up end, and ended ones are forgotten after a minute. */
    public void tick(long nowNs) {
        for (Desired desired : rules.values()) {
            if (desired.ended == null && isOver(desired, nowNs - TimeUnit.SECONDS.toNanos(1))) {
                end(desired, nowNs);
            }
        }
        rules.values().removeIf(desired -> {
            boolean old = desired.ended != null && nowNs - desired.endedNs > REMEMBER_ENDED_NS;
            if (old) {
                unpublished.add(desired.rule.id());
            }
            return old;
        });
        publish();
    }

    public Map<String, RuleState> snapshot() {
        return Collections.unmodifiableMap(published);
    }

    /** The state of some rules, now. */
    public Map<String, RuleState> statesOf(Collection<String> ruleIds) {
        Map<String, RuleState> states = new HashMap<>();
        for (String id : ruleIds) {
            Desired desired = rules.get(id);
            if (desired != null) {
                states.put(id, stateOf(desired, status(desired)));
            }
        }
        return Map.copyOf(states);
    }

    /** Makes what was counted visible. */
    public void publish() {
        for (String id : unpublished) {
            Desired desired = rules.get(id);
            if (desired == null) {
                published.remove(id);
            } else {
                published.put(id, stateOf(desired, status(desired)));
            }
        }
        unpublished.clear();
    }

    private static boolean isOver(Desired desired, long atNs) {
        return desired.expiresNs != FOREVER && atNs - desired.expiresNs > 0;
    }

    private void end(Desired desired, long nowNs) {
        unpublished.add(desired.rule.id());
        desired.ended = Status.EXPIRED;
        desired.endedNs = nowNs;
        desired.copies.values().forEach(copy -> copy.pps = 0);
        onChange.accept(stateOf(desired, Status.EXPIRED));
    }

    private void changed(Desired desired, Status before) {
        Status after = status(desired);
        if (after != before) {
            onChange.accept(stateOf(desired, after));
        }
    }

    /** Installed as soon as one switch has it; failed when all that answered refused. */
    private static Status status(Desired desired) {
        if (desired.ended != null) {
            return desired.ended;
        }
        boolean failed = false;
        for (Copy copy : desired.copies.values()) {
            if (copy.status == Status.INSTALLED) {
                return Status.INSTALLED;
            }
            failed |= copy.status == Status.FAILED;
        }
        return failed ? Status.FAILED : Status.PENDING;
    }

    private static RuleState stateOf(Desired desired, Status status) {
        int installed = 0;
        String error = null;
        long packets = desired.forgottenPackets;
        long bytes = desired.forgottenBytes;
        double pps = 0;
        for (Copy copy : desired.copies.values()) {
            installed += copy.status == Status.INSTALLED ? 1 : 0;
            error = error == null ? copy.error : error;
            packets += copy.packets;
            bytes += copy.bytes;
            pps += copy.pps;
        }
        return new RuleState(desired.rule.id(), status, installed, error, packets, bytes, pps);
    }
}
