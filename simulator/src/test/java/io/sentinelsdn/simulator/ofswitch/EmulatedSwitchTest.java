package io.sentinelsdn.simulator.ofswitch;

import static io.sentinelsdn.simulator.ofswitch.Flows.add;
import static io.sentinelsdn.simulator.ofswitch.Flows.any;
import static io.sentinelsdn.simulator.ofswitch.Flows.inPort;
import static io.sentinelsdn.simulator.ofswitch.Flows.output;
import static io.sentinelsdn.simulator.ofswitch.Flows.outputs;
import static io.sentinelsdn.simulator.ofswitch.Flows.rule;
import static io.sentinelsdn.simulator.ofswitch.ScriptedController.OF;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.simulator.frame.Frames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFFeaturesReply;
import org.projectfloodlight.openflow.protocol.OFFlowStatsEntry;
import org.projectfloodlight.openflow.protocol.OFFlowStatsReply;
import org.projectfloodlight.openflow.protocol.OFPacketIn;
import org.projectfloodlight.openflow.protocol.OFPacketInReason;
import org.projectfloodlight.openflow.protocol.OFPortDescStatsReply;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.DatapathId;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.U64;

class EmulatedSwitchTest {
    private static final byte[] UDP = Frames.udp(
            new Frames.Hop(new MacAddress(0x02_00_00_00_00_01L), new MacAddress(0x02_00_00_00_00_02L)),
            IpAddress.parse("10.0.0.1"),
            IpAddress.parse("10.0.0.2"),
            1000,
            53,
            new byte[100]);

    private final EmulatedSwitch emulated = new EmulatedSwitch(SwitchConfig.of(new Dpid(7), 4));
    private ScriptedController controller;

    @BeforeEach
    void connect() throws IOException {
        controller = new ScriptedController();
        controller.greet(emulated);
    }

    @AfterEach
    void close() throws IOException {
        emulated.close();
        controller.close();
    }

    @Test
    void shouldIntroduceItself() throws IOException {
        controller.say(OF.featuresRequest());
        OFFeaturesReply features = controller.hear(OFFeaturesReply.class);

        assertThat(features.getDatapathId()).isEqualTo(DatapathId.of(7));
        assertThat(features.getNTables()).isEqualTo((short) 254);
        OFPortDescStatsReply ports =
                controller.ask(OF.buildPortDescStatsRequest().build(), OFPortDescStatsReply.class);
        assertThat(ports.getEntries())
                .extracting(port -> port.getPortNo().getPortNumber())
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void shouldDropWhatNoEntryMatches() {
        PacketResult result = emulated.probe(1, UDP);

        assertThat(result.dropped()).isTrue();
        assertThat(result.fate()).isEqualTo(PacketResult.Fate.DROPPED_BY_MISS);
    }

    @Test
    void shouldForwardAndCount() throws IOException {
        List<Integer> left = new ArrayList<>();
        emulated.onOutput((port, frame, count) -> left.add(port));
        controller.order(rule(0, 10, inPort(1), output(3)));

        emulated.inject(1, UDP, 5);

        assertThat(left).containsExactly(3);
        OFFlowStatsEntry entry = controller
                .ask(Flows.stats(), OFFlowStatsReply.class)
                .getEntries()
                .get(0);
        assertThat(entry.getPacketCount()).isEqualTo(U64.of(5));
        assertThat(entry.getByteCount()).isEqualTo(U64.of(5L * UDP.length));
        assertThat(emulated.port(3).txPackets()).isEqualTo(5);
    }

    @Test
    void shouldFloodToAllPortsButTheIngress() throws IOException {
        controller.order(rule(0, 10, any(), outputs(OFPort.ALL)));

        assertThat(emulated.probe(2, UDP).outputPorts()).containsExactly(1, 3, 4);
    }

    @Test
    void shouldPuntTheTableMissWithCookieTableAndPort() throws IOException {
        controller.order(rule(0, 5, any(), Flows.goTo(3)));
        controller.order(add(3, 0, any(), outputs(OFPort.CONTROLLER))
                .setCookie(U64.of(0xabc))
                .build());

        emulated.inject(2, UDP);

        OFPacketIn packetIn = controller.hear(OFPacketIn.class);
        assertThat(packetIn.getReason()).isEqualTo(OFPacketInReason.NO_MATCH);
        assertThat(packetIn.getTableId().getValue()).isEqualTo((short) 3);
        assertThat(packetIn.getCookie()).isEqualTo(U64.of(0xabc));
        assertThat(packetIn.getMatch().get(MatchField.IN_PORT)).isEqualTo(OFPort.of(2));
        assertThat(packetIn.getData()).isEqualTo(UDP);
    }

    @Test
    void shouldSendAPacketOut() throws IOException {
        List<byte[]> left = new ArrayList<>();
        emulated.onOutput((port, frame, count) -> left.add(frame));

        controller.order(OF.buildPacketOut()
                .setBufferId(OFBufferId.NO_BUFFER)
                .setInPort(OFPort.CONTROLLER)
                .setActions(List.of(OF.actions().output(OFPort.of(4), 0xffff)))
                .setData(UDP)
                .build());

        assertThat(left).containsExactly(UDP);
    }
}
