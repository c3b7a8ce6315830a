package io.sentinelsdn.controller;

import io.sentinelsdn.controller.forwarding.Monitor;
import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import io.sentinelsdn.controller.openflow.SessionHandler.StatsKind;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.controller.stats.Telemetry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where the polled entries of one switch go, by what was asked and by the class in their cookie: to the ledger, to
 * telemetry and monitor, or as counts of rules to the control thread. Notices a switch that answers with entries nobody
 * asked for. Owned by the event loop of the switch.
 */
final class FlowIntake {
    private static final int MOST_UNASKED = 64;
    private static final int MOST_HOSTS = 65_536;

    private final boolean foreignFlows;
    private final SwitchPipeline pipeline;
    private final Monitor monitor;
    private final SwitchPoller poller;
    private final Telemetry telemetry;
    private final Consumer<List<RuleDesk.RuleCount>> counted;
    private final Map<String, RuleDesk.RuleCount> ruleCounts = new HashMap<>();
    private final Consumer<Set<Long>> hostsAlive;
    private final Set<Long> alive = new HashSet<>();
    private Map<Long, Long> packetsByMac = new HashMap<>();
    private Map<Long, Long> packetsBefore = Map.of();
    private int unasked;
    private int fastEntries;

    /**
     * @param foreignFlows whether entries of others are flows too
     * @param counted takes the counts of rules
     * @param hostsAlive takes the Ethernet addresses that packets went to since the last full poll
     */
    FlowIntake(
            boolean foreignFlows,
            SwitchPipeline pipeline,
            SwitchPoller poller,
            Telemetry telemetry,
            Consumer<List<RuleDesk.RuleCount>> counted,
            Consumer<Set<Long>> hostsAlive) {
        this.hostsAlive = hostsAlive;
        this.foreignFlows = foreignFlows;
        this.pipeline = pipeline;
        monitor = pipeline.monitor();
        this.poller = poller;
        this.telemetry = telemetry;
        this.counted = counted;
    }

    /** One entry of an answer. */
    void entry(StatsKind kind, FlowStatsEntry entry, long nowNs) {
        switch (kind) {
            case FULL -> {
                pipeline.ledger().polled(entry, pipeline.former(), nowNs);
                destination(entry);
            }
            case FINE -> fine(entry, nowNs);
            case FAST -> fast(entry, nowNs);
        }
    }

    /** The answer is over. */
    void ended(StatsKind kind) {
        if (kind != StatsKind.FULL && !ruleCounts.isEmpty()) {
            counted.accept(List.copyOf(ruleCounts.values()));
            ruleCounts.clear();
        }
        if (kind == StatsKind.FULL) {
            reportAlive();
        } else if (kind == StatsKind.FAST) {
            judgeFilter();
            poller.fastEnded(fastEntries);
            fastEntries = 0;
        } else if (kind == StatsKind.FINE) {
            poller.fineEnded();
        }
    }

    /** The switch has removed a counting entry. */
    void removed(FlowStatsEntry entry, long nowNs) {
        if (Cookies.classOf(entry.cookie) == Cookies.FINE) {
            telemetry.flowEnd(entry, nowNs);
            monitor.fineRemoved(entry);
        } else {
            telemetry.coarseEnd(entry);
            monitor.coarseRemoved(entry);
        }
    }

    private void fine(FlowStatsEntry entry, long nowNs) {
        if (Cookies.classOf(entry.cookie) == Cookies.FINE) {
            telemetry.flowStats(entry, nowNs);
            monitor.fineCounted(entry, nowNs);
        } else if (Cookies.isOurs(entry.cookie)) {
            if (poller.isUnfiltered() && Cookies.isFast(entry.cookie)) {
                fast(entry, nowNs);
            }
        } else if (foreignFlows) {
            telemetry.foreignFlow(entry, nowNs);
        }
    }

    private void fast(FlowStatsEntry entry, long nowNs) {
        fastEntries++;
        long cookieClass = Cookies.classOf(entry.cookie);
        boolean inBetween = !poller.isUnfiltered() && poller.fastInBetween();
        if (Cookies.isRule(entry.cookie)) {
            if (!inBetween) {
                rule(entry, nowNs);
            }
            return;
        }
        if (cookieClass == Cookies.SPOOFED) {
            pipeline.guard().counted(entry);
            return;
        }
        if (!Cookies.isOurs(entry.cookie)) {
            unasked++;
            return;
        }
        telemetry.flowStats(entry, nowNs);
        if (inBetween) {
            return;
        }
        if (cookieClass == Cookies.MISS && !pipeline.isFolded()) {
            monitor.missCounted(entry.inPort, entry.packets, nowNs);
        } else if (cookieClass == Cookies.COARSE) {
            monitor.coarseCounted(entry, nowNs);
        }
    }

    /** Whoever packets go to at one of our edge ports is alive. */
    private void destination(FlowStatsEntry entry) {
        boolean counts = Cookies.classOf(entry.cookie) == Cookies.FORWARD && entry.packets > 0;
        if (counts && packetsByMac.size() < MOST_HOSTS && pipeline.tables().learnsAt(entry.firstOutput())) {
            packetsByMac.put(entry.ethDst, entry.packets);
            Long before = packetsBefore.get(entry.ethDst);
            if (before == null || before != entry.packets) {
                alive.add(entry.ethDst);
            }
        }
    }

    private void reportAlive() {
        packetsBefore = packetsByMac;
        packetsByMac = new HashMap<>();
        if (!alive.isEmpty()) {
            hostsAlive.accept(Set.copyOf(alive));
            alive.clear();
        }
    }

    /** However often an answer repeats itself, a rule is counted once. */
    private void rule(FlowStatsEntry entry, long nowNs) {
        String ruleId = pipeline.rules().ruleOf(entry.cookie);
        if (ruleId != null) {
            ruleCounts.put(ruleId, new RuleDesk.RuleCount(ruleId, entry.packets, entry.bytes, nowNs));
        }
    }

    /** A few entries that were not asked for may have been on their way; many mean that the cookie does not count. */
    private void judgeFilter() {
        if (unasked > MOST_UNASKED && !poller.isUnfiltered()) {
            poller.ignoresFilter();
            pipeline.health()
                    .degrade("answers flow statistics with entries of all cookies: rules are counted less often");
        }
        unasked = 0;
    }
}
