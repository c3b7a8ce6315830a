package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the first tables of a switch hold and match, from TABLE_FEATURES (OpenFlow 1.3.5 section 7.3.5.5). The answer may
 * be a megabyte: it is walked in place, and only our own tables are looked at. Owned by the event loop of the session.
 */
final class TableAbilities {
    private static final int TABLE_FEATURES = 12;
    private static final int OUR_TABLES = 4;
    private static final int LENGTH = 64;
    private static final int MATCH = 8;
    private static final int BASIC = 0x8000;
    private static final int LEAST_ENTRIES = 1_000;
    private static final int MOST_LACKS = 64;
    /** OXM fields that our entries match, by number (section 7.2.3.7). */
    private static final Map<Integer, String> NEEDED = needed();

    private final Outbox outbox;
    private final Set<String> lacks = new LinkedHashSet<>();
    private int xid;

    TableAbilities(Outbox outbox) {
        this.outbox = outbox;
    }

    private static Map<Integer, String> needed() {
        Map<Integer, String> fields = new LinkedHashMap<>();
        fields.put(0, "in_port");
        fields.put(3, "eth_dst");
        fields.put(5, "eth_type");
        fields.put(10, "ip_proto");
        fields.put(11, "ipv4_src");
        fields.put(12, "ipv4_dst");
        fields.put(13, "tcp_src");
        fields.put(14, "tcp_dst");
        fields.put(15, "udp_src");
        fields.put(16, "udp_dst");
        fields.put(26, "ipv6_src");
        fields.put(27, "ipv6_dst");
        return fields;
    }

    void ask() {
        xid = outbox.xid();
        StatsRequests.empty(outbox.open(), xid, TABLE_FEATURES);
        outbox.written();
    }

    /** Whether the error answers our question: the switch does not tell. */
    boolean refused(int errorXid) {
        return errorXid != 0 && errorXid == xid;
    }

    /** For people; complete after the last part. */
    List<String> lacks() {
        return List.copyOf(lacks);
    }

    /** One part of the reply; false when it is none of ours. A length that makes no sense ends the part. */
    boolean reply(ByteBuf message, int from, int to, int replyXid, boolean last) {
        if (replyXid != xid || xid == 0) {
            return false;
        }
        int at = from;
        while (to - at >= LENGTH) {
            int length = message.getUnsignedShort(at);
            if (length < LENGTH || length > to - at) {
                break;
            }
            table(message, at, at + length);
            at += length;
        }
        if (last) {
            xid = 0;
        }
        return true;
    }

    private void table(ByteBuf message, int from, int to) {
        int table = message.getUnsignedByte(from + 2);
        if (table >= OUR_TABLES || lacks.size() >= MOST_LACKS) {
            return;
        }
        long entries = message.getUnsignedInt(from + 60);
        if (entries < LEAST_ENTRIES) {
            lacks.add("table " + table + " holds " + entries + " entries");
        }
        int at = from + LENGTH;
        while (to - at >= 4) {
            int length = message.getUnsignedShort(at + 2);
            if (length < 4 || length > to - at) {
                return;
            }
            if (message.getUnsignedShort(at) == MATCH) {
                matches(table, message, at + 4, at + length);
            }
            at += (length + 7) & ~7;
        }
    }

    private void matches(int table, ByteBuf message, int from, int to) {
        Map<Integer, String> missing = new LinkedHashMap<>(NEEDED);
        int at = from;
        while (to - at >= 4) {
            int header = message.getInt(at);
            boolean experimenter = header >>> 16 == 0xffff;
            if (header >>> 16 == BASIC) {
                missing.remove(header >>> 9 & 0x7f);
            }
            at += experimenter ? 8 : 4;
        }
        if (!missing.isEmpty()) {
            lacks.add("table " + table + " cannot match " + String.join(", ", missing.values()));
        }
    }
}
