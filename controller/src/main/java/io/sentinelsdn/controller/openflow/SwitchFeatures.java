package io.sentinelsdn.controller.openflow;

import io.sentinelsdn.domain.net.Dpid;
import java.util.List;
import java.util.Set;

/**
 * What a switch said of itself during the handshake.
 *
 * @param dpid datapath id
 * @param tables number of tables
 * @param maxMeters largest number of meters, 0 when it has none
 * @param meterIds meters that were there when it connected
 * @param manufacturer from DESC
 * @param hardware from DESC
 * @param software from DESC
 * @param ports its physical ports
 */
public record SwitchFeatures(
        Dpid dpid,
        int tables,
        long maxMeters,
        Set<Long> meterIds,
        String manufacturer,
        String hardware,
        String software,
        List<Port> ports) {
    public SwitchFeatures {
        meterIds = Set.copyOf(meterIds);
        ports = List.copyOf(ports);
    }

    /** A physical port: number, name, Ethernet address, link up. */
    public record Port(int number, String name, long mac, boolean up) {}

    SwitchFeatures withPorts(List<Port> newPorts) {
        return new SwitchFeatures(dpid, tables, maxMeters, meterIds, manufacturer, hardware, software, newPorts);
    }
}
