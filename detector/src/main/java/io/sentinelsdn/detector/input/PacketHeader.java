package io.sentinelsdn.detector.input;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a captured packet says of its flow: Ethernet (with VLAN tags), Linux cooked, BSD loopback or raw IP; IPv4 and
 * IPv6 with extension headers; later fragments belong to the flow of their first one while that is remembered. Owned by
 * one thread.
 */
final class PacketHeader {
    private static final int FRAGMENTS = 4096;
    private static final int ETHERNET_HEADER = 14;

    private static final int TCP_HEADER = 20;
    private static final int SHORT_HEADER = 8;

    /** The packet just read. */
    final CapturedPacket packet = new CapturedPacket();

    private record FragmentKey(IpAddress source, IpAddress destination, int protocol, int id) {}

    private final Map<FragmentKey, Integer> fragments = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FragmentKey, Integer> eldest) {
            return size() > FRAGMENTS;
        }
    };

    /**
     * Reads a packet.
     *
     * @param linkType as in the LINKTYPE_ registry
     * @param wireLength length on the wire
     * @return false if it carries no IP, or too little of it was captured
     */
    boolean read(ByteBuffer data, int linkType, int wireLength) {
        int ip = networkOffset(data, linkType);
        if (ip < 0 || ip >= data.limit()) {
            return false;
        }
        boolean ethernet = linkType == 1;
        packet.frameBytes = Math.max(wireLength, data.limit()) + (ethernet ? 0 : ETHERNET_HEADER - ip);
        packet.neighbour = neighbour(data, linkType);
        packet.tcpFlags = 0;
        packet.icmpType = 0;
        packet.icmpCode = 0;
        packet.headerBytes = 0;
        packet.dataBytes = 0;
        packet.window = -1;
        int version = (data.get(ip) & 0xff) >>> 4;
        return version == 4 ? v4(data, ip) : version == 6 && v6(data, ip);
    }

    /** Where the IP header begins, or -1. */
    private static int networkOffset(ByteBuffer data, int linkType) {
        return switch (linkType) {
            case 1 -> etherType(data, 12);
            case 113 -> isIp(data, 14) ? 16 : -1;
            case 276 -> isIp(data, 0) ? 20 : -1;
            case 0, 108 -> 4;
            case 12, 14, 101, 228, 229 -> 0;
            default -> -1;
        };
    }

    /** Who sent it, by the address of the link, or 0. */
    private static long neighbour(ByteBuffer data, int linkType) {
        int at = switch (linkType) {
            case 1, 113 -> 6;
            case 276 -> 12;
            default -> -1;
        };
        return at < 0 ? 0 : data.getLong(at) >>> 16;
    }

    private static int etherType(ByteBuffer data, int first) {
        int at = first;
        while (at + 2 <= data.limit()) {
            int type = data.getShort(at) & 0xffff;
            if (type == 0x0800 || type == 0x86dd) {
                return at + 2;
            }
            if (type != 0x8100 && type != 0x88a8 && type != 0x9100) {
                return -1;
            }
            at += 4;
        }
        return -1;
    }

    private static boolean isIp(ByteBuffer data, int at) {
        if (at + 2 > data.limit()) {
            return false;
        }
        int type = data.getShort(at) & 0xffff;
        return type == 0x0800 || type == 0x86dd;
    }

    private boolean v4(ByteBuffer data, int ip) {
        int header = (data.get(ip) & 0xf) * 4;
        if (header < 20 || ip + 20 > data.limit()) {
            return false;
        }
        int fragment = data.getShort(ip + 6) & 0x3fff;
        transport(
                data,
                ip + header,
                IpAddress.v4(data.getInt(ip + 12)),
                IpAddress.v4(data.getInt(ip + 16)),
                data.get(ip + 9) & 0xff,
                ip + (data.getShort(ip + 2) & 0xffff),
                fragment & 0x1fff,
                fragment == 0 ? -1 : data.getShort(ip + 4) & 0xffff);
        return true;
    }

    private boolean v6(ByteBuffer data, int ip) {
        if (ip + 40 > data.limit()) {
            return false;
        }
        int next = data.get(ip + 6) & 0xff;
        int at = ip + 40;
        int offset = 0;
        int id = -1;
        while (isExtension(next) && at + 8 <= data.limit()) {
            int following = data.get(at) & 0xff;
            int units = data.get(at + 1) & 0xff;
            if (next == 44) {
                offset = (data.getShort(at + 2) & 0xffff) >>> 3;
                id = data.getInt(at + 4) & 0x7fff_ffff;
                at += 8;
            } else {
                at += next == 51 ? (units + 2) * 4 : (units + 1) * 8;
            }
            next = following;
        }
        transport(
                data,
                at,
                new IpAddress(data.getLong(ip + 8), data.getLong(ip + 16)),
                new IpAddress(data.getLong(ip + 24), data.getLong(ip + 32)),
                next,
                ip + 40 + (data.getShort(ip + 4) & 0xffff),
                offset,
                id);
        return true;
    }

    private static boolean isExtension(int header) {
        return header == 0 || header == 43 || header == 44 || header == 51 || header == 60;
    }

    /** Ports, flags and lengths; {@code end} is where the packet ends, {@code fragmentId} is -1 for a whole packet. */
    private void transport(
            ByteBuffer data,
            int at,
            IpAddress source,
            IpAddress destination,
            int protocol,
            int end,
            int offset,
            int fragmentId) {
        boolean hasPorts = protocol == IpProto.TCP || protocol == IpProto.UDP || protocol == 132;
        int ports = 0;
        if (offset == 0 && hasPorts && at + 4 <= data.limit()) {
            ports = data.getInt(at);
        }
        if (offset == 0) {
            ownHeader(data, at, protocol);
        }
        packet.dataBytes = Math.max(0, end - at - packet.headerBytes);
        if (fragmentId >= 0) {
            FragmentKey key = new FragmentKey(source, destination, protocol, fragmentId);
            if (offset == 0) {
                fragments.put(key, ports);
            } else {
                ports = fragments.getOrDefault(key, 0);
            }
        }
        packet.flow = new FlowTuple(source, destination, protocol, ports >>> 16, ports & 0xffff);
    }

    private void ownHeader(ByteBuffer data, int at, int protocol) {
        if (protocol == IpProto.TCP && at + TCP_HEADER <= data.limit()) {
            packet.tcpFlags = data.get(at + 13) & 0xff;
            packet.headerBytes = Math.max(TCP_HEADER, (data.get(at + 12) & 0xf0) >>> 2);
            packet.window = data.getShort(at + 14) & 0xffff;
        } else if (protocol == IpProto.TCP && at + 14 <= data.limit()) {
            packet.tcpFlags = data.get(at + 13) & 0xff;
        } else if (protocol == IpProto.UDP) {
            packet.headerBytes = SHORT_HEADER;
        } else if (IpProto.isIcmp(protocol) && at + 2 <= data.limit()) {
            packet.headerBytes = SHORT_HEADER;
            packet.icmpType = data.get(at) & 0xff;
            packet.icmpCode = data.get(at + 1) & 0xff;
        }
    }
}
