package io.sentinelsdn.controller;

import io.sentinelsdn.controller.openflow.SessionHandler.StatsKind;
import io.sentinelsdn.controller.openflow.StatsPolls;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.controller.rules.SwitchGroups;
import io.sentinelsdn.controller.rules.SwitchLedger;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.controller.stats.TableSizes;
import io.sentinelsdn.domain.net.Dpid;
import java.util.function.BooleanSupplier;

/**
 * When one switch is asked for what. Each question waits for the answer to the last one of its kind, and switches that
 * came at the same time are asked at different times. Owned by the event loop of the switch.
 */
final class SwitchPoller {
    private static final int ALL_TABLES = 0xff;
    /** Of a switch that answers with more counting entries and rules nothing is asked between ticks. */
    private static final int MOST_IN_BETWEEN = 2_000;

    private static final int SECOND_MS = 1_000;
    /** 2^64 by the golden ratio: neighbouring numbers land far apart (Knuth, TAOCP 3, section 6.4). */
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    private final ControllerConfig config;
    private final StatsPolls polls;
    private final SwitchLedger ledger;
    private final SwitchGroups groups;
    private final TableSizes sizes;
    private final BooleanSupplier suspicious;
    private final boolean monitors;
    private final boolean meters;
    private boolean attached;
    private boolean unfiltered;
    private final long phase;
    private long ticks;
    private int fastEntries;
    private boolean portsInBetween;
    private boolean fastInBetween;

    /**
     * @param dpid decides when in a period this switch is asked
     * @param suspicious whether five-tuple entries shall be polled at every tick
     * @param monitors whether a table counts five-tuples
     */
    SwitchPoller(
            Dpid dpid,
            ControllerConfig config,
            StatsPolls polls,
            SwitchLedger ledger,
            SwitchGroups groups,
            TableSizes sizes,
            BooleanSupplier suspicious,
            boolean monitors,
            boolean meters) {
        this.monitors = monitors;
        this.config = config;
        phase = (dpid.value() * SPREAD) >>> 33;
        ticks = phase / config.fastPollMs() % (config.reconcileMs() / config.fastPollMs());
        this.polls = polls;
        this.ledger = ledger;
        this.groups = groups;
        this.sizes = sizes;
        this.suspicious = suspicious;
        this.meters = meters;
    }

    /** When to {@link #tick} first, in ms from now. */
    long firstTickMs() {
        return 1L + phase % config.fastPollMs();
    }

    /** What should be here is known: from now on what is ours and not wanted is stale. */
    void attached() {
        attached = true;
        askEverything();
    }

    /**
     * Every {@code fastPollMs}.
     *
     * @return whether a second is over
     */
    boolean tick() {
        boolean second = ticks % (SECOND_MS / Math.min(SECOND_MS, config.fastPollMs())) == 0;
        askFast(false);
        if (isBackToBack() || ticks % perSlowPoll() == 0 || suspicious.getAsBoolean()) {
            askFine();
        }
        if (ticks % (config.reconcileMs() / config.fastPollMs()) == 0) {
            askEverything();
        }
        if (second) {
            polls.askTables();
            if (meters) {
                polls.askMeters();
            }
        }
        ticks++;
        return second;
    }

    /** A question in between that is still on its way becomes the regular one. */
    private void askFast(boolean between) {
        if (polls.askPorts() || !between) {
            portsInBetween = between;
        }
        boolean asked = !unfiltered
                && polls.askFlows(
                        StatsKind.FAST, ALL_TABLES, Cookies.OURS | Cookies.FAST, Cookies.OURS_MASK | Cookies.FAST);
        if (asked || !between) {
            fastInBetween = between;
        }
    }

    /** Something happens: asks for ports and counting entries now, for the detector alone, unless that costs much. */
    void askInBetween() {
        if (fastEntries <= MOST_IN_BETWEEN && config.fastPollMs() > Rush.PERIOD_MS) {
            askFast(true);
        }
    }

    /** Whether port statistics that come now are too close to the last ones to take rates from them alone. */
    boolean portsInBetween() {
        return portsInBetween;
    }

    /** The same of counting entries and rules. */
    boolean fastInBetween() {
        return fastInBetween;
    }

    /** The answer with so many counting entries and rules has ended. */
    void fastEnded(int entries) {
        fastEntries = entries;
    }

    /** The answer with five-tuple entries has ended. */
    void fineEnded() {
        if (isBackToBack()) {
            askFine();
        }
    }

    /** The switch answers with every entry whatever it is asked: from now on one question is for all of them. */
    void ignoresFilter() {
        unfiltered = true;
    }

    boolean isUnfiltered() {
        return unfiltered;
    }

    private boolean isBackToBack() {
        return config.statsIntervalMs() == 0;
    }

    private long perSlowPoll() {
        return Math.max(1, config.statsIntervalMs() / config.fastPollMs());
    }

    private void askFine() {
        if (unfiltered || (config.monitor().foreignFlows() && !sizes.isLarge())) {
            polls.askFlows(StatsKind.FINE, ALL_TABLES, 0, 0);
        } else if (monitors) {
            polls.askFlows(StatsKind.FINE, TablePlan.MONITOR, Cookies.FINE, Cookies.CLASS_MASK);
        }
    }

    /**
     * Groups are asked for first, so that they are back before the entries that use them. Of a switch with a large table
     * only our own entries are asked for; nothing else is compared anyway.
     */
    private void askEverything() {
        if (attached && groups.any() && polls.askGroups()) {
            groups.pollStarts();
        }
        long mask = sizes.isLarge() ? Cookies.OURS_MASK : 0;
        if (attached && polls.askFlows(StatsKind.FULL, ALL_TABLES, Cookies.OURS & mask, mask)) {
            ledger.pollStarts();
        }
    }
}
