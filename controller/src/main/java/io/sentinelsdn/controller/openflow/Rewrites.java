package io.sentinelsdn.controller.openflow;

import io.sentinelsdn.domain.flow.Detour;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import java.util.ArrayList;
import java.util.List;
import org.projectfloodlight.openflow.protocol.action.OFAction;
import org.projectfloodlight.openflow.protocol.oxm.OFOxm;
import org.projectfloodlight.openflow.protocol.oxm.OFOxms;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.IPv6Address;
import org.projectfloodlight.openflow.types.MacAddress;
import org.projectfloodlight.openflow.types.TransportPort;

/** SET_FIELD actions of a detour (OpenFlow 1.3.5 section 7.2.5.7); the switch mends checksums. Stateless. */
final class Rewrites {
    private static final OFOxms OXM = RuleCodec.FACTORY.oxms();

    private Rewrites() {}

    static List<OFAction> of(Detour detour, Match match) {
        List<OFOxm<?>> fields = new ArrayList<>();
        MacAddress mac = MacAddress.of(detour.mac().value());
        fields.add(detour.back() ? OXM.ethSrc(mac) : OXM.ethDst(mac));
        if (detour.ip() != null) {
            fields.add(address(detour.back(), detour.ip()));
        }
        if (detour.port() != null) {
            TransportPort port = TransportPort.of(detour.port());
            boolean tcp = match.ipProto() != null && match.ipProto() == IpProto.TCP;
            if (detour.back()) {
                fields.add(tcp ? OXM.tcpSrc(port) : OXM.udpSrc(port));
            } else {
                fields.add(tcp ? OXM.tcpDst(port) : OXM.udpDst(port));
            }
        }
        List<OFAction> actions = new ArrayList<>();
        fields.forEach(field -> actions.add(RuleCodec.FACTORY.actions().setField(field)));
        return actions;
    }

    private static OFOxm<?> address(boolean source, IpAddress ip) {
        if (ip.isV4()) {
            IPv4Address v4 = IPv4Address.of(ip.v4Bits());
            return source ? OXM.ipv4Src(v4) : OXM.ipv4Dst(v4);
        }
        IPv6Address v6 = IPv6Address.of(ip.hi(), ip.lo());
        return source ? OXM.ipv6Src(v6) : OXM.ipv6Dst(v6);
    }
}
