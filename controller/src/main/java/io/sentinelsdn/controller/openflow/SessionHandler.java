package io.sentinelsdn.controller.openflow;

import java.util.List;

/** What a session tells its owner. Every method is called in the event loop of the session. */
public interface SessionHandler {
    /** The handshake is complete; {@code session.features()} is known. */
    void ready(SwitchSession session);

    /**
     * The handshake is complete but the session is refused and closed: its datapath id belongs to another. Nothing else
     * is told of it.
     */
    void refused(SwitchSession session, String reason);

    /** What the tables of the switch cannot do, for people; answers {@code session.explore()}. */
    void explored(SwitchSession session, List<String> lacks);

    /** Our role at the switch, {@code session.role()}, is another now. */
    void roleChanged(SwitchSession session);

    /** The connection is gone. Called once for a session that was ready. */
    void closed(SwitchSession session, String reason);

    void packetIn(SwitchSession session, PacketIn packet, long nowNs);

    /** One entry of a flow-stats reply to the request {@code kind}. */
    void flowStats(SwitchSession session, StatsKind kind, FlowStatsEntry entry, long nowNs);

    /** The last part of the reply to the request {@code kind} has been walked. */
    void flowStatsEnd(SwitchSession session, StatsKind kind);

    void flowRemoved(SwitchSession session, FlowStatsEntry entry, long nowNs);

    void portStats(SwitchSession session, PortCounters counters, long nowNs);

    /** Entries in one table, from the reply to a table poll. */
    void tableStats(SwitchSession session, int tableId, long activeEntries);

    /** A meter's counters: packets that met it, and those its bands dropped. */
    void meterStats(SwitchSession session, long meterId, long packets, long dropped);

    /**
     * A group that is there.
     *
     * @param type {@code OFPGT_*}
     * @param ports first output port of each bucket
     */
    void groupDesc(SwitchSession session, int groupId, int type, List<Integer> ports);

    /** All groups have been told. */
    void groupDescEnd(SwitchSession session);

    /** A port was added, removed or changed; the list is the whole new one. */
    void portsChanged(SwitchSession session, List<SwitchFeatures.Port> ports);

    /** Which flow-stats request an entry answers. */
    enum StatsKind {
        /** Counting entries of the monitor table and mitigation rules. */
        FAST,
        /** Five-tuple entries. */
        FINE,
        /** Every entry, to compare with what should be there. */
        FULL
    }

    /** Counters of one port; a flyweight. */
    final class PortCounters {
        public int port;
        public long rxPackets;
        public long txPackets;
        public long rxBytes;
        public long txBytes;
    }
}
