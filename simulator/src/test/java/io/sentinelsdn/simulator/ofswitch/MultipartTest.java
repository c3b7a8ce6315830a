package io.sentinelsdn.simulator.ofswitch;

import static io.sentinelsdn.simulator.ofswitch.Flows.add;
import static io.sentinelsdn.simulator.ofswitch.Flows.any;
import static io.sentinelsdn.simulator.ofswitch.Flows.goTo;
import static io.sentinelsdn.simulator.ofswitch.Flows.output;
import static io.sentinelsdn.simulator.ofswitch.Flows.rule;
import static io.sentinelsdn.simulator.ofswitch.Flows.toNet;
import static io.sentinelsdn.simulator.ofswitch.Flows.udpTo;
import static io.sentinelsdn.simulator.ofswitch.ScriptedController.OF;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.UDP;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFAggregateStatsReply;
import org.projectfloodlight.openflow.protocol.OFDescStatsReply;
import org.projectfloodlight.openflow.protocol.OFErrorMsg;
import org.projectfloodlight.openflow.protocol.OFFlowStatsEntry;
import org.projectfloodlight.openflow.protocol.OFFlowStatsReply;
import org.projectfloodlight.openflow.protocol.OFGroupFeaturesStatsReply;
import org.projectfloodlight.openflow.protocol.OFPortStatsEntry;
import org.projectfloodlight.openflow.protocol.OFPortStatsReply;
import org.projectfloodlight.openflow.protocol.OFQueueStatsReply;
import org.projectfloodlight.openflow.protocol.OFTableFeaturesStatsReply;
import org.projectfloodlight.openflow.protocol.OFTableStatsEntry;
import org.projectfloodlight.openflow.protocol.OFTableStatsReply;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.U64;

class MultipartTest {
    @AutoClose
    private final SwitchFixture fixture = new SwitchFixture();

    private final ScriptedController controller = fixture.controller;

    @Test
    void shouldSplitLargeRepliesAndLoseNothing() throws IOException {
        int rules = 3000;
        for (int i = 0; i < rules; i++) {
            controller.say(rule(0, 1, udpTo("10.0." + (i >> 8) + "." + (i & 255), 53), output(2)));
        }
        controller.sync();

        List<OFFlowStatsReply> parts = controller.parts(Flows.stats(), OFFlowStatsReply.class);

        assertThat(parts).hasSizeGreaterThan(1);
        Set<Object> matches = new HashSet<>();
        for (OFFlowStatsReply part : parts) {
            part.getEntries().forEach(entry -> matches.add(entry.getMatch()));
        }
        assertThat(matches).hasSize(rules);
    }

    @Test
    void shouldEchoEntriesAsTheyWereSent() throws IOException {
        controller.order(add(3, 77, udpTo("10.0.0.2", 53), output(2), goTo(5))
                .setCookie(U64.of(0xfeed))
                .setIdleTimeout(30)
                .setHardTimeout(600)
                .build());
        fixture.pass(Duration.ofMillis(2_500));

        OFFlowStatsEntry entry = controller
                .ask(Flows.stats(), OFFlowStatsReply.class)
                .getEntries()
                .get(0);

        assertThat(entry.getTableId()).isEqualTo(TableId.of(3));
        assertThat(entry.getPriority()).isEqualTo(77);
        assertThat(entry.getCookie()).isEqualTo(U64.of(0xfeed));
        assertThat(entry.getIdleTimeout()).isEqualTo(30);
        assertThat(entry.getHardTimeout()).isEqualTo(600);
        assertThat(entry.getMatch()).isEqualTo(udpTo("10.0.0.2", 53));
        assertThat(entry.getInstructions()).containsExactly(output(2), goTo(5));
        assertThat(entry.getDurationSec()).isEqualTo(2);
        assertThat(entry.getDurationNsec()).isEqualTo(500_000_000);
    }

    @Test
    void shouldFilterByTableCookiePortAndMatch() throws IOException {
        controller.order(add(0, 1, udpTo("10.0.0.2", 53), output(2))
                .setCookie(U64.of(0x0a01))
                .build());
        controller.order(add(0, 2, toNet("10.0.0.0/24"), output(3))
                .setCookie(U64.of(0x0a02))
                .build());
        controller.order(add(1, 3, any(), output(2)).setCookie(U64.of(0x0b03)).build());

        assertThat(priorities(
                        Flows.stats().createBuilder().setTableId(TableId.of(1)).build()))
                .containsExactly(3);
        assertThat(priorities(
                        Flows.stats().createBuilder().setOutPort(OFPort.of(2)).build()))
                .containsExactly(1, 3);
        assertThat(priorities(Flows.stats()
                        .createBuilder()
                        .setMatch(toNet("10.0.0.0/16"))
                        .build()))
                .containsExactly(1, 2);
        assertThat(priorities(Flows.stats()
                        .createBuilder()
                        .setCookie(U64.of(0x0a00))
                        .setCookieMask(U64.of(0xff00))
                        .build()))
                .containsExactly(1, 2);
    }

    private List<Integer> priorities(org.projectfloodlight.openflow.protocol.OFMessage request) throws IOException {
        return controller.ask(request, OFFlowStatsReply.class).getEntries().stream()
                .map(OFFlowStatsEntry::getPriority)
                .toList();
    }

    @Test
    void shouldSumUpAggregates() throws IOException {
        controller.order(rule(0, 1, any(), output(2), goTo(1)));
        controller.order(rule(1, 1, any()));
        fixture.emulated.inject(1, UDP, 5);

        OFAggregateStatsReply sum = controller.ask(
                OF.buildAggregateStatsRequest()
                        .setTableId(TableId.ALL)
                        .setOutPort(OFPort.ANY)
                        .setOutGroup(OFGroup.ANY)
                        .setMatch(any())
                        .build(),
                OFAggregateStatsReply.class);

        assertThat(sum.getFlowCount()).isEqualTo(2);
        assertThat(sum.getPacketCount()).isEqualTo(U64.of(10));
    }

    @Test
    void shouldCountLookupsAndMatchesByTable() throws IOException {
        controller.order(rule(0, 1, any(), goTo(1)));
        fixture.emulated.inject(1, UDP, 5);

        List<OFTableStatsEntry> tables = controller
                .ask(OF.buildTableStatsRequest().build(), OFTableStatsReply.class)
                .getEntries();

        assertThat(tables).hasSize(254);
        assertThat(tables.get(0).getMatchedCount()).isEqualTo(U64.of(5));
        assertThat(tables.get(1).getLookupCount()).isEqualTo(U64.of(5));
        assertThat(tables.get(1).getMatchedCount()).isEqualTo(U64.ZERO);
        assertThat(tables.get(0).getActiveCount()).isEqualTo(1);
    }

    @Test
    void shouldCountPorts() throws IOException {
        controller.order(rule(0, 1, any(), output(2)));
        fixture.emulated.inject(1, UDP, 5);

        List<OFPortStatsEntry> ports = controller
                .ask(OF.buildPortStatsRequest().setPortNo(OFPort.ANY).build(), OFPortStatsReply.class)
                .getEntries();

        assertThat(ports).hasSize(4);
        assertThat(ports.get(0).getRxPackets()).isEqualTo(U64.of(5));
        assertThat(ports.get(0).getRxBytes()).isEqualTo(U64.of(500));
        assertThat(ports.get(1).getTxPackets()).isEqualTo(U64.of(5));
        assertThat(controller
                        .ask(OF.buildPortStatsRequest().setPortNo(OFPort.of(3)).build(), OFPortStatsReply.class)
                        .getEntries())
                .hasSize(1);
    }

    @Test
    void shouldDescribeItself() throws IOException {
        OFDescStatsReply description = controller.ask(OF.buildDescStatsRequest().build(), OFDescStatsReply.class);
        assertThat(description.getHwDesc()).isEqualTo("Emulated switch");
        assertThat(controller.parts(OF.buildTableFeaturesStatsRequest().build(), OFTableFeaturesStatsReply.class))
                .hasSize(254)
                .allMatch(part -> part.getEntries().size() == 1);
        controller.ask(OF.buildGroupFeaturesStatsRequest().build(), OFGroupFeaturesStatsReply.class);
        assertThat(controller
                        .ask(
                                OF.buildQueueStatsRequest()
                                        .setPortNo(OFPort.ANY)
                                        .setQueueId(0xffff_ffffL)
                                        .build(),
                                OFQueueStatsReply.class)
                        .getEntries())
                .isEmpty();
    }

    @Test
    void shouldRefuseStatisticsItDoesNotKnow() throws IOException {
        controller.say(io.netty.buffer.Unpooled.buffer()
                .writeByte(4)
                .writeByte(18)
                .writeShort(16)
                .writeInt(4711)
                .writeShort(999)
                .writeZero(6));

        assertThat(controller.hear(OFErrorMsg.class).getXid()).isEqualTo(4711);
    }
}
