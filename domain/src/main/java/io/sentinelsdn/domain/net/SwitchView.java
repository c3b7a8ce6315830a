package io.sentinelsdn.domain.net;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A switch as people see it: an immutable snapshot.
 *
 * @param dpid datapath id
 * @param address peer address and port of its connection
 * @param connected whether the session is up
 * @param connectedAt since when
 * @param manufacturer from DESC
 * @param hardware from DESC
 * @param software from DESC
 * @param tables number of flow tables
 * @param meters whether it has meters
 * @param tcpFlags whether it can match TCP flags
 * @param degraded reasons, for people, why something is missing
 * @param ports its ports
 * @param flowEntries flow entries at the last poll, all tables
 * @param monitorEntries five-tuple entries of ours
 * @param coarsePorts ingress ports that fell back to coarse counting
 * @param tableBudget entries all its tables may hold together
 * @param tableLevel 0 with room, 1 from 70 % of the budget, 2 from 90 % or after a table was full
 * @param errors OFPT_ERROR messages received
 * @param session of its connections
 * @param abilities what it can
 * @param classes entries by cookie class, while a table is too large to be listed again and again; else empty
 */
public record SwitchView(
        Dpid dpid,
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
        List<PortView> ports,
        long flowEntries,
        long monitorEntries,
        List<Integer> coarsePorts,
        long tableBudget,
        int tableLevel,
        long errors,
        SessionView session,
        Abilities abilities,
        List<ClassCount> classes) {
    /**
     * How we are connected.
     *
     * @param role our role at the switch; a slave only reads
     * @param auxiliaries auxiliary connections
     * @param bundles sets of rules go as one bundle
     * @param certificate common name and SHA-256 fingerprint of its certificate; empty when it showed none
     */
    public record SessionView(ControllerRole role, int auxiliaries, boolean bundles, Set<String> certificate) {
        public SessionView {
            certificate = Set.copyOf(certificate);
        }
    }

    /**
     * What a switch can, as it said itself.
     *
     * @param capabilities words of OFPC_* (OpenFlow 1.3.5 section 7.3.1)
     * @param maxMeters largest number of meters, 0 for none that we can use
     * @param groupTypes words of OFPGT_*
     * @param failMode what it does while no controller is there
     */
    public record Abilities(List<String> capabilities, long maxMeters, List<String> groupTypes, FailMode failMode) {
        public Abilities {
            capabilities = List.copyOf(capabilities);
            groupTypes = List.copyOf(groupTypes);
        }
    }

    /**
     * The sum of entries of one kind.
     *
     * @param name {@code all}, {@code ours}, {@code five_tuples}, {@code rules} or {@code user_flows}
     * @param packets null when the switch does not count
     * @param bytes null when the switch does not count
     */
    public record ClassCount(String name, long flows, Long packets, Long bytes) {}

    /**
     * A port.
     *
     * @param number OpenFlow port number
     * @param name its name
     * @param mac its Ethernet address
     * @param up link is up
     * @param edge no other switch of ours was seen behind it
     */
    public record PortView(
            int number,
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
            double txBps) {}

    public SwitchView {
        degraded = List.copyOf(degraded);
        ports = List.copyOf(ports);
        coarsePorts = List.copyOf(coarsePorts);
        classes = List.copyOf(classes);
    }
}
