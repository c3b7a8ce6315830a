package io.sentinelsdn.controller.ofctl;

import static io.sentinelsdn.controller.ofctl.Entries.action;
import static io.sentinelsdn.controller.ofctl.Entries.flowMod;
import static io.sentinelsdn.controller.ofctl.Entries.roundTrip;
import static io.sentinelsdn.controller.ofctl.Entries.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.sentinelsdn.domain.ofctl.BadField;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import io.sentinelsdn.domain.ofctl.FlowStats;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFlowAdd;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.IPv4AddressWithMask;
import org.projectfloodlight.openflow.types.OFVlanVidMatch;

/** What people write goes to the switch and comes back in the same words; openflowj is the oracle of the bytes. */
class WordsAndBytesTest {
    private static final List<Map<String, Object>> TO_PORT_2 = List.of(action("OUTPUT", "port", 2L));

    /** Every match field with what it needs. */
    static Stream<Map<String, Object>> matches() {
        String mac = "02:00:00:00:00:0a";
        return Stream.of(
                Map.of(),
                Map.of("in_port", 3L),
                Map.of("in_port", "LOCAL"),
                match("in_port", 3L, "in_phy_port", 4L),
                Map.of("metadata", "0x12/0xff"),
                Map.of("metadata", 7L),
                Map.of("eth_dst", mac, "eth_src", "01:00:00:00:00:00/01:00:00:00:00:00"),
                Map.of("eth_type", 2048L),
                match("vlan_vid", 100L, "vlan_pcp", 5L),
                Map.of("vlan_vid", "0x0"),
                Map.of("vlan_vid", "0x1000/0x1000"),
                match("eth_type", 2048L, "ip_dscp", 46L, "ip_ecn", 1L, "ip_proto", 89L),
                match("eth_type", 2048L, "ipv4_src", "10.0.0.0/8", "ipv4_dst", "10.1.2.3"),
                match("eth_type", 2048L, "ipv4_src", "10.0.0.1/255.0.0.255"),
                match("eth_type", 2048L, "ip_proto", 6L, "tcp_src", 1000L, "tcp_dst", 80L),
                match("eth_type", 2048L, "ip_proto", 17L, "udp_src", 1000L, "udp_dst", 53L),
                match("eth_type", 2048L, "ip_proto", 132L, "sctp_src", 1000L, "sctp_dst", 53L),
                match("eth_type", 2048L, "ip_proto", 1L, "icmpv4_type", 8L, "icmpv4_code", 0L),
                match("eth_type", 2054L, "arp_op", 1L, "arp_spa", "10.0.0.1", "arp_tpa", "10.0.0.0/24"),
                match("eth_type", 2054L, "arp_sha", mac, "arp_tha", mac),
                match("eth_type", 34525L, "ipv6_src", "2001:db8::/32", "ipv6_dst", "fd00::1"),
                match("eth_type", 34525L, "ipv6_dst", "fd00::1/ffff::ffff"),
                match("eth_type", 34525L, "ipv6_flabel", 0x12345L, "ipv6_exthdr", "0x1/0x3"),
                match("eth_type", 34525L, "ip_proto", 58L, "icmpv6_type", 135L, "icmpv6_code", 0L),
                match(
                        "eth_type",
                        34525L,
                        "ip_proto",
                        58L,
                        "icmpv6_type",
                        135L,
                        "ipv6_nd_target",
                        "fd00::2",
                        "ipv6_nd_sll",
                        mac),
                match("eth_type", 34525L, "ip_proto", 58L, "icmpv6_type", 136L, "ipv6_nd_tll", mac),
                match("eth_type", 34887L, "mpls_label", 1000L, "mpls_tc", 3L, "mpls_bos", 1L),
                match("eth_type", 35047L, "pbb_isid", 0x10203L),
                Map.of("tunnel_id", 99L),
                Map.of("tunnel_id", new BigInteger("18446744073709551615")),
                match("eth_type", 2048L, "ip_proto", 6L, "tcp_flags", "0x2/0x12"));
    }

    static Stream<List<Map<String, Object>>> actions() {
        return Stream.of(
                List.of(),
                TO_PORT_2,
                List.of(Map.of("type", "OUTPUT", "port", "CONTROLLER", "max_len", 128L)),
                List.of(action("OUTPUT", "port", "FLOOD"), action("OUTPUT", "port", "NORMAL")),
                List.of(action("COPY_TTL_OUT"), action("COPY_TTL_IN"), action("DEC_NW_TTL"), action("DEC_MPLS_TTL")),
                List.of(action("SET_MPLS_TTL", "mpls_ttl", 3L), action("SET_NW_TTL", "nw_ttl", 64L)),
                List.of(action("PUSH_VLAN", "ethertype", 33024L), setField("vlan_vid", 4196L), action("POP_VLAN")),
                List.of(action("PUSH_MPLS", "ethertype", 34887L), action("POP_MPLS", "ethertype", 2048L)),
                List.of(action("PUSH_PBB", "ethertype", 35047L), action("POP_PBB")),
                List.of(action("SET_QUEUE", "queue_id", 1L), action("GROUP", "group_id", 7L)),
                List.of(setField("eth_dst", "02:00:00:00:00:0b"), setField("ipv4_dst", "10.0.0.9")),
                List.of(setField("ipv6_src", "fd00::9"), setField("tcp_dst", 8080L), setField("ip_dscp", 8L)),
                List.of(
                        action("METER", "meter_id", 5L),
                        action("OUTPUT", "port", 1L),
                        action("GOTO_TABLE", "table_id", 9L)),
                List.of(action("CLEAR_ACTIONS"), action("WRITE_ACTIONS", "actions", TO_PORT_2)),
                List.of(Map.of("type", "WRITE_METADATA", "metadata", 1L, "metadata_mask", 255L)));
    }

    private static Map<String, Object> match(Object... namesAndValues) {
        Map<String, Object> match = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            match.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return match;
    }

    private static Map<String, Object> setField(String field, Object value) {
        return Map.of("type", "SET_FIELD", "field", field, "value", value);
    }

    @ParameterizedTest
    @MethodSource("matches")
    void shouldBringEveryMatchFieldThereAndBack(Map<String, Object> match) throws Exception {
        FlowSpec spec = spec(match, TO_PORT_2);

        assertThat(roundTrip(spec).match()).isEqualTo(match);
        boolean known = !match.containsKey("pbb_isid");
        if (known) {
            assertOpenflowjAgrees(spec);
        }
    }

    @ParameterizedTest
    @MethodSource("actions")
    void shouldBringEveryActionThereAndBack(List<Map<String, Object>> actions) throws Exception {
        FlowSpec spec = spec(Map.of(), actions);

        assertThat(roundTrip(spec).actions()).isEqualTo(actions);
        assertOpenflowjAgrees(spec);
    }

    /** openflowj reads our bytes and writes the same again. */
    private static void assertOpenflowjAgrees(FlowSpec spec) throws Exception {
        ByteBuf ours = flowMod(spec);
        ByteBuf theirs = Unpooled.buffer();
        OFFactories.getGenericReader().readFrom(ours.duplicate()).writeTo(theirs);
        assertThat(ByteBufUtil.hexDump(theirs)).isEqualTo(ByteBufUtil.hexDump(ours));
    }

    @Test
    void shouldMeanWhatOpenflowjUnderstands() throws Exception {
        FlowSpec spec = new FlowSpec(
                5,
                77,
                10,
                20,
                0,
                match("dl_type", "0x0800", "nw_proto", "6", "nw_src", "10.1.2.3/8", "tp_dst", 80, "dl_vlan", 7),
                TO_PORT_2,
                true);

        OFFlowAdd message = (OFFlowAdd) OFFactories.getGenericReader().readFrom(flowMod(spec));

        assertThat(message.getTableId().getValue()).isEqualTo((short) 5);
        assertThat(message.getPriority()).isEqualTo(77);
        assertThat(message.getIdleTimeout()).isEqualTo(10);
        assertThat(message.getHardTimeout()).isEqualTo(20);
        assertThat(message.getMatch().getMasked(MatchField.IPV4_SRC))
                .isEqualTo(IPv4AddressWithMask.of("10.0.0.0/8").getValue().withMaskOfLength(8));
        assertThat(message.getMatch().get(MatchField.TCP_DST).getPort()).isEqualTo(80);
        assertThat(message.getMatch().get(MatchField.VLAN_VID)).isEqualTo(OFVlanVidMatch.ofVlan(7));
    }

    @Test
    void shouldReadOldNamesAsNewOnes() {
        FlowStats tcp =
                roundTrip(spec(match("dl_type", 2048, "nw_proto", 6, "tp_src", 1, "nw_dst", "10.0.0.1"), List.of()));
        FlowStats udp = roundTrip(spec(match("tp_src", 1, "nw_proto", 17, "dl_type", "0x800"), List.of()));
        FlowStats arp = roundTrip(spec(match("nw_src", "10.0.0.1", "dl_type", 2054), List.of()));

        assertThat(tcp.match()).containsOnlyKeys("eth_type", "ip_proto", "ipv4_dst", "tcp_src");
        assertThat(udp.match()).containsEntry("udp_src", 1L);
        assertThat(arp.match()).containsEntry("arp_spa", "10.0.0.1");
    }

    @Test
    void shouldLeaveOutWhatMatchesEverything() {
        assertThat(roundTrip(spec(match("eth_type", 2048, "ipv4_src", "10.0.0.0/0"), List.of()))
                        .match())
                .isEqualTo(Map.of("eth_type", 2048L));
        assertThat(FlowMod.of(spec(Map.of("eth_dst", "02:00:00:00:00:01/ff:ff:ff:ff:ff:ff"), List.of()))
                        .matchKey())
                .isEqualTo(FlowMod.of(spec(Map.of("dl_dst", "02:00:00:00:00:01"), List.of()))
                        .matchKey());
    }

    @ParameterizedTest
    @CsvSource({
        "nw_flavour,1,match.nw_flavour",
        "in_port,-1,match.in_port",
        "in_port,4294967296,match.in_port",
        "eth_type,65536,match.eth_type",
        "eth_type,1/1,match.eth_type",
        "eth_src,nonsense,match.eth_src",
        "vlan_vid,8192,match.vlan_vid",
        "metadata,1e9,match.metadata",
        "ipv4_src,10.0.0.1,match.ipv4_src",
        "ipv4_src,fd00::1,match.ipv4_src",
        "ipv6_src,10.0.0.1,match.ipv6_src",
        "tcp_dst,80,match.tcp_dst",
        "icmpv6_type,135,match.icmpv6_type",
    })
    void shouldRefuseAMatchAndNameTheField(String name, String value, String blamed) {
        assertThatThrownBy(() -> FlowMod.of(spec(Map.of(name, value), List.of())))
                .isInstanceOfSatisfying(BadField.class, bad -> {
                    assertThat(bad.field()).isEqualTo(blamed);
                    assertThat(bad.allowed()).isNotBlank();
                    assertThat(bad.getMessage()).contains(name);
                });
    }

    @Test
    void shouldRefuseAFieldTwice() {
        assertThatThrownBy(() -> FlowMod.of(
                        spec(match("eth_dst", "02:00:00:00:00:01", "dl_dst", "02:00:00:00:00:01"), List.of())))
                .isInstanceOf(BadField.class)
                .hasMessageContaining("twice");
    }

    static Stream<List<Map<String, Object>>> badActions() {
        return Stream.of(
                List.of(Map.of()),
                List.of(action("SHOUT")),
                List.of(action("OUTPUT")),
                List.of(action("OUTPUT", "prot", 1)),
                List.of(action("OUTPUT", "port", "NOWHERE")),
                List.of(action("OUTPUT", "port", List.of())),
                List.of(action("SET_NW_TTL", "nw_ttl", 256)),
                List.of(action("SET_QUEUE", "queue_id", -1)),
                List.of(setField("in_flavour", 1)),
                List.of(setField("ipv4_dst", "10.0.0.0/8")),
                List.of(action("GOTO_TABLE", "table_id", 4), action("GOTO_TABLE", "table_id", 5)),
                List.of(action("WRITE_ACTIONS", "actions", 7)),
                List.of(action("WRITE_ACTIONS", "actions", List.of(7))),
                List.of(action("WRITE_ACTIONS", "actions", List.of(action("GOTO_TABLE", "table_id", 4)))),
                java.util.Collections.nCopies(257, action("POP_VLAN")));
    }

    @ParameterizedTest
    @MethodSource("badActions")
    void shouldRefuseActionsAndNameThePlace(List<Map<String, Object>> actions) {
        assertThatThrownBy(() -> FlowMod.of(spec(Map.of(), actions)))
                .isInstanceOfSatisfying(
                        BadField.class, bad -> assertThat(bad.field()).startsWith("actions"));
    }
}
