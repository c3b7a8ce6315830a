package io.sentinelsdn.controller.topology;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.controller.openflow.PacketIn;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;

/** Reads who speaks from messages of the neighbour protocols. Stateless. */
public final class Claims {
    private static final int SOLICITATION = 135;
    private static final int ADVERTISEMENT = 136;

    private Claims() {}

    /** The address that an ARP or ND message claims for its sender (RFC 826, RFC 4861), or null. */
    public static IpAddress of(PacketIn packet) {
        ByteBuf payload = packet.payload();
        if (packet.ethType == PacketIn.ETH_ARP) {
            boolean ipv4 = payload.readableBytes() >= 28 && payload.getUnsignedShort(4) == 0x0604;
            int sender = ipv4 ? payload.getInt(14) : 0;
            return sender == 0 ? null : IpAddress.v4(sender);
        }
        if (!packet.isIp || packet.protocol != IpProto.ICMPV6) {
            return null;
        }
        if (packet.srcPort == ADVERTISEMENT && payload.readableBytes() >= 24) {
            return new IpAddress(payload.getLong(8), payload.getLong(16));
        }
        boolean specified = packet.srcHi != 0 || packet.srcLo != 0;
        return packet.srcPort == SOLICITATION && specified ? new IpAddress(packet.srcHi, packet.srcLo) : null;
    }
}
