package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;

/**
 * Which reasons of asynchronous messages a controller wants to hear, as master or equal and as slave (section 7.3.10).
 * Owned by the switch's event loop.
 *
 * <pre>
 *  8               16               24               32
 * +-------+-------+-------+-------+-------+-------+
 * | packet_in     | port_status   | flow_removed  |   each: master, slave; a bit per reason
 * +-------+-------+-------+-------+-------+-------+
 * </pre>
 */
final class AsyncMask {
    static final int LENGTH = 32;

    private static final int MASTER = 0;
    private static final int SLAVE = 1;

    private final int[] packetIn = {0x7, 0};
    private final int[] portStatus = {0x7, 0x7};
    private final int[] flowRemoved = {0xf, 0};

    boolean wantsPacketIn(boolean slave, int reason) {
        return wants(packetIn, slave, reason);
    }

    boolean wantsPortStatus(boolean slave, int reason) {
        return wants(portStatus, slave, reason);
    }

    boolean wantsFlowRemoved(boolean slave, int reason) {
        return wants(flowRemoved, slave, reason);
    }

    private static boolean wants(int[] masks, boolean slave, int reason) {
        return (masks[slave ? SLAVE : MASTER] & (1 << reason)) != 0;
    }

    void read(ByteBuf message) throws Refusal {
        if (message.writerIndex() != LENGTH) {
            throw new Refusal(OfError.BAD_REQUEST_LEN);
        }
        int at = Wire.HEADER;
        for (int[] masks : new int[][] {packetIn, portStatus, flowRemoved}) {
            masks[MASTER] = message.getInt(at);
            masks[SLAVE] = message.getInt(at + 4);
            at += 8;
        }
    }

    void write(ByteBuf out) {
        for (int[] masks : new int[][] {packetIn, portStatus, flowRemoved}) {
            out.writeInt(masks[MASTER]).writeInt(masks[SLAVE]);
        }
    }
}
