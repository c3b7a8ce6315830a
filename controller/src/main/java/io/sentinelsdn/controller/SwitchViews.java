package io.sentinelsdn.controller;

import io.sentinelsdn.controller.forwarding.Monitor;
import io.sentinelsdn.controller.openflow.SwitchFeatures;
import io.sentinelsdn.controller.openflow.SwitchSession;
import io.sentinelsdn.controller.stats.TableSizes;
import io.sentinelsdn.domain.net.FailMode;
import io.sentinelsdn.domain.net.SwitchView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes down how one switch is, for people. Owned by the event loop of the switch; {@link #last} may be read by any. */
final class SwitchViews {
    private final SwitchSession session;
    private final SwitchTotals totals;
    private final Instant connectedAt = Instant.now();
    private volatile SwitchView last;

    SwitchViews(SwitchSession session, SwitchTotals totals) {
        this.session = session;
        this.totals = totals;
    }

    /** The view that was written last, or null. */
    SwitchView last() {
        return last;
    }

    /**
     * Writes a new view.
     *
     * @param failMode what it does while no controller is there
     * @param warnings what else people should know of the switch
     * @return whether its table level is another than before
     */
    boolean write(boolean connected, SwitchPipeline pipeline, FailMode failMode, List<String> warnings) {
        SwitchView before = last;
        SwitchFeatures features = session.features();
        SwitchTables tables = pipeline.tables();
        Monitor monitor = pipeline.monitor();
        last = new SwitchView(
                features.dpid(),
                session.address(),
                connected,
                connectedAt,
                features.manufacturer(),
                features.hardware(),
                features.software(),
                features.tables(),
                pipeline.meters().any(),
                tables.tcpFlags(),
                concerns(pipeline, warnings),
                totals.ports().views(features.ports(), tables::isEdge),
                totals.sizes().total(),
                monitor.fineEntries(),
                monitor.coarsePorts(),
                monitor.tableBudget(),
                monitor.tableLevel(),
                pipeline.health().errors(),
                new SwitchView.SessionView(
                        session.role(), session.auxiliaries(), session.hasBundles(), session.certificate()),
                AbilityWords.of(features, failMode),
                totals.classes());
        return before != null && before.tableLevel() != last.tableLevel();
    }

    private List<String> concerns(SwitchPipeline pipeline, List<String> warnings) {
        List<String> concerns = new ArrayList<>(pipeline.health().degraded());
        if (totals.sizes().isLarge()) {
            concerns.add("a table holds more than " + TableSizes.LARGE
                    + " entries: only ours are listed, the rest is counted by AGGREGATE");
        }
        pipeline.monitor().concern().ifPresent(concerns::add);
        concerns.addAll(warnings);
        return concerns;
    }
}
