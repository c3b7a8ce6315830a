package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.net.Prefix;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFFlowModFlags;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFMeterModCommand;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.projectfloodlight.openflow.protocol.action.OFAction;
import org.projectfloodlight.openflow.protocol.instruction.OFInstruction;
import org.projectfloodlight.openflow.protocol.match.Match;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.EthType;
import org.projectfloodlight.openflow.types.ICMPv4Code;
import org.projectfloodlight.openflow.types.ICMPv4Type;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.IPv6Address;
import org.projectfloodlight.openflow.types.IpProtocol;
import org.projectfloodlight.openflow.types.MacAddress;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.TransportPort;
import org.projectfloodlight.openflow.types.U16;
import org.projectfloodlight.openflow.types.U64;
import org.projectfloodlight.openflow.types.U8;

/** Turns our entries and meters into the bytes of OpenFlow 1.3 messages with an xid of 0. Stateless. */
final class RuleCodec {
    static final OFFactory FACTORY = OFFactories.getFactory(OFVersion.OF_13);

    private static final int METER_MOD = 29;
    private static final int METER_ADD = 0;
    private static final int METER_MODIFY = 1;
    private static final int METER_KBPS = 1;
    private static final int METER_PKTPS = 2;
    private static final int METER_BURST = 4;
    private static final int METER_STATS = 8;
    private static final int DROP_BAND = 1;

    private RuleCodec() {}

    static byte[] add(FlowEntry entry) {
        List<OFInstruction> instructions = new ArrayList<>(3);
        if (entry.meterId() != 0) {
            instructions.add(FACTORY.instructions().meter(Integer.toUnsignedLong(entry.meterId())));
        }
        List<OFAction> actions = new ArrayList<>(entry.outputs().size());
        if (entry.detour() != null) {
            actions.addAll(Rewrites.of(entry.detour(), entry.match()));
        }
        for (int port : entry.outputs()) {
            actions.add(FACTORY.actions().output(OFPort.of(port), entry.puntBytes()));
        }
        if (entry.group() != 0) {
            actions.add(FACTORY.actions().group(OFGroup.of(entry.group())));
        }
        if (!actions.isEmpty()) {
            instructions.add(FACTORY.instructions().applyActions(actions));
        }
        if (entry.gotoTable() >= 0) {
            instructions.add(FACTORY.instructions().gotoTable(TableId.of(entry.gotoTable())));
        }
        return bytes(FACTORY.buildFlowAdd()
                .setTableId(TableId.of(entry.table()))
                .setPriority(entry.priority())
                .setCookie(U64.of(entry.cookie()))
                .setMatch(match(entry))
                .setIdleTimeout(entry.idleTimeout())
                .setHardTimeout(entry.hardTimeout())
                .setFlags(flags(entry))
                .setBufferId(OFBufferId.NO_BUFFER)
                .setInstructions(instructions)
                .build());
    }

    static byte[] deleteStrict(FlowEntry entry) {
        return bytes(FACTORY.buildFlowDeleteStrict()
                .setTableId(TableId.of(entry.table()))
                .setPriority(entry.priority())
                .setCookie(U64.of(entry.cookie()))
                .setCookieMask(U64.NO_MASK)
                .setMatch(match(entry))
                .setOutPort(OFPort.ANY)
                .setOutGroup(OFGroup.ANY)
                .build());
    }

    /** Deletes every entry, in every table, whose cookie agrees with {@code cookie} in the bits of {@code mask}. */
    static byte[] deleteByCookie(long cookie, long mask) {
        return bytes(FACTORY.buildFlowDelete()
                .setTableId(TableId.ALL)
                .setCookie(U64.of(cookie))
                .setCookieMask(U64.of(mask))
                .setOutPort(OFPort.ANY)
                .setOutGroup(OFGroup.ANY)
                .build());
    }

    /** METER_MOD with one drop band (OpenFlow 1.3.5 section 7.3.4.5); written by hand since every port has some. */
    static byte[] meter(long meterId, MeterSpec spec, boolean exists) {
        int unit = spec.unit() == MeterSpec.Unit.PKTPS ? METER_PKTPS : METER_KBPS;
        int burst = spec.burst() > 0 ? METER_BURST : 0;
        return ByteBuffer.allocate(32)
                .put((byte) Outbox.VERSION)
                .put((byte) METER_MOD)
                .putShort((short) 32)
                .putInt(0)
                .putShort((short) (exists ? METER_MODIFY : METER_ADD))
                .putShort((short) (unit | burst | METER_STATS))
                .putInt((int) meterId)
                .putShort((short) DROP_BAND)
                .putShort((short) 16)
                .putInt((int) spec.rate())
                .putInt((int) spec.burst())
                .array();
    }

    static byte[] deleteMeter(long meterId) {
        return bytes(FACTORY.buildMeterMod()
                .setCommand(OFMeterModCommand.DELETE)
                .setMeterId(meterId)
                .build());
    }

    private static byte[] bytes(OFMessage message) {
        ByteBuf buffer = Unpooled.buffer(256);
        message.writeTo(buffer);
        return ByteBufUtil.getBytes(buffer);
    }

    private static Set<OFFlowModFlags> flags(FlowEntry entry) {
        return entry.reportRemoval() ? EnumSet.of(OFFlowModFlags.SEND_FLOW_REM) : EnumSet.noneOf(OFFlowModFlags.class);
    }

    private static Match match(FlowEntry entry) {
        io.sentinelsdn.domain.flow.Match wanted = entry.match();
        Match.Builder match = FACTORY.buildMatch();
        if (wanted.inPort() != null) {
            match.setExact(MatchField.IN_PORT, OFPort.of(wanted.inPort()));
        }
        addFrame(match, entry.frame(), wanted.ipVersion());
        if (wanted.ipProto() != null) {
            match.setExact(MatchField.IP_PROTO, IpProtocol.of(wanted.ipProto().shortValue()));
        }
        addPrefix(match, wanted.src(), MatchField.IPV4_SRC, MatchField.IPV6_SRC);
        addPrefix(match, wanted.dst(), MatchField.IPV4_DST, MatchField.IPV6_DST);
        addLayer4(match, wanted, entry.frame().icmpCode());
        return match.build();
    }

    private static void addFrame(Match.Builder match, FlowEntry.FrameMatch frame, Integer ipVersion) {
        if (frame.ethDst() != -1) {
            if (frame.ethDstMask() == -1) {
                match.setExact(MatchField.ETH_DST, MacAddress.of(frame.ethDst()));
            } else {
                match.setMasked(MatchField.ETH_DST, MacAddress.of(frame.ethDst()), MacAddress.of(frame.ethDstMask()));
            }
        }
        if (frame.ethSrc() != -1) {
            match.setExact(MatchField.ETH_SRC, MacAddress.of(frame.ethSrc()));
        }
        if (ipVersion != null) {
            match.setExact(MatchField.ETH_TYPE, ipVersion == 4 ? EthType.IPv4 : EthType.IPv6);
        } else if (frame.ethType() != -1) {
            match.setExact(MatchField.ETH_TYPE, EthType.of(frame.ethType()));
        }
    }

    private static void addLayer4(Match.Builder match, io.sentinelsdn.domain.flow.Match wanted, int icmpCode) {
        boolean tcp = wanted.ipProto() != null && wanted.ipProto() == IpProto.TCP;
        if (wanted.srcPort() != null) {
            match.setExact(tcp ? MatchField.TCP_SRC : MatchField.UDP_SRC, TransportPort.of(wanted.srcPort()));
        }
        if (wanted.dstPort() != null) {
            match.setExact(tcp ? MatchField.TCP_DST : MatchField.UDP_DST, TransportPort.of(wanted.dstPort()));
        }
        if (wanted.icmpType() != null) {
            boolean v4 = wanted.ipProto() == IpProto.ICMP;
            if (v4) {
                match.setExact(
                        MatchField.ICMPV4_TYPE, ICMPv4Type.of(wanted.icmpType().shortValue()));
            } else {
                match.setExact(MatchField.ICMPV6_TYPE, U8.of(wanted.icmpType().shortValue()));
            }
            if (icmpCode >= 0 && v4) {
                match.setExact(MatchField.ICMPV4_CODE, ICMPv4Code.of((short) icmpCode));
            } else if (icmpCode >= 0) {
                match.setExact(MatchField.ICMPV6_CODE, U8.of((short) icmpCode));
            }
        }
        if (wanted.tcpSyn()) {
            match.setMasked(
                    MatchField.OVS_TCP_FLAGS, U16.of(IpProto.TCP_SYN), U16.of(IpProto.TCP_SYN | IpProto.TCP_ACK));
        }
    }

    private static void addPrefix(
            Match.Builder match, Prefix prefix, MatchField<IPv4Address> v4, MatchField<IPv6Address> v6) {
        if (prefix == null || prefix.length() == 0) {
            return;
        }
        IpAddress address = prefix.address();
        if (address.isV4()) {
            match.setMasked(v4, IPv4Address.of(address.v4Bits()).withMaskOfLength(prefix.length()));
        } else {
            match.setMasked(v6, IPv6Address.of(address.hi(), address.lo()).withMaskOfLength(prefix.length()));
        }
    }
}
