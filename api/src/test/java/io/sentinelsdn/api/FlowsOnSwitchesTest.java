package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.simulator.frame.Frames;
import io.sentinelsdn.simulator.frame.Frames.Hop;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.FlowSnapshot;
import io.sentinelsdn.simulator.ofswitch.ForeignEntry;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From JSON over the real controller to an emulated switch, and back. */
class FlowsOnSwitchesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final IpAddress ANN = IpAddress.parse("10.0.0.1");
    private static final IpAddress BOB = IpAddress.parse("10.0.0.2");
    private static final byte[] PING = Frames.ping(
            new Hop(new MacAddress(0x0200_0000_0001L), new MacAddress(0x0200_0000_0002L)), ANN, BOB, 1, 1, 56);

    private static final Dpid LAN = new Dpid(161);

    /** One for all, as it takes seconds; what a test asked for goes after it. */
    private static NetFixture shared;

    private static EmulatedSwitch sharedLan;

    private NetFixture net = shared;
    private EmulatedSwitch lan = sharedLan;

    @BeforeAll
    static void start() throws Exception {
        shared = new NetFixture();
        sharedLan = shared.connect(LAN, 3);
    }

    @AfterEach
    void takeAway() throws Exception {
        if (net == shared) {
            for (JsonNode flow : net.get("/api/flows").json().get("items")) {
                assertThat(net.delete("/api/flows/" + flow.get("id").asText()).status())
                        .isEqualTo(204);
            }
        } else {
            net.close();
        }
    }

    @AfterAll
    static void stop() {
        shared.close();
    }

    private void alone() throws Exception {
        net = new NetFixture();
        lan = net.connect(LAN, 3);
    }

    private static String json(String withSingleQuotes) {
        return withSingleQuotes.replace('\'', '"');
    }

    private List<JsonNode> entries(String query) {
        JsonNode items =
                net.get("/api/switches/161/flows?limit=1000" + query).json().get("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    @Test
    void shouldTakeABodyWrittenForRyuAndForwardByIt() {
        ApiFixture.Answer created = net.post(
                "/api/flows",
                json("{'dpid': 161, 'priority': 300, 'match': {'dl_type': 2048, 'nw_src': '10.0.0.1'},"
                        + " 'actions': [{'type': 'OUTPUT', 'port': 3}]}"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().get("status").asText()).isEqualTo("installed");
        assertThat(created.json().at("/match/ipv4_src").asText()).isEqualTo("10.0.0.1");
        assertThat(lan.probe(1, PING).outputPorts()).containsExactly(3);

        lan.inject(1, PING, 500);
        net.await(
                "it is counted",
                () -> net.get(created.header("Location"))
                                .json()
                                .get("packet_count")
                                .asLong()
                        == 500);

        assertThat(net.delete(created.header("Location")).status()).isEqualTo(204);
        assertThat(lan.flows()).extracting(FlowSnapshot::priority).doesNotContain(300);
    }

    /** Every field and action that the emulated switch can do. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'in_port': 1, 'eth_dst': '02:00:00:00:00:02', 'eth_src': '02:00:00:00:00:00/ff:ff:ff:00:00:00'}",
                "{'vlan_vid': 100, 'vlan_pcp': 3}",
                "{'vlan_vid': '0x1000/0x1000'}",
                "{'eth_type': 2048, 'ip_dscp': 46, 'ip_ecn': 1, 'ip_proto': 17, 'udp_src': 53, 'udp_dst': 1000}",
                "{'eth_type': 2048, 'ipv4_src': '10.0.0.0/8', 'ipv4_dst': '10.1.2.3', 'ip_proto': 6, 'tcp_src': 1, 'tcp_dst': 80}",
                "{'eth_type': 2048, 'ip_proto': 6, 'tcp_flags': '0x2/0x12'}",
                "{'eth_type': 2048, 'ip_proto': 1, 'icmpv4_type': 8, 'icmpv4_code': 0}",
                "{'eth_type': 2054, 'arp_op': 1, 'arp_spa': '10.0.0.1', 'arp_tpa': '10.0.0.0/24'}",
                "{'eth_type': 34525, 'ipv6_src': '2001:db8::/32', 'ipv6_dst': 'fd00::1'}",
                "{'eth_type': 34525, 'ip_proto': 58, 'icmpv6_type': 135, 'icmpv6_code': 0}"
            })
    void shouldShowAMatchAsItWasWritten(String match) throws Exception {
        ApiFixture.Answer created =
                net.post("/api/flows", json("{'dpid': '00000000000000a1', 'table_id': 7, 'match': " + match + "}"));

        assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
        assertThat(entries("&table_id=7"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.get("match")).isEqualTo(JSON.readTree(json(match))));
        assertThat(created.json().get("match")).isEqualTo(JSON.readTree(json(match)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{'type': 'OUTPUT', 'port': 2}, {'type': 'OUTPUT', 'port': 'LOCAL'}, {'type': 'GOTO_TABLE', 'table_id': 9}]",
                "[{'type': 'SET_FIELD', 'field': 'ipv4_dst', 'value': '10.0.0.9'}, {'type': 'OUTPUT', 'port': 'IN_PORT'}]",
                "[{'type': 'SET_QUEUE', 'queue_id': 1}, {'type': 'OUTPUT', 'port': 2}]",
                "[{'type': 'CLEAR_ACTIONS'}, {'type': 'WRITE_ACTIONS', 'actions': [{'type': 'OUTPUT', 'port': 2}]}]",
                "[{'type': 'WRITE_METADATA', 'metadata': 5, 'metadata_mask': 255}, {'type': 'GOTO_TABLE', 'table_id': 9}]"
            })
    void shouldShowActionsAsTheyWereWritten(String actions) throws Exception {
        ApiFixture.Answer created = net.post(
                "/api/flows",
                json("{'dpid': 161, 'table_id': 7, 'match': {'dl_type': '0x800'}, 'actions': " + actions + "}"));

        assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
        assertThat(entries("&table_id=7"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.get("actions")).isEqualTo(JSON.readTree(json(actions))));
    }

    @Test
    void shouldAnswerWithTheWordsOfTheSwitch() {
        ApiFixture.Answer refused = net.post(
                "/api/flows", json("{'dpid': 161, 'match': {}, 'actions': [{'type': 'GROUP', 'group_id': 99}]}"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("type").asText()).isEqualTo("/problems/switch-refused");
        assertThat(refused.json().get("detail").asText()).contains("OUT_GROUP");
        assertThat(net.get("/api/flows").json().get("total").asInt()).isZero();
    }

    @Test
    void shouldNameTheFieldThatIsWrong() {
        ApiFixture.Answer wrong = net.post("/api/flows", json("{'dpid': 161, 'match': {'tcp_dst': 80}}"));
        ApiFixture.Answer band = net.post("/api/flows", json("{'dpid': 161, 'table_id': 0, 'priority': 50000}"));

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.json().get("field").asText()).isEqualTo("match.tcp_dst");
        assertThat(wrong.json().get("detail").asText()).contains("ip_proto 6");
        assertThat(band.json().get("field").asText()).isEqualTo("priority");
        assertThat(band.json().get("allowed").asText()).contains("10 to 19999 or 60001 to 65535");
    }

    @Test
    void shouldShowWhatNobodyHereKnows() throws Exception {
        alone();
        byte[] match = HexFormat.of().parseHex("80000a020800" + "000135020103");
        byte[] ct = HexFormat.of()
                .parseHex(
                        "0004002000000000" + "ffff001800002320002300010000000000000000ff000000000000".substring(0, 48));
        lan.addForeign(new ForeignEntry(5, 10, 7, match, ct, -1, -1));

        JsonNode entry = entries("&table_id=5").get(0);

        assertThat(entry.at("/match/eth_type").asInt()).isEqualTo(2048);
        assertThat(entry.at("/match/opaque/0/type").asText()).isEqualTo("experimenter");
        assertThat(entry.at("/match/opaque/0/oxm").asText()).isEqualTo("000135020103");
        assertThat(entry.at("/actions/0/type").asText()).isEqualTo("experimenter");
        assertThat(entry.get("packet_count").isNull()).isTrue();
        assertThat(net.counter("sentinel_openflow_opaque_fields_total")).isEqualTo(2);
    }

    @Test
    void shouldReadPortsMetersTablesGroupsAndQueues() {
        JsonNode ports = net.get("/api/switches/161/ports").json();

        assertThat(ports.get("total").asInt()).isEqualTo(3);
        assertThat(ports.at("/items/0/port_no").asInt()).isEqualTo(1);
        assertThat(ports.at("/items/0/up").asBoolean()).isTrue();
        assertThat(net.get("/api/switches/161/meters").json().get("total").asInt())
                .isEqualTo(lan.meters().size());
        assertThat(net.get("/api/switches/161/tables").json().get("total").asInt())
                .isEqualTo(254);
        assertThat(net.get("/api/switches/161/groups").status()).isEqualTo(200);
        assertThat(net.get("/api/switches/161/queues").status()).isEqualTo(200);
        assertThat(net.get("/api/switches/161/aggregate")
                        .json()
                        .at("/items/0/flow_count")
                        .asInt())
                .isEqualTo(lan.flowCount());
        assertThat(net.get("/api/switches/162/flows").status()).isEqualTo(404);
    }

    @Test
    void shouldAnswer503WhenTheSwitchIsAway() throws Exception {
        alone();
        lan.disconnect();
        net.await(
                "it is gone",
                () -> !net.get("/api/switches/161").json().get("connected").asBoolean());

        assertThat(net.get("/api/switches/161/flows").status()).isEqualTo(503);
        assertThat(net.post("/api/flows", json("{'dpid': 161}")).status()).isEqualTo(503);
        assertThat(net.post("/api/flows", json("{'dpid': 162}")).status()).isEqualTo(404);
    }
}
