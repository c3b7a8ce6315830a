package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.domain.net.IpAddress;

/**
 * Reads the OXM fields of a match in place (OpenFlow 1.3.5 section 7.2.3.2) into a {@link FlowStatsEntry}.
 *
 * <pre>
 *  31             16 15       9 8 7        0
 * +-----------------+----------+-+----------+---------------
 * | oxm_class       | field    |M| length   | value [mask]
 * +-----------------+----------+-+----------+---------------
 * </pre>
 *
 * Fields it does not know are counted and skipped: one foreign entry must never blind the reader.
 */
final class Oxm {
    private static final int BASIC = 0x8000;
    private static final int NICIRA = 0x0001;

    private static final int IN_PORT = 0;
    private static final int ETH_DST = 3;
    private static final int ETH_TYPE = 5;
    private static final int IP_PROTO = 10;
    private static final int IPV4_SRC = 11;
    private static final int IPV4_DST = 12;
    private static final int TCP_SRC = 13;
    private static final int TCP_DST = 14;
    private static final int UDP_SRC = 15;
    private static final int UDP_DST = 16;
    private static final int SCTP_SRC = 17;
    private static final int SCTP_DST = 18;
    private static final int ICMPV4_TYPE = 19;
    private static final int ICMPV4_CODE = 20;
    private static final int IPV6_SRC = 26;
    private static final int IPV6_DST = 27;
    private static final int ICMPV6_TYPE = 29;
    private static final int ICMPV6_CODE = 30;
    private static final int NICIRA_TCP_FLAGS = 34;
    private static final int EXPERIMENTER = 0xffff;
    private static final int ONF = 0x4f4e_4600;
    private static final int ONF_TCP_FLAGS = 42;

    private Oxm() {}

    /**
     * Reads the match structure at {@code index}.
     *
     * @param limit first byte that is no longer ours
     * @return length of the match with its padding
     * @throws MalformedMessage if a length runs over the limit
     */
    static int readMatch(ByteBuf buffer, int index, int limit, FlowStatsEntry into) {
        if (limit - index < 4) {
            throw new MalformedMessage("match is cut off");
        }
        int length = buffer.getUnsignedShort(index + 2);
        int padded = (length + 7) & ~7;
        if (length < 4 || padded > limit - index) {
            throw new MalformedMessage("match length " + length + " does not fit");
        }
        int end = index + length;
        int at = index + 4;
        while (at < end) {
            if (end - at < 4) {
                throw new MalformedMessage("OXM header is cut off");
            }
            int header = buffer.getInt(at);
            int size = header & 0xff;
            if (size > end - at - 4) {
                throw new MalformedMessage("OXM length " + size + " does not fit");
            }
            readCommon(buffer, at + 4, header, size, into);
            at += 4 + size;
        }
        return padded;
    }

    /** The unmasked fields of our own entries by their whole header, which fixes class, field and length at once. */
    private static void readCommon(ByteBuf buffer, int at, int header, int size, FlowStatsEntry into) {
        switch (header) {
            case 0x8000_0004 -> {
                into.inPort = buffer.getInt(at);
                into.hasInPort = true;
            }
            case 0x8000_0a02 -> into.ethType = buffer.getUnsignedShort(at);
            case 0x8000_1401 -> into.ipProto = buffer.getUnsignedByte(at);
            case 0x8000_1604 -> into.srcLo = IpAddress.v4Lo(buffer.getInt(at));
            case 0x8000_1804 -> into.dstLo = IpAddress.v4Lo(buffer.getInt(at));
            case 0x8000_1a02, 0x8000_1e02 -> into.srcPort = buffer.getUnsignedShort(at);
            case 0x8000_1c02, 0x8000_2002 -> into.dstPort = buffer.getUnsignedShort(at);
            default -> readField(buffer, at, header, size, into);
        }
    }

    private static void readField(ByteBuf buffer, int at, int header, int size, FlowStatsEntry into) {
        int oxmClass = header >>> 16;
        int field = header >>> 9 & 0x7f;
        boolean masked = (header & 0x100) != 0;
        int width = masked ? size / 2 : size;
        if (oxmClass == NICIRA && field == NICIRA_TCP_FLAGS && width == 2) {
            into.tcpFlags = buffer.getUnsignedShort(at);
            into.tcpFlagsMask = masked ? buffer.getUnsignedShort(at + 2) : 0xffff;
            return;
        }
        if (oxmClass == EXPERIMENTER && field == ONF_TCP_FLAGS && size >= 6 && buffer.getInt(at) == ONF) {
            into.tcpFlags = buffer.getUnsignedShort(at + 4);
            into.tcpFlagsMask = masked && size >= 8 ? buffer.getUnsignedShort(at + 6) : 0xffff;
            return;
        }
        if (oxmClass != BASIC || !readBasic(buffer, at, field, width, into)) {
            into.unknownFields++;
        }
        if (masked) {
            into.maskedFields++;
        }
    }

    private static boolean readBasic(ByteBuf buffer, int at, int field, int width, FlowStatsEntry into) {
        switch (field) {
            case IN_PORT -> {
                if (width != 4) {
                    return false;
                }
                into.inPort = buffer.getInt(at);
                into.hasInPort = true;
            }
            case ETH_DST -> {
                if (width != 6) {
                    return false;
                }
                into.ethDst = (long) buffer.getUnsignedShort(at) << 32 | buffer.getUnsignedInt(at + 2);
            }
            case ETH_TYPE -> {
                if (width != 2) {
                    return false;
                }
                into.ethType = buffer.getUnsignedShort(at);
            }
            case IP_PROTO -> {
                if (width != 1) {
                    return false;
                }
                into.ipProto = buffer.getUnsignedByte(at);
            }
            case IPV4_SRC, IPV4_DST -> {
                if (width != 4) {
                    return false;
                }
                into.address(field == IPV4_SRC, 0, IpAddress.v4Lo(buffer.getInt(at)));
            }
            case IPV6_SRC, IPV6_DST -> {
                if (width != 16) {
                    return false;
                }
                into.address(field == IPV6_SRC, buffer.getLong(at), buffer.getLong(at + 8));
            }
            case TCP_SRC, UDP_SRC, SCTP_SRC -> {
                if (width != 2) {
                    return false;
                }
                into.srcPort = buffer.getUnsignedShort(at);
            }
            case TCP_DST, UDP_DST, SCTP_DST -> {
                if (width != 2) {
                    return false;
                }
                into.dstPort = buffer.getUnsignedShort(at);
            }
            case ICMPV4_TYPE, ICMPV6_TYPE -> {
                if (width != 1) {
                    return false;
                }
                into.srcPort = buffer.getUnsignedByte(at);
            }
            case ICMPV4_CODE, ICMPV6_CODE -> {
                if (width != 1) {
                    return false;
                }
                into.dstPort = buffer.getUnsignedByte(at);
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
