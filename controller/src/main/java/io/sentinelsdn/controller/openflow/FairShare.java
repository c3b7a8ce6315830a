package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;

/**
 * Who is heard when a switch sends more PACKET_INs than we can answer. While a connection is behind, each ingress port
 * has {@value #SHARE} of one kind (by the class in their cookie) in each read; what is beyond that is shed in place, so
 * that one flooded port delays neither the other ports nor echo, barrier and role messages behind it. While it keeps up
 * nothing is shed. Owned by the event loop of the session.
 */
final class FairShare {
    static final int SHARE = 64;

    private static final int SLOTS = 1 << 10;
    private static final int COOKIE = 16;
    private static final int FIRST_OXM = 28;
    private static final int IN_PORT = 0x8000_0004;

    private final int[] lastRead = new int[SLOTS];
    private final int[] heard = new int[SLOTS];
    private boolean behind;
    private int read;

    /** A read begins. */
    void readStarts(boolean isBehind) {
        behind = isBehind;
        read++;
    }

    /** Whether the PACKET_IN between these bytes is to be handled. Ports far apart in number may share a slot. */
    boolean admits(ByteBuf message, int from, int to) {
        if (!behind || to - from < FIRST_OXM + 8 || message.getInt(from + FIRST_OXM) != IN_PORT) {
            return true;
        }
        int port = message.getInt(from + FIRST_OXM + 4);
        int kind = message.getUnsignedShort(from + COOKIE + 2);
        int slot = (port + 31 * kind) & (SLOTS - 1);
        if (lastRead[slot] != read) {
            lastRead[slot] = read;
            heard[slot] = 0;
        }
        return heard[slot]++ < SHARE;
    }
}
