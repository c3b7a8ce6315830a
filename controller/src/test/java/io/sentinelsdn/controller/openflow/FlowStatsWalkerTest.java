package io.sentinelsdn.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFlowStatsEntry;
import org.projectfloodlight.openflow.protocol.OFFlowStatsReply;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.match.Match;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.EthType;
import org.projectfloodlight.openflow.types.ICMPv4Code;
import org.projectfloodlight.openflow.types.ICMPv4Type;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.IPv6Address;
import org.projectfloodlight.openflow.types.IpProtocol;
import org.projectfloodlight.openflow.types.MacAddress;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.TransportPort;
import org.projectfloodlight.openflow.types.U16;
import org.projectfloodlight.openflow.types.U64;

/** The walk in place against openflowj as the oracle, on random replies. */
class FlowStatsWalkerTest {
    private static final int MULTIPART_HEADER = 16;

    @RepeatedTest(200)
    void shouldReadWhatOpenflowjReads(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        ByteBuf wire = Unpooled.buffer();
        randomReply(random).writeTo(wire);
        OFFlowStatsReply oracle =
                (OFFlowStatsReply) OFFactories.getGenericReader().readFrom(wire.duplicate());

        List<String> walked = new ArrayList<>();
        int count = new FlowStatsWalker()
                .walk(wire, MULTIPART_HEADER, wire.readableBytes(), entry -> walked.add(describe(entry)));

        assertThat(count).isEqualTo(oracle.getEntries().size());
        assertThat(walked)
                .containsExactlyElementsOf(oracle.getEntries().stream()
                        .map(FlowStatsWalkerTest::describe)
                        .toList());
    }

    @Test
    void shouldRefuseEntriesWhoseLengthLies() {
        ByteBuf wire = Unpooled.buffer();
        randomReply(new Random(1)).writeTo(wire);
        for (int lie : new int[] {0, 1, 47, 55, 0xffff}) {
            ByteBuf copy = wire.copy();
            copy.setShort(MULTIPART_HEADER, lie);
            assertThatThrownBy(
                            () -> new FlowStatsWalker().walk(copy, MULTIPART_HEADER, copy.readableBytes(), entry -> {}))
                    .isInstanceOf(MalformedMessage.class);
        }
    }

    private static OFMessage randomReply(Random random) {
        List<OFFlowStatsEntry> entries = new ArrayList<>();
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            entries.add(RuleCodec.FACTORY
                    .buildFlowStatsEntry()
                    .setTableId(TableId.of(random.nextInt(254)))
                    .setPriority(random.nextInt(65_536))
                    .setCookie(U64.of(random.nextLong()))
                    .setDurationSec(random.nextInt(Integer.MAX_VALUE))
                    .setDurationNsec(random.nextInt(1_000_000_000))
                    .setIdleTimeout(random.nextInt(65_536))
                    .setHardTimeout(random.nextInt(65_536))
                    .setPacketCount(U64.of(random.nextLong()))
                    .setByteCount(U64.of(random.nextLong()))
                    .setMatch(randomMatch(random))
                    .setInstructions(List.of(RuleCodec.FACTORY.instructions().gotoTable(TableId.of(3))))
                    .build());
        }
        return RuleCodec.FACTORY.buildFlowStatsReply().setEntries(entries).build();
    }

    private static Match randomMatch(Random random) {
        Match.Builder match = RuleCodec.FACTORY.buildMatch();
        if (random.nextBoolean()) {
            match.setExact(MatchField.IN_PORT, OFPort.of(1 + random.nextInt(1000)));
        }
        if (random.nextBoolean()) {
            match.setExact(MatchField.ETH_DST, MacAddress.of(random.nextLong() & 0xffff_ffff_ffffL));
        }
        switch (random.nextInt(5)) {
            case 0 -> {}
            case 1 -> match.setExact(MatchField.ETH_TYPE, EthType.ARP);
            case 2 -> {
                match.setExact(MatchField.ETH_TYPE, EthType.IPv4).setExact(MatchField.IP_PROTO, IpProtocol.TCP);
                match.setExact(MatchField.IPV4_SRC, IPv4Address.of(random.nextInt()));
                match.setExact(MatchField.IPV4_DST, IPv4Address.of(random.nextInt()));
                match.setExact(MatchField.TCP_SRC, TransportPort.of(random.nextInt(65_536)));
                match.setExact(MatchField.TCP_DST, TransportPort.of(random.nextInt(65_536)));
                if (random.nextBoolean()) {
                    match.setMasked(MatchField.OVS_TCP_FLAGS, U16.of(0x02), U16.of(0x12));
                }
            }
            case 3 -> {
                match.setExact(MatchField.ETH_TYPE, EthType.IPv6).setExact(MatchField.IP_PROTO, IpProtocol.UDP);
                match.setExact(MatchField.IPV6_SRC, IPv6Address.of(random.nextLong(), random.nextLong()));
                match.setExact(MatchField.IPV6_DST, IPv6Address.of(random.nextLong(), random.nextLong()));
                match.setExact(MatchField.UDP_SRC, TransportPort.of(random.nextInt(65_536)));
                match.setExact(MatchField.UDP_DST, TransportPort.of(random.nextInt(65_536)));
            }
            default -> {
                match.setExact(MatchField.ETH_TYPE, EthType.IPv4).setExact(MatchField.IP_PROTO, IpProtocol.ICMP);
                match.setExact(MatchField.ICMPV4_TYPE, ICMPv4Type.of((short) random.nextInt(256)));
                match.setExact(MatchField.ICMPV4_CODE, ICMPv4Code.of((short) random.nextInt(256)));
            }
        }
        return match.build();
    }

    private static String describe(FlowStatsEntry entry) {
        return String.join(
                " ",
                "table=" + entry.tableId,
                "prio=" + entry.priority,
                "cookie=" + entry.cookie,
                "ns=" + entry.durationNs,
                "idle=" + entry.idleTimeout,
                "hard=" + entry.hardTimeout,
                "packets=" + entry.packets,
                "bytes=" + entry.bytes,
                "in=" + (entry.hasInPort ? entry.inPort : -1),
                "eth=" + entry.ethDst,
                "type=" + entry.ethType,
                "proto=" + entry.ipProto,
                "src=" + (entry.srcHi == 0 && entry.srcLo == 0 ? "" : new IpAddress(entry.srcHi, entry.srcLo)),
                "dst=" + (entry.dstHi == 0 && entry.dstLo == 0 ? "" : new IpAddress(entry.dstHi, entry.dstLo)),
                "l4=" + entry.srcPort + ">" + entry.dstPort,
                "flags=" + entry.tcpFlags + "/" + entry.tcpFlagsMask,
                "unknown=" + entry.unknownFields);
    }

    private static String describe(OFFlowStatsEntry entry) {
        Match match = entry.getMatch();
        boolean icmp = match.get(MatchField.ICMPV4_TYPE) != null;
        boolean tcp = match.get(MatchField.TCP_SRC) != null;
        boolean udp = match.get(MatchField.UDP_SRC) != null;
        int l4Src = icmp
                ? match.get(MatchField.ICMPV4_TYPE).getType()
                : tcp
                        ? match.get(MatchField.TCP_SRC).getPort()
                        : udp ? match.get(MatchField.UDP_SRC).getPort() : 0;
        int l4Dst = icmp
                ? match.get(MatchField.ICMPV4_CODE).getCode()
                : tcp
                        ? match.get(MatchField.TCP_DST).getPort()
                        : udp ? match.get(MatchField.UDP_DST).getPort() : 0;
        boolean flags = match.isPartiallyMasked(MatchField.OVS_TCP_FLAGS);
        return String.join(
                " ",
                "table=" + entry.getTableId().getValue(),
                "prio=" + entry.getPriority(),
                "cookie=" + entry.getCookie().getValue(),
                "ns=" + (entry.getDurationSec() * 1_000_000_000L + entry.getDurationNsec()),
                "idle=" + entry.getIdleTimeout(),
                "hard=" + entry.getHardTimeout(),
                "packets=" + entry.getPacketCount().getValue(),
                "bytes=" + entry.getByteCount().getValue(),
                "in="
                        + (match.get(MatchField.IN_PORT) == null
                                ? -1
                                : match.get(MatchField.IN_PORT).getPortNumber()),
                "eth="
                        + (match.get(MatchField.ETH_DST) == null
                                ? 0
                                : match.get(MatchField.ETH_DST).getLong()),
                "type="
                        + (match.get(MatchField.ETH_TYPE) == null
                                ? 0
                                : match.get(MatchField.ETH_TYPE).getValue()),
                "proto="
                        + (match.get(MatchField.IP_PROTO) == null
                                ? 0
                                : match.get(MatchField.IP_PROTO).getIpProtocolNumber()),
                "src=" + address(match, MatchField.IPV4_SRC, MatchField.IPV6_SRC),
                "dst=" + address(match, MatchField.IPV4_DST, MatchField.IPV6_DST),
                "l4=" + l4Src + ">" + l4Dst,
                "flags=" + (flags ? "2/18" : "0/0"),
                "unknown=0");
    }

    private static String address(Match match, MatchField<IPv4Address> v4, MatchField<IPv6Address> v6) {
        if (match.get(v4) != null) {
            return IpAddress.v4(match.get(v4).getInt()).toString();
        }
        if (match.get(v6) != null) {
            return IpAddress.of(match.get(v6).getBytes()).toString();
        }
        return "";
    }
}
