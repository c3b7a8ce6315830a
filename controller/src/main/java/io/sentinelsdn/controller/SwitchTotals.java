package io.sentinelsdn.controller;

import io.sentinelsdn.controller.openflow.SessionHandler.PortCounters;
import io.sentinelsdn.controller.openflow.SwitchFeatures;
import io.sentinelsdn.controller.query.Caller;
import io.sentinelsdn.controller.stats.ClassCounts;
import io.sentinelsdn.controller.stats.PortTable;
import io.sentinelsdn.controller.stats.TableSizes;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.net.SwitchView.ClassCount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one switch says of its ports, tables and punt meters, and how many entries of each class it has where they are
 * too many to be listed. Stays when a slave is promoted. Owned by the event loop of the switch.
 */
final class SwitchTotals {
    private final PortTable ports = new PortTable();
    private final TableSizes sizes = new TableSizes();
    private final Map<Long, Long> droppedByMeter = new HashMap<>();
    private final ClassCounts classes;
    private final Counter puntsDropped;

    SwitchTotals(Caller caller, Counters counters) {
        classes = new ClassCounts(caller);
        puntsDropped = counters.counter(
                "sentinel_punts_dropped_total", "Packets that meters kept from the controller; all were forwarded");
    }

    void port(PortCounters port, long nowNs) {
        ports.update(port, nowNs);
    }

    /** The switch has these ports now. */
    void portsChanged(List<SwitchFeatures.Port> now) {
        ports.retain(now);
    }

    void table(int tableId, long activeEntries) {
        sizes.update(tableId, activeEntries);
    }

    /**
     * A meter that lets packets through to us.
     *
     * @param dropped packets its bands have dropped since it is there
     */
    void puntMeter(long meterId, long dropped) {
        long before = droppedByMeter.getOrDefault(meterId, 0L);
        puntsDropped.add(dropped >= before ? dropped - before : dropped);
        droppedByMeter.put(meterId, dropped);
    }

    /** Once a second: tables that are too large to be listed are counted. */
    void second() {
        if (sizes.isLarge()) {
            classes.start();
        } else {
            classes.stop();
        }
    }

    PortTable ports() {
        return ports;
    }

    TableSizes sizes() {
        return sizes;
    }

    /** Entries by class as counted last; empty where they are listed. */
    List<ClassCount> classes() {
        return classes.counts();
    }
}
