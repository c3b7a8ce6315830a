package io.sentinelsdn.controller;

import io.sentinelsdn.controller.forwarding.Monitor;
import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import io.sentinelsdn.controller.openflow.SessionHandler.StatsKind;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.controller.stats.Telemetry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Where the polled entries of one switch go, by what was asked and by the class in their cookie: to the ledger, to
 * telemetry and monitor, or as counts of rules to the control thread. Notices a switch that answers with entries nobody
 * asked for. Owned by the event loop of the switch.
 */
final class FlowIntake {
    private static final int MOST_UNASKED = 64;

    private final boolean foreignFlows;
    private final SwitchPipeline pipeline;
    private final Monitor monitor;
    private final SwitchPoller poller;
    private final Telemetry telemetry;
    private final Consumer<List<RuleDesk.RuleCount>> counted;
    private final Map<String, RuleDesk.RuleCount> ruleCounts = new HashMap<>();
    private int unasked;

    /**
     * @param foreignFlows whether entries of others are flows too
     * @param counted takes the counts of rules
     */
    FlowIntake(
            boolean foreignFlows,
            SwitchPipeline pipeline,
            SwitchPoller poller,
            Telemetry telemetry,
            Consumer<List<RuleDesk.RuleCount>> counted) {
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
            case FULL -> pipeline.ledger().polled(entry, pipeline.former(), nowNs);
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
        if (kind == StatsKind.FAST) {
            judgeFilter();
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
        long cookieClass = Cookies.classOf(entry.cookie);
        if (cookieClass == Cookies.RULE) {
            rule(entry, nowNs);
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
        if (cookieClass == Cookies.MISS && !pipeline.isFolded()) {
            monitor.missCounted(entry.inPort, entry.packets, nowNs);
        } else if (cookieClass == Cookies.COARSE) {
            monitor.coarseCounted(entry, nowNs);
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
