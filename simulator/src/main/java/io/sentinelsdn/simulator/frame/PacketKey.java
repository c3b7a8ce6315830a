package io.sentinelsdn.simulator.frame;

import java.util.Arrays;

/**
 * The header fields of one frame as nine words, laid out as {@link HeaderField} says; filled again for every frame, so
 * that reading a frame allocates nothing. A truncated frame leaves the fields it does not hold at zero.
 *
 * <p>Owned by the thread that reads frames with it.
 */
public final class PacketKey {
    /** Number of words. */
    public static final int WORDS = 9;

    private static final int NOT_AN_ETH_TYPE = 0x05ff;

    private final long[] words = new long[WORDS];
    private byte[] frame;
    private int l3;
    private int l4;

    /** The words themselves; they change with the next {@link #read}. */
    public long[] words() {
        return words;
    }

    public long get(HeaderField field) {
        return field.get(words);
    }

    /** Offset of the IPv4, IPv6 or ARP header. */
    public int networkOffset() {
        return l3;
    }

    /** Offset of the TCP, UDP or ICMP header, or 0 when there is none (other protocol, later fragment). */
    public int transportOffset() {
        return l4;
    }

    /** Reads the headers of a frame that came in by a port. */
    public PacketKey read(int inPort, byte[] bytes) {
        Arrays.fill(words, 0);
        frame = bytes;
        l4 = 0;
        HeaderField.IN_PORT.put(words, inPort);
        HeaderField.ETH_DST.put(words, number(0, 6));
        HeaderField.ETH_SRC.put(words, number(6, 6));
        int type = (int) number(12, 2);
        l3 = 14;
        if (type == EtherType.VLAN) {
            long tci = number(14, 2);
            HeaderField.VLAN_VID.put(words, 0x1000 | (tci & 0xfff));
            HeaderField.VLAN_PCP.put(words, tci >>> 13);
            type = (int) number(16, 2);
            l3 = 18;
        }
        HeaderField.ETH_TYPE.put(words, type < 0x600 ? NOT_AN_ETH_TYPE : type);
        switch (type) {
            case EtherType.IPV4 -> readIpv4();
            case EtherType.IPV6 -> readIpv6();
            case EtherType.ARP -> readArp();
            default -> {}
        }
        return this;
    }

    private void readArp() {
        HeaderField.ARP_OP.put(words, number(l3 + 6, 2));
        HeaderField.SRC_LO.put(words, number(l3 + 14, 4));
        HeaderField.DST_LO.put(words, number(l3 + 24, 4));
    }

    private void readIpv4() {
        putTos(number(l3 + 1, 1));
        int protocol = (int) number(l3 + 9, 1);
        HeaderField.IP_PROTO.put(words, protocol);
        HeaderField.SRC_LO.put(words, number(l3 + 12, 4));
        HeaderField.DST_LO.put(words, number(l3 + 16, 4));
        boolean laterFragment = (number(l3 + 6, 2) & 0x1fff) != 0;
        if (!laterFragment) {
            readTransport(protocol, l3 + 4 * (int) (number(l3, 1) & 0xf));
        }
    }

    private void readIpv6() {
        putTos((number(l3, 2) >>> 4) & 0xff);
        HeaderField.SRC_HI.put(words, number(l3 + 8, 8));
        HeaderField.SRC_LO.put(words, number(l3 + 16, 8));
        HeaderField.DST_HI.put(words, number(l3 + 24, 8));
        HeaderField.DST_LO.put(words, number(l3 + 32, 8));
        int next = (int) number(l3 + 6, 1);
        int at = l3 + 40;
        for (int headers = 0; headers < 8 && isExtension(next) && at + 8 <= frame.length; headers++) {
            boolean fragment = next == 44;
            if (fragment && (number(at + 2, 2) & 0xfff8) != 0) {
                HeaderField.IP_PROTO.put(words, number(at, 1));
                return;
            }
            int length = fragment ? 8 : 8 + 8 * (int) number(at + 1, 1);
            next = (int) number(at, 1);
            at += length;
        }
        HeaderField.IP_PROTO.put(words, next);
        readTransport(next, at);
    }

    private static boolean isExtension(int next) {
        return next == 0 || next == 43 || next == 44 || next == 60;
    }

    private void readTransport(int protocol, int at) {
        switch (protocol) {
            case 6 -> {
                HeaderField.TCP_FLAGS.put(words, number(at + 12, 2) & 0xfff);
                readPorts(at);
            }
            case 17, 132 -> readPorts(at);
            case 1, 58 -> {
                HeaderField.TP_SRC.put(words, number(at, 1));
                HeaderField.TP_DST.put(words, number(at + 1, 1));
                l4 = at;
            }
            default -> {}
        }
    }

    private void readPorts(int at) {
        HeaderField.TP_SRC.put(words, number(at, 2));
        HeaderField.TP_DST.put(words, number(at + 2, 2));
        l4 = at;
    }

    private void putTos(long tos) {
        HeaderField.IP_DSCP.put(words, tos >>> 2);
        HeaderField.IP_ECN.put(words, tos & 3);
    }

    /** The big-endian number at an offset, 0 where the frame has ended. */
    private long number(int from, int count) {
        if (from + count > frame.length) {
            return 0;
        }
        long number = 0;
        for (int i = from; i < from + count; i++) {
            number = (number << 8) | (frame[i] & 0xff);
        }
        return number;
    }
}
