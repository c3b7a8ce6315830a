package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;

/** Multipart requests written in place; they are sent often and never change (OpenFlow 1.3.5 section 7.3.5). */
final class StatsRequests {
    static final int FLOW = 1;
    static final int TABLE = 3;
    static final int PORT_STATS = 4;
    static final int GROUP_DESC = 7;
    static final int GROUP_FEATURES = 8;
    static final int METER = 9;
    static final int METER_CONFIG = 10;
    static final int METER_FEATURES = 11;
    static final int DESC = 0;
    static final int PORT_DESC = 13;

    private static final int ANY = -1;

    private StatsRequests() {}

    /** All flow entries of a table (0xff for all) whose cookie agrees in the bits of the mask. */
    static void flow(ByteBuf out, int xid, int table, long cookie, long mask) {
        header(out, xid, FLOW, 16 + 40);
        out.writeByte(table).writeZero(3).writeInt(ANY).writeInt(ANY).writeZero(4);
        out.writeLong(cookie).writeLong(mask);
        out.writeShort(1).writeShort(4).writeZero(4);
    }

    /** Counters of all ports. */
    static void ports(ByteBuf out, int xid) {
        header(out, xid, PORT_STATS, 16 + 8);
        out.writeInt(ANY).writeZero(4);
    }

    /** A request with an empty body: DESC, TABLE, PORT_DESC, METER_FEATURES, GROUP_DESC, GROUP_FEATURES. */
    static void empty(ByteBuf out, int xid, int type) {
        header(out, xid, type, 16);
    }

    /** METER or METER_CONFIG of all meters. */
    static void meters(ByteBuf out, int xid, int type) {
        header(out, xid, type, 16 + 8);
        out.writeInt(ANY).writeZero(4);
    }

    private static void header(ByteBuf out, int xid, int type, int length) {
        out.writeByte(4).writeByte(18).writeShort(length).writeInt(xid);
        out.writeShort(type).writeShort(0).writeZero(4);
    }
}
