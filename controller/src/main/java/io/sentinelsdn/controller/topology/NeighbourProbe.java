package io.sentinelsdn.controller.topology;

import io.sentinelsdn.domain.net.IpAddress;
import java.nio.ByteBuffer;

/**
 * Asks a host whether it still has an address: an ARP probe (RFC 5227 section 2.1.1) or a neighbor solicitation (RFC 4861
 * section 4.3), to its Ethernet address alone. Stateless.
 */
public final class NeighbourProbe {
    private static final int ARP_BYTES = 60;
    private static final int SOLICITATION_BYTES = 32;
    private static final long LINK_LOCAL = 0xfe80L << 48;

    private NeighbourProbe() {}

    /** The frame; its sender is the port it leaves by. */
    public static byte[] of(long portMac, long hostMac, IpAddress address) {
        return address.isV4() ? arp(portMac, hostMac, address) : solicitation(portMac, hostMac, address);
    }

    private static byte[] arp(long portMac, long hostMac, IpAddress address) {
        ByteBuffer frame = ByteBuffer.allocate(ARP_BYTES);
        mac(mac(frame, hostMac), portMac).putShort((short) 0x0806);
        frame.putShort((short) 1)
                .putShort((short) 0x0800)
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) 1);
        mac(frame, portMac).putInt(0);
        mac(frame, 0).putInt(address.v4Bits());
        return frame.array();
    }

    private static byte[] solicitation(long portMac, long hostMac, IpAddress address) {
        long interfaceId = (portMac >>> 24 ^ 0x02_0000) << 40 | 0xff_fe00_0000L | (portMac & 0xff_ffff);
        ByteBuffer frame = ByteBuffer.allocate(14 + 40 + SOLICITATION_BYTES);
        mac(mac(frame, hostMac), portMac).putShort((short) 0x86dd);
        frame.putInt(6 << 28)
                .putShort((short) SOLICITATION_BYTES)
                .put((byte) 58)
                .put((byte) 255);
        frame.putLong(LINK_LOCAL).putLong(interfaceId).putLong(address.hi()).putLong(address.lo());
        int message = frame.position();
        frame.put((byte) 135).put((byte) 0).putShort((short) 0).putInt(0);
        frame.putLong(address.hi()).putLong(address.lo()).put((byte) 1).put((byte) 1);
        mac(frame, portMac);
        frame.putShort(message + 2, checksum(frame, message));
        return frame.array();
    }

    /** Over the pseudo header and the message (RFC 8200 section 8.1). */
    private static short checksum(ByteBuffer frame, int message) {
        long sum = SOLICITATION_BYTES + 58;
        for (int at = message - 32; at < message + SOLICITATION_BYTES; at += 2) {
            sum += frame.getShort(at) & 0xffff;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (short) ~sum;
    }

    private static ByteBuffer mac(ByteBuffer frame, long mac) {
        return frame.putShort((short) (mac >>> 32)).putInt((int) mac);
    }
}
