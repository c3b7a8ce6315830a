package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;

/**
 * The PACKET_INs of one connection: which of them are handled, read in place, and how many there were. Owned by the event
 * loop of the session.
 */
final class PacketIns {
    private final OpenFlowMetrics metrics;
    private final FairShare fairShare = new FairShare();
    private final PacketIn packet = new PacketIn();
    private int come;
    private int shed;
    private long count;

    PacketIns(OpenFlowMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * Bytes have come.
     *
     * @param behind more is waiting than one turn can handle
     */
    void readStarts(boolean behind) {
        fairShare.readStarts(behind);
    }

    /** Counts the message and answers whether it is to be handled. */
    boolean admits(ByteBuf message, int from, int to) {
        come++;
        if (fairShare.admits(message, from, to)) {
            return true;
        }
        shed++;
        return false;
    }

    /** The message, valid until the next one. */
    PacketIn read(ByteBuf message, int from, int to) {
        packet.read(message, from, to);
        return packet;
    }

    /** What has come since {@code startNs} has been answered. */
    void readEnds(long startNs) {
        if (come > 0) {
            count += come;
            metrics.packetIns.add(come);
            metrics.shed.add(shed);
            metrics.answer.recordNs(System.nanoTime() - startNs);
            come = shed = 0;
        }
    }

    /** Since the beginning, those that were shed too. */
    long count() {
        return count;
    }
}
