package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;

/**
 * Walks flow-stats replies in place: nothing is allocated for an entry (OpenFlow 1.3.5 section 7.3.5.2).
 *
 * <pre>
 *  0      2     3    4          8           12     14     16     18      20     24       32        40       48
 * +------+-----+----+----------+-----------+------+------+------+-------+------+--------+---------+--------+-------
 * | len  |table|pad | dur sec  | dur nsec  | prio | idle | hard | flags | pad  | cookie | packets | bytes  | match…
 * +------+-----+----+----------+-----------+------+------+------+-------+------+--------+---------+--------+-------
 * </pre>
 *
 * Owned by one event loop.
 */
public final class FlowStatsWalker {
    private static final int ENTRY_HEADER = 48;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    /** Sees each entry. */
    @FunctionalInterface
    public interface Visitor {
        void entry(FlowStatsEntry entry);
    }

    private final FlowStatsEntry entry = new FlowStatsEntry();

    /**
     * Visits every entry between {@code from} and {@code to}.
     *
     * @return number of entries
     * @throws MalformedMessage if a length does not fit; entries before it have been visited
     */
    public int walk(ByteBuf buffer, int from, int to, Visitor visitor) {
        int count = 0;
        int at = from;
        while (at < to) {
            if (to - at < ENTRY_HEADER + 8) {
                throw new MalformedMessage("flow entry is cut off");
            }
            int length = buffer.getUnsignedShort(at);
            if (length < ENTRY_HEADER + 8 || length > to - at) {
                throw new MalformedMessage("flow entry length " + length + " does not fit");
            }
            entry.clear();
            entry.tableId = buffer.getUnsignedByte(at + 2);
            entry.durationNs = buffer.getUnsignedInt(at + 4) * NS_PER_SECOND + buffer.getUnsignedInt(at + 8);
            entry.priority = buffer.getUnsignedShort(at + 12);
            entry.idleTimeout = buffer.getUnsignedShort(at + 14);
            entry.hardTimeout = buffer.getUnsignedShort(at + 16);
            entry.cookie = buffer.getLong(at + 24);
            entry.packets = buffer.getLong(at + 32);
            entry.bytes = buffer.getLong(at + 40);
            int match = Oxm.readMatch(buffer, at + ENTRY_HEADER, at + length, entry);
            entry.instructions(buffer, at + ENTRY_HEADER + match, at + length);
            visitor.entry(entry);
            at += length;
            count++;
        }
        return count;
    }

    /**
     * Reads a whole FLOW_REMOVED message (OpenFlow 1.3.5 section 7.4.2).
     *
     * @throws MalformedMessage if it is cut off
     */
    FlowStatsEntry readFlowRemoved(ByteBuf buffer, int from, int to) {
        if (to - from < 56) {
            throw new MalformedMessage("FLOW_REMOVED is cut off");
        }
        entry.clear();
        entry.cookie = buffer.getLong(from + 8);
        entry.priority = buffer.getUnsignedShort(from + 16);
        entry.reason = buffer.getUnsignedByte(from + 18);
        entry.tableId = buffer.getUnsignedByte(from + 19);
        entry.durationNs = buffer.getUnsignedInt(from + 20) * NS_PER_SECOND + buffer.getUnsignedInt(from + 24);
        entry.idleTimeout = buffer.getUnsignedShort(from + 28);
        entry.hardTimeout = buffer.getUnsignedShort(from + 30);
        entry.packets = buffer.getLong(from + 32);
        entry.bytes = buffer.getLong(from + 40);
        Oxm.readMatch(buffer, from + 48, to, entry);
        return entry;
    }
}
