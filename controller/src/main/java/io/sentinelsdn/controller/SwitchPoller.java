package io.sentinelsdn.controller;

import io.sentinelsdn.controller.openflow.SessionHandler.StatsKind;
import io.sentinelsdn.controller.openflow.SwitchSession;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.controller.rules.SwitchGroups;
import io.sentinelsdn.controller.rules.SwitchLedger;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.controller.stats.TableSizes;
import java.util.function.BooleanSupplier;

/**
 * When one switch is asked for what. Each question waits for the answer to the last one of its kind. Owned by the event
 * loop of the switch.
 */
final class SwitchPoller {
    private static final int ALL_TABLES = 0xff;
    private static final int SECOND_MS = 1_000;

    private final ControllerConfig config;
    private final SwitchSession session;
    private final SwitchLedger ledger;
    private final SwitchGroups groups;
    private final TableSizes sizes;
    private final BooleanSupplier suspicious;
    private final boolean pipeline;
    private final boolean monitors;
    private final boolean meters;
    private boolean attached;
    private boolean unfiltered;
    private long ticks;

    /**
     * @param suspicious whether five-tuple entries shall be polled at every tick
     * @param pipeline whether our tables are on the switch
     * @param monitors whether one of them counts five-tuples
     */
    SwitchPoller(
            ControllerConfig config,
            SwitchSession session,
            SwitchLedger ledger,
            SwitchGroups groups,
            TableSizes sizes,
            BooleanSupplier suspicious,
            boolean pipeline,
            boolean monitors,
            boolean meters) {
        this.monitors = monitors;
        this.config = config;
        this.session = session;
        this.ledger = ledger;
        this.groups = groups;
        this.sizes = sizes;
        this.suspicious = suspicious;
        this.pipeline = pipeline;
        this.meters = meters;
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
        session.settle();
        session.pollPorts();
        if (pipeline) {
            if (!unfiltered) {
                session.pollFlows(
                        StatsKind.FAST, ALL_TABLES, Cookies.OURS | Cookies.FAST, Cookies.OURS_MASK | Cookies.FAST);
            }
            if (isBackToBack() || ticks % perSlowPoll() == 0 || suspicious.getAsBoolean()) {
                askFine();
            }
            if (ticks % (config.reconcileMs() / config.fastPollMs()) == 0) {
                askEverything();
            }
            if (second) {
                session.pollTables();
                if (meters) {
                    session.pollMeters();
                }
            }
        }
        ticks++;
        return second;
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
            session.pollFlows(StatsKind.FINE, ALL_TABLES, 0, 0);
        } else if (monitors) {
            session.pollFlows(StatsKind.FINE, TablePlan.MONITOR, Cookies.FINE, Cookies.CLASS_MASK);
        }
    }

    /**
     * Groups are asked for first, so that they are back before the entries that use them. Of a switch with a large table
     * only our own entries are asked for; nothing else is compared anyway.
     */
    private void askEverything() {
        if (attached && pipeline && groups.any() && session.pollGroups()) {
            groups.pollStarts();
        }
        long mask = sizes.isLarge() ? Cookies.OURS_MASK : 0;
        if (attached && pipeline && session.pollFlows(StatsKind.FULL, ALL_TABLES, Cookies.OURS & mask, mask)) {
            ledger.pollStarts();
        }
    }
}
