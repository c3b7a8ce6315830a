package io.sentinelsdn.simulator.ofswitch;

import static io.sentinelsdn.simulator.ofswitch.Flows.output;
import static io.sentinelsdn.simulator.ofswitch.Flows.rule;
import static io.sentinelsdn.simulator.ofswitch.ScriptedController.OF;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.A;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.A6;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.B;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.B6;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.HOP;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.SYN;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.SYN_ACK;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.UDP;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelsdn.simulator.frame.Frames;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFBadMatchCode;
import org.projectfloodlight.openflow.protocol.OFErrorMsg;
import org.projectfloodlight.openflow.protocol.OFFlowStatsReply;
import org.projectfloodlight.openflow.protocol.errormsg.OFBadMatchErrorMsg;
import org.projectfloodlight.openflow.protocol.match.Match;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.ArpOpcode;
import org.projectfloodlight.openflow.types.EthType;
import org.projectfloodlight.openflow.types.ICMPv4Code;
import org.projectfloodlight.openflow.types.ICMPv4Type;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.IPv6Address;
import org.projectfloodlight.openflow.types.IpProtocol;
import org.projectfloodlight.openflow.types.MacAddress;
import org.projectfloodlight.openflow.types.OFVlanVidMatch;
import org.projectfloodlight.openflow.types.TransportPort;
import org.projectfloodlight.openflow.types.U16;
import org.projectfloodlight.openflow.types.U8;

class MatchTest {
    private static final byte[] UDP6 = Frames.udp(HOP, A6, B6, 1000, 53, new byte[10]);
    private static final byte[] PING6 = Frames.ping(HOP, A6, B6, 1, 1, 10);
    private static final byte[] PING = Frames.ping(HOP, A, B, 1, 1, 10);
    private static final byte[] ARP = Frames.arpRequest(HOP.src(), A, B);

    @AutoClose
    private final SwitchFixture fixture = new SwitchFixture();

    private final ScriptedController controller = fixture.controller;

    private static Match.Builder match(EthType type) {
        return OF.buildMatch().setExact(MatchField.ETH_TYPE, type);
    }

    private void shouldMatchOnly(Match match, byte[] hit, byte[]... others) throws IOException {
        controller.order(rule(0, 1, match, output(2)));
        assertThat(fixture.wayOf(hit)).containsExactly(2);
        for (byte[] other : others) {
            assertThat(fixture.wayOf(other)).isEmpty();
        }
    }

    @Test
    void shouldMatchMaskedEthernetAddresses() throws IOException {
        Match group = OF.buildMatch()
                .setMasked(MatchField.ETH_DST, MacAddress.of("01:00:00:00:00:00"), MacAddress.of("01:00:00:00:00:00"))
                .build();

        shouldMatchOnly(group, ARP, UDP, PING6);
    }

    @Test
    void shouldMatchIpv6PrefixesAndPorts() throws IOException {
        Match prefix = match(EthType.IPv6)
                .setExact(MatchField.IP_PROTO, IpProtocol.UDP)
                .setMasked(MatchField.IPV6_DST, IPv6Address.of("fd00::"), IPv6Address.ofCidrMaskLength(64))
                .setExact(MatchField.UDP_DST, TransportPort.of(53))
                .build();

        shouldMatchOnly(prefix, UDP6, UDP, PING6);
    }

    @Test
    void shouldMatchWholeIpv6Addresses() throws IOException {
        shouldMatchOnly(
                match(EthType.IPv6)
                        .setExact(MatchField.IPV6_SRC, IPv6Address.of("fd00::1"))
                        .build(),
                UDP6,
                UDP,
                Frames.udp(HOP, B6, A6, 1, 2, new byte[1]));
    }

    @Test
    void shouldMatchIcmpTypeAndCode() throws IOException {
        shouldMatchOnly(
                match(EthType.IPv4)
                        .setExact(MatchField.IP_PROTO, IpProtocol.ICMP)
                        .setExact(MatchField.ICMPV4_TYPE, ICMPv4Type.ECHO)
                        .setExact(MatchField.ICMPV4_CODE, ICMPv4Code.of((short) 0))
                        .build(),
                PING,
                PING6,
                UDP,
                Frames.icmp(HOP, A, B, 0, 0, 1, 1, 4));
    }

    @Test
    void shouldMatchIcmpv6Type() throws IOException {
        shouldMatchOnly(
                match(EthType.IPv6)
                        .setExact(MatchField.IP_PROTO, IpProtocol.IPv6_ICMP)
                        .setExact(MatchField.ICMPV6_TYPE, U8.of((short) 128))
                        .build(),
                PING6,
                PING,
                Frames.neighborSolicitation(HOP.src(), A6, B6));
    }

    @Test
    void shouldMatchArpFields() throws IOException {
        shouldMatchOnly(
                match(EthType.ARP)
                        .setExact(MatchField.ARP_OP, ArpOpcode.REQUEST)
                        .setExact(MatchField.ARP_SPA, IPv4Address.of("10.0.0.1"))
                        .setExact(MatchField.ARP_TPA, IPv4Address.of("10.0.0.2"))
                        .build(),
                ARP,
                UDP,
                Frames.arpRequest(HOP.src(), A, A));
    }

    @Test
    void shouldTellTaggedFromUntaggedFrames() throws IOException {
        Match tagged = OF.buildMatch()
                .setExact(MatchField.VLAN_VID, OFVlanVidMatch.ofVlan(5))
                .build();
        byte[] inVlan = new byte[UDP.length + 4];
        System.arraycopy(UDP, 0, inVlan, 0, 12);
        inVlan[12] = (byte) 0x81;
        inVlan[15] = 5;
        System.arraycopy(UDP, 12, inVlan, 16, UDP.length - 12);

        shouldMatchOnly(tagged, inVlan, UDP);
        controller.order(rule(
                0,
                2,
                OF.buildMatch()
                        .setExact(MatchField.VLAN_VID, OFVlanVidMatch.UNTAGGED)
                        .build(),
                output(3)));
        assertThat(fixture.wayOf(UDP)).containsExactly(3);
        assertThat(fixture.wayOf(inVlan)).containsExactly(2);
    }

    private static Match initialSyn() {
        return match(EthType.IPv4)
                .setExact(MatchField.IP_PROTO, IpProtocol.TCP)
                .setMasked(MatchField.OVS_TCP_FLAGS, U16.of(0x02), U16.of(0x12))
                .build();
    }

    @Test
    void shouldMatchTcpFlagsUnderAMask() throws IOException {
        shouldMatchOnly(initialSyn(), SYN, SYN_ACK, UDP);

        assertThat(controller
                        .ask(Flows.stats(), OFFlowStatsReply.class)
                        .getEntries()
                        .get(0)
                        .getMatch())
                .isEqualTo(initialSyn());
    }

    @Test
    void shouldRefuseTcpFlagsWhenTheSwitchDoesNotKnowThem() throws IOException {
        try (SwitchFixture plain = new SwitchFixture(config -> config.withTcpFlags(false))) {
            OFErrorMsg error = plain.controller.refused(rule(0, 1, initialSyn(), output(2)));

            assertThat(((OFBadMatchErrorMsg) error).getCode()).isEqualTo(OFBadMatchCode.BAD_FIELD);
            assertThat(plain.emulated.flows()).isEmpty();
        }
    }

    @Test
    void shouldRefuseFieldsWithoutTheirPrerequisite() throws IOException {
        Match bare = OF.buildMatch()
                .setExact(MatchField.TCP_DST, TransportPort.of(80))
                .build();

        assertThat(((OFBadMatchErrorMsg) controller.refused(rule(0, 1, bare, output(2)))).getCode())
                .isEqualTo(OFBadMatchCode.BAD_PREREQ);
    }

    @Test
    void shouldRefuseFieldsNobodyKnows() throws IOException {
        ByteBuf message = Unpooled.buffer();
        rule(0, 1, Flows.inPort(1), output(2)).writeTo(message);
        int unknownField = 99;
        message.setByte(48 + 4 + 2, unknownField << 1);

        controller.say(message);

        assertThat(((OFBadMatchErrorMsg) controller.hear(OFErrorMsg.class)).getCode())
                .isEqualTo(OFBadMatchCode.BAD_FIELD);
    }

    @Test
    void shouldNotMistakeLaterFragmentsForTheirPorts() throws IOException {
        byte[] fragment = UDP.clone();
        fragment[14 + 7] = 10;

        shouldMatchOnly(Flows.udpTo("10.0.0.2", 53), UDP, fragment);
    }
}
