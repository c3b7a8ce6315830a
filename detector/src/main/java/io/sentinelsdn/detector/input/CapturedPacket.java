package io.sentinelsdn.detector.input;

/** What is known of a captured packet; a flyweight that the reader fills again. Owned by the reading thread. */
public final class CapturedPacket {
    /** Whose it is. */
    public FlowTuple flow;
    /** When, in seconds since 1970. */
    public double time;
    /** Bytes of an Ethernet frame that carries it. */
    public int frameBytes;
    /** TCP flags, 0 for others. */
    public int tcpFlags;
    /** ICMP type and code, 0 for others. */
    public int icmpType;

    public int icmpCode;
    /** Link address of the sender (48 bits), 0 where the capture has none: which neighbour sent it. */
    public long neighbour;
    /** Bytes of its TCP, UDP or ICMP header, 0 when unknown. */
    int headerBytes;
    /** Bytes behind that header, as the lengths of the packet say. */
    int dataBytes;
    /** TCP window as it is in the packet, -1 for others. */
    int window = -1;

    /** Hears of packets in the order of the file. */
    @FunctionalInterface
    public interface Listener {
        /** Nobody listens. */
        Listener NONE = packet -> {};

        /** Must copy what it keeps. */
        void packet(CapturedPacket packet);
    }
}
