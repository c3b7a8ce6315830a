package io.sentinelsdn.domain.flow;

import io.sentinelsdn.domain.net.IpAddress;

/**
 * One observation on its way from a switch to the detector: a flyweight that the producer fills again and again and
 * the sink copies before it returns. Plain fields, because it is written once per flow-stats entry.
 *
 * <p>Owned by the producing thread (an event loop, a file reader, the simulator).
 *
 * <p>Counters are totals since the entry was created, as the switch reports them; the detector forms deltas.
 */
public final class FlowSample {
    /** What was observed; decides which fields mean something. */
    public enum Kind {
        /** Counters of a five-tuple entry: all header fields and counters. */
        FLOW,
        /** Final counters of a five-tuple entry that the switch has removed. */
        FLOW_END,
        /** Counters of a coarse entry: ingress port, destination, protocol. */
        COARSE,
        /** Counters of the entry at {@code inPort} that sees every initial TCP SYN (SYN without ACK). */
        SYN_COUNT,
        /** Counters of the entry at {@code inPort} that sees every packet without an entry of its own. */
        MISS_COUNT,
        /** One sampled packet: header fields, {@code tcpFlags}, {@code bytes} = frame length, {@code packets} = 1. */
        PACKET,
        /** Port counters: {@code inPort}, {@code packets/bytes} received and {@code txPackets/txBytes} sent. */
        PORT
    }

    public Kind kind = Kind.FLOW;
    /** Datapath id. */
    public long dpid;
    /** Ingress port number (unsigned 32 bits). */
    public int inPort;
    /** Source address, see {@link IpAddress}. */
    public long srcHi;

    public long srcLo;
    /** Destination address, see {@link IpAddress}. */
    public long dstHi;

    public long dstLo;
    /** IP protocol number. */
    public int protocol;
    /** TCP or UDP source port, or the ICMP type. */
    public int srcPort;
    /** TCP or UDP destination port, or the ICMP code. */
    public int dstPort;
    /** TCP flags of a sampled packet, bits as in RFC 9293; 0 when unknown. */
    public int tcpFlags;

    public long packets;
    public long bytes;
    public long txPackets;
    public long txBytes;
    /** Age of the entry in nanoseconds, as the switch reports it. */
    public long durationNs;
    /** When the bytes arrived here, {@link System#nanoTime()} scale. */
    public long timeNs;
    /** Cookie of the entry. */
    public long cookie;

    public IpAddress src() {
        return new IpAddress(srcHi, srcLo);
    }

    public IpAddress dst() {
        return new IpAddress(dstHi, dstLo);
    }

    /** Forgets everything, so that the next observation starts clean. */
    public FlowSample clear() {
        kind = Kind.FLOW;
        dpid = srcHi = srcLo = dstHi = dstLo = packets = bytes = txPackets = txBytes = durationNs = timeNs = cookie = 0;
        inPort = protocol = srcPort = dstPort = tcpFlags = 0;
        return this;
    }

    /** Copies every field of the other sample. */
    public FlowSample set(FlowSample other) {
        kind = other.kind;
        dpid = other.dpid;
        inPort = other.inPort;
        srcHi = other.srcHi;
        srcLo = other.srcLo;
        dstHi = other.dstHi;
        dstLo = other.dstLo;
        protocol = other.protocol;
        srcPort = other.srcPort;
        dstPort = other.dstPort;
        tcpFlags = other.tcpFlags;
        packets = other.packets;
        bytes = other.bytes;
        txPackets = other.txPackets;
        txBytes = other.txBytes;
        durationNs = other.durationNs;
        timeNs = other.timeNs;
        cookie = other.cookie;
        return this;
    }

    @Override
    public String toString() {
        return kind + " dpid=" + Long.toHexString(dpid) + " in_port=" + inPort + " " + src() + ":" + srcPort + ">"
                + dst() + ":" + dstPort + " proto=" + protocol + " packets=" + packets + " bytes=" + bytes;
    }
}
