package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;

/**
 * A PACKET_IN read in place (OpenFlow 1.3.5 section 7.4.1) down to layer 4: a flyweight that is overwritten by the
 * next one. Owned by the event loop; {@link #data()} must not be kept.
 */
public final class PacketIn {
    public static final int ETH_IPV4 = 0x0800;
    public static final int ETH_ARP = 0x0806;
    public static final int ETH_VLAN = 0x8100;
    public static final int ETH_IPV6 = 0x86dd;
    public static final int ETH_LLDP = 0x88cc;

    /** {@code OFPR_NO_MATCH}: by a table-miss entry. */
    public static final int NO_MATCH = 0;

    private static final int NO_BUFFER = -1;
    private static final int PACKET_OUT = 13;
    private static final int PACKET_OUT_HEADER = 24;
    private static final int OUTPUT_LENGTH = 16;

    public long cookie;
    /** Where the switch keeps the frame, or {@code OFP_NO_BUFFER} (all ones). */
    public int bufferId;

    public int tableId;
    public int reason;
    public int inPort;
    /** Length of the whole frame, also when only its head was sent. */
    public int totalLength;

    public long ethDst;
    public long ethSrc;
    public int ethType;
    /** Whether addresses and {@code protocol} were read. */
    public boolean isIp;
    /** A fragment other than the first: no layer-4 header in it. */
    public boolean isLaterFragment;

    public long srcHi;
    public long srcLo;
    public long dstHi;
    public long dstLo;
    public int protocol;
    /** Layer-4 source port or ICMP type. */
    public int srcPort;
    /** Layer-4 destination port or ICMP code. */
    public int dstPort;

    public int tcpFlags;

    private final FlowStatsEntry match = new FlowStatsEntry();
    private ByteBuf buffer;
    private int dataFrom;
    private int dataTo;
    private int l4From;

    /** Reads the message between {@code from} and {@code to}. */
    void read(ByteBuf message, int from, int to) {
        if (to - from < 34) {
            throw new MalformedMessage("PACKET_IN is cut off");
        }
        buffer = message;
        bufferId = message.getInt(from + 8);
        totalLength = message.getUnsignedShort(from + 12);
        reason = message.getUnsignedByte(from + 14);
        tableId = message.getUnsignedByte(from + 15);
        cookie = message.getLong(from + 16);
        match.clear();
        int matchLength = Oxm.readMatch(message, from + 24, to, match);
        if (!match.hasInPort) {
            throw new MalformedMessage("PACKET_IN without in_port");
        }
        inPort = match.inPort;
        dataFrom = Math.min(to, from + 24 + matchLength + 2);
        dataTo = to;
        parseFrame();
    }

    /** Whether the frame can be sent on: the switch keeps it, or it came whole. */
    public boolean isWhole() {
        return bufferId != NO_BUFFER || dataTo - dataFrom >= totalLength;
    }

    /** Writes the PACKET_OUT that sends this frame out of a port (OpenFlow 1.3.5 section 7.3.7). */
    void writeOut(ByteBuf out, int xid, int port) {
        int data = writeOutHeader(out, xid, 1);
        writeOutput(out, port);
        out.writeBytes(buffer, dataFrom, data);
    }

    /** The same for several ports; the one it came in at is left out by the switch. */
    void writeOut(ByteBuf out, int xid, int[] ports) {
        int data = writeOutHeader(out, xid, ports.length);
        for (int port : ports) {
            writeOutput(out, port);
        }
        out.writeBytes(buffer, dataFrom, data);
    }

    /** Answers how many bytes of the frame follow the actions. */
    private int writeOutHeader(ByteBuf out, int xid, int outputs) {
        int data = bufferId == NO_BUFFER ? dataTo - dataFrom : 0;
        int actions = OUTPUT_LENGTH * outputs;
        Outbox.header(out, PACKET_OUT, PACKET_OUT_HEADER + actions + data, xid);
        out.writeInt(bufferId).writeInt(inPort);
        out.writeLong((long) actions << 48);
        return data;
    }

    private static void writeOutput(ByteBuf out, int port) {
        out.writeLong((long) OUTPUT_LENGTH << 32 | (port & 0xffff_ffffL)).writeLong(0);
    }

    /** The frame's bytes as a slice of the message; valid until the handler returns. */
    public ByteBuf data() {
        return buffer.slice(dataFrom, dataTo - dataFrom);
    }

    /** The bytes behind the IP header (first fragment) or behind the Ethernet header (no IP), as far as sent. */
    public ByteBuf payload() {
        return buffer.slice(l4From, dataTo - l4From);
    }

    private void parseFrame() {
        isIp = isLaterFragment = false;
        srcHi = srcLo = dstHi = dstLo = ethDst = ethSrc = 0;
        protocol = srcPort = dstPort = tcpFlags = ethType = 0;
        l4From = dataTo;
        int at = dataFrom;
        if (dataTo - at < 14) {
            return;
        }
        ethDst = mac(at);
        ethSrc = mac(at + 6);
        ethType = buffer.getUnsignedShort(at + 12);
        at += 14;
        if (ethType == ETH_VLAN && dataTo - at >= 4) {
            ethType = buffer.getUnsignedShort(at + 2);
            at += 4;
        }
        l4From = at;
        if (ethType == ETH_IPV4) {
            parseIpv4(at);
        } else if (ethType == ETH_IPV6) {
            parseIpv6(at);
        }
    }

    private void parseIpv4(int at) {
        if (dataTo - at < 20) {
            return;
        }
        int headerLength = (buffer.getByte(at) & 0x0f) * 4;
        protocol = buffer.getUnsignedByte(at + 9);
        srcLo = IpAddress.v4Lo(buffer.getInt(at + 12));
        dstLo = IpAddress.v4Lo(buffer.getInt(at + 16));
        isIp = true;
        isLaterFragment = (buffer.getUnsignedShort(at + 6) & 0x1fff) != 0;
        l4From = Math.min(dataTo, at + Math.max(20, headerLength));
        if (!isLaterFragment) {
            parseLayer4(l4From);
        }
    }

    private void parseIpv6(int at) {
        if (dataTo - at < 40) {
            return;
        }
        srcHi = buffer.getLong(at + 8);
        srcLo = buffer.getLong(at + 16);
        dstHi = buffer.getLong(at + 24);
        dstLo = buffer.getLong(at + 32);
        isIp = true;
        int next = buffer.getUnsignedByte(at + 6);
        int behind = at + 40;
        for (int headers = 0; headers < 8 && isExtension(next) && dataTo - behind >= 8; headers++) {
            if (next == 44) {
                isLaterFragment = (buffer.getUnsignedShort(behind + 2) & 0xfff8) != 0;
            }
            int length = next == 44 ? 8 : (buffer.getUnsignedByte(behind + 1) + 1) * 8;
            next = buffer.getUnsignedByte(behind);
            behind += length;
        }
        protocol = next;
        l4From = Math.min(dataTo, behind);
        if (!isLaterFragment) {
            parseLayer4(l4From);
        }
    }

    /** Hop-by-hop, routing, fragment, destination options (RFC 8200 section 4). */
    private static boolean isExtension(int nextHeader) {
        return nextHeader == 0 || nextHeader == 43 || nextHeader == 44 || nextHeader == 60;
    }

    private void parseLayer4(int at) {
        if (IpProto.isIcmp(protocol)) {
            if (dataTo - at >= 2) {
                srcPort = buffer.getUnsignedByte(at);
                dstPort = buffer.getUnsignedByte(at + 1);
            }
        } else if ((protocol == IpProto.TCP || protocol == IpProto.UDP) && dataTo - at >= 4) {
            srcPort = buffer.getUnsignedShort(at);
            dstPort = buffer.getUnsignedShort(at + 2);
            if (protocol == IpProto.TCP && dataTo - at >= 14) {
                tcpFlags = buffer.getUnsignedByte(at + 13);
            }
        }
    }

    private long mac(int at) {
        return (long) buffer.getUnsignedShort(at) << 32 | buffer.getUnsignedInt(at + 2);
    }
}
