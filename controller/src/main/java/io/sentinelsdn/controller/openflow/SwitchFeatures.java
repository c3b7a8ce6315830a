package io.sentinelsdn.controller.openflow;

import io.sentinelsdn.domain.net.Dpid;
import java.util.List;
import java.util.Set;

/**
 * What a switch said of itself during the handshake.
 *
 * @param dpid datapath id
 * @param tables number of tables
 * @param capabilities OFPC_* bits
 * @param maxMeters largest number of meters, 0 when it has none that drop by packets per second
 * @param meterIds meters that were there when it connected
 * @param groups which groups it has
 * @param lacks what it said it cannot do, for people
 * @param manufacturer from DESC
 * @param hardware from DESC
 * @param software from DESC
 * @param ports its physical ports
 */
public record SwitchFeatures(
        Dpid dpid,
        int tables,
        int capabilities,
        long maxMeters,
        Set<Long> meterIds,
        Groups groups,
        List<String> lacks,
        String manufacturer,
        String hardware,
        String software,
        List<Port> ports) {
    public SwitchFeatures {
        meterIds = Set.copyOf(meterIds);
        lacks = List.copyOf(lacks);
        ports = List.copyOf(ports);
    }

    /**
     * GROUP_FEATURES (OpenFlow 1.3.5 section 7.3.5.10).
     *
     * @param types bits {@code 1 << OFPGT_…}
     */
    public record Groups(int types) {
        public static final Groups NONE = new Groups(0);

        /** Buckets chosen by a hash of the packet. */
        public boolean select() {
            return (types & 1 << 1) != 0;
        }

        /** The first bucket whose port is up. */
        public boolean fastFailover() {
            return (types & 1 << 3) != 0;
        }
    }

    /** A physical port: number, name, Ethernet address, link up. */
    public record Port(int number, String name, long mac, boolean up) {}

    SwitchFeatures withPorts(List<Port> newPorts) {
        return new SwitchFeatures(
                dpid,
                tables,
                capabilities,
                maxMeters,
                meterIds,
                groups,
                lacks,
                manufacturer,
                hardware,
                software,
                newPorts);
    }
}
