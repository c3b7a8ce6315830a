package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;

/**
 * One entry of a flow-stats reply, or a FLOW_REMOVED: a flyweight that is overwritten by the next one. Owned by the
 * event loop that walks the buffer; copy what you keep.
 */
public final class FlowStatsEntry {
    private static final int APPLY_ACTIONS = 4;
    private static final int OUTPUT = 0;

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

    private ByteBuf buffer;
    private int instructionsFrom;
    private int instructionsTo;

    void instructions(ByteBuf reply, int from, int to) {
        buffer = reply;
        instructionsFrom = from;
        instructionsTo = to;
    }

    /** Port of the first output action (OpenFlow 1.3.5 sections 7.2.4 and 7.2.5), 0 when there is none. */
    public int firstOutput() {
        for (int at = instructionsFrom; instructionsTo - at >= 8; ) {
            int length = buffer.getUnsignedShort(at + 2);
            if (length < 8 || length > instructionsTo - at) {
                return 0;
            }
            if (buffer.getUnsignedShort(at) == APPLY_ACTIONS) {
                return firstOutput(buffer, at + 8, at + length);
            }
            at += length;
        }
        return 0;
    }

    /** Port of the first output among the actions between {@code from} and {@code to}, 0 when there is none. */
    static int firstOutput(ByteBuf actions, int from, int to) {
        for (int at = from; to - at >= 8; ) {
            int length = actions.getUnsignedShort(at + 2);
            if (length < 8 || length > to - at) {
                return 0;
            }
            if (actions.getUnsignedShort(at) == OUTPUT) {
                return actions.getInt(at + 4);
            }
            at += length;
        }
        return 0;
    }

    /** Whether it matches one flow: both addresses, the protocol, both ports, none of them masked. */
    public boolean isFiveTuple() {
        return maskedFields == 0
                && (srcHi | srcLo) != 0
                && (dstHi | dstLo) != 0
                && ipProto != 0
                && srcPort != 0
                && dstPort != 0;
    }

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
        instructionsFrom = instructionsTo = 0;
    }
}
