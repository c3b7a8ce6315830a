package io.sentinelsdn.controller.openflow;

import io.sentinelsdn.domain.flow.Detour;
import io.sentinelsdn.domain.flow.Match;
import java.util.List;

/**
 * A flow entry as we want it on a switch, free of codec types.
 *
 * @param table table id
 * @param priority 0 to 65,535
 * @param cookie identifies it; see the table plan
 * @param match layer 3 and 4
 * @param frame layer 2
 * @param meterId meter instruction, 0 for none
 * @param outputs ports to output to in apply-actions, may be reserved ports
 * @param group id of the group to send to in apply-actions, 0 for none
 * @param gotoTable next table, or -1
 * @param idleTimeout seconds, 0 for none
 * @param hardTimeout seconds, 0 for none
 * @param reportRemoval ask for a FLOW_REMOVED
 * @param puntBytes bytes of a frame that an output to the controller sends, {@link #WHOLE_FRAME} for all
 * @param detour fields set in apply-actions before anything else, or null
 */
public record FlowEntry(
        int table,
        int priority,
        long cookie,
        Match match,
        FrameMatch frame,
        int meterId,
        List<Integer> outputs,
        int group,
        int gotoTable,
        int idleTimeout,
        int hardTimeout,
        boolean reportRemoval,
        int puntBytes,
        Detour detour) {
    /** Enough for VLAN, IPv6 with extensions, and the TCP header. */
    public static final int HEADERS = 192;

    /** {@code OFPCML_NO_BUFFER}. */
    public static final int WHOLE_FRAME = 0xffff;

    /** {@code OFPP_ALL}: every port but the ingress port. */
    public static final int ALL = 0xffff_fffc;

    /** {@code OFPP_CONTROLLER}. */
    public static final int CONTROLLER = 0xffff_fffd;

    /** A match without any layer-3 field. */
    public static final Match ANY = new Match(null, null, null, null, null, null, null, false, null);

    public FlowEntry {
        outputs = List.copyOf(outputs);
    }

    /** An entry that sets no field. */
    public FlowEntry(
            int table,
            int priority,
            long cookie,
            Match match,
            FrameMatch frame,
            int meterId,
            List<Integer> outputs,
            int group,
            int gotoTable,
            int idleTimeout,
            int hardTimeout,
            boolean reportRemoval,
            int puntBytes) {
        this(
                table,
                priority,
                cookie,
                match,
                frame,
                meterId,
                outputs,
                group,
                gotoTable,
                idleTimeout,
                hardTimeout,
                reportRemoval,
                puntBytes,
                null);
    }

    /** An entry that sends no more than headers to the controller, if anything. */
    public FlowEntry(
            int table,
            int priority,
            long cookie,
            Match match,
            FrameMatch frame,
            int meterId,
            List<Integer> outputs,
            int group,
            int gotoTable,
            int idleTimeout,
            int hardTimeout,
            boolean reportRemoval) {
        this(
                table,
                priority,
                cookie,
                match,
                frame,
                meterId,
                outputs,
                group,
                gotoTable,
                idleTimeout,
                hardTimeout,
                reportRemoval,
                HEADERS);
    }

    /**
     * Layer-2 fields.
     *
     * @param ethDst destination address, or -1 for any
     * @param ethDstMask bits of {@code ethDst} that count; -1 for all
     * @param ethSrc source address, or -1 for any
     * @param ethType EtherType, or -1 for any (an IP version in the match sets it)
     * @param icmpCode ICMP code beside the match's ICMP type, or -1
     */
    public record FrameMatch(long ethDst, long ethDstMask, long ethSrc, int ethType, int icmpCode) {
        public static final FrameMatch ANY = new FrameMatch(-1, -1, -1, -1, -1);

        public static FrameMatch ethType(int type) {
            return new FrameMatch(-1, -1, -1, type, -1);
        }

        public static FrameMatch ethDst(long mac) {
            return new FrameMatch(mac, -1, -1, -1, -1);
        }

        public static FrameMatch ethSrc(long mac) {
            return new FrameMatch(-1, -1, mac, -1, -1);
        }
    }
}
