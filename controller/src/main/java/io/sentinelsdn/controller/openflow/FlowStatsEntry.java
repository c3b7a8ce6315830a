package io.sentinelsdn.controller.openflow;

/**
 * One entry of a flow-stats reply, or a FLOW_REMOVED: a flyweight that is overwritten by the next one. Owned by the
 * event loop that walks the buffer; copy what you keep.
 */
public final class FlowStatsEntry {
    public int tableId;
    public int priority;
    public int idleTimeout;
    public int hardTimeout;
    public long cookie;
    /** Packets since the entry was added; all ones when the switch does not count them. */
    public long packets;

    public long bytes;
    public long durationNs;
    /** Reason of a FLOW_REMOVED (OFPRR_*), 0 otherwise. */
    public int reason;

    public boolean hasInPort;
    public int inPort;
    public long ethDst;
    public int ethType;
    public int ipProto;
    public long srcHi;
    public long srcLo;
    public long dstHi;
    public long dstLo;
    /** Layer-4 source port or ICMP type. */
    public int srcPort;
    /** Layer-4 destination port or ICMP code. */
    public int dstPort;

    public int tcpFlags;
    public int tcpFlagsMask;
    /** Match fields that were skipped because nobody here knows them. */
    public int unknownFields;

    public int maskedFields;

    void address(boolean source, long hi, long lo) {
        if (source) {
            srcHi = hi;
            srcLo = lo;
        } else {
            dstHi = hi;
            dstLo = lo;
        }
    }

    void clear() {
        tableId = priority = idleTimeout = hardTimeout = reason = inPort = ethType = ipProto = 0;
        srcPort = dstPort = tcpFlags = tcpFlagsMask = unknownFields = maskedFields = 0;
        cookie = packets = bytes = durationNs = ethDst = srcHi = srcLo = dstHi = dstLo = 0;
        hasInPort = false;
    }
}
