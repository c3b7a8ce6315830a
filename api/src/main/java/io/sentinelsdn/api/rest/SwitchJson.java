package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.net.SwitchView;
import java.time.Instant;
import java.util.List;

/** A switch. */
record SwitchJson(
        String dpid,
        String address,
        boolean connected,
        Instant connectedAt,
        String manufacturer,
        String hardware,
        String software,
        int tables,
        boolean meters,
        boolean tcpFlags,
        List<String> degraded,
        long flowEntries,
        long monitorEntries,
        List<Integer> coarsePorts,
        long tableBudget,
        int tableLevel,
        long errors,
        String role,
        int auxiliaryConnections,
        boolean bundles,
        List<String> certificate,
        List<String> capabilities,
        long maxMeters,
        List<String> groupTypes,
        String failMode,
        List<SwitchView.ClassCount> entriesByClass,
        List<PortJson> ports) {
    record PortJson(
            long number,
            String name,
            String mac,
            boolean up,
            boolean edge,
            long rxPackets,
            long txPackets,
            long rxBytes,
            long txBytes,
            double rxPps,
            double txPps,
            double rxBps,
            double txBps) {
        static PortJson of(SwitchView.PortView port) {
            return new PortJson(
                    Integer.toUnsignedLong(port.number()),
                    port.name(),
                    port.mac(),
                    port.up(),
                    port.edge(),
                    port.rxPackets(),
                    port.txPackets(),
                    port.rxBytes(),
                    port.txBytes(),
                    port.rxPps(),
                    port.txPps(),
                    port.rxBps(),
                    port.txBps());
        }
    }

    static SwitchJson of(SwitchView view) {
        return new SwitchJson(
                Words.text(view.dpid()),
                view.address(),
                view.connected(),
                view.connectedAt(),
                view.manufacturer(),
                view.hardware(),
                view.software(),
                view.tables(),
                view.meters(),
                view.tcpFlags(),
                view.degraded(),
                view.flowEntries(),
                view.monitorEntries(),
                view.coarsePorts(),
                view.tableBudget(),
                view.tableLevel(),
                view.errors(),
                view.session().role().wireName(),
                view.session().auxiliaries(),
                view.session().bundles(),
                view.session().certificate().stream().sorted().toList(),
                view.abilities().capabilities(),
                view.abilities().maxMeters(),
                view.abilities().groupTypes(),
                view.abilities().failMode().wireName(),
                view.classes(),
                view.ports().stream().map(PortJson::of).toList());
    }
}
