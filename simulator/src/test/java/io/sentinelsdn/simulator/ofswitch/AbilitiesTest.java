package io.sentinelsdn.simulator.ofswitch;

import static io.sentinelsdn.simulator.ofswitch.Flows.any;
import static io.sentinelsdn.simulator.ofswitch.Flows.output;
import static io.sentinelsdn.simulator.ofswitch.Flows.rule;
import static io.sentinelsdn.simulator.ofswitch.ScriptedController.OF;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.UDP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelsdn.domain.net.Dpid;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFFlowModFailedCode;
import org.projectfloodlight.openflow.protocol.OFFlowStatsReply;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFPortStatsReply;
import org.projectfloodlight.openflow.protocol.OFQueueOpFailedCode;
import org.projectfloodlight.openflow.protocol.OFQueueStatsEntry;
import org.projectfloodlight.openflow.protocol.OFQueueStatsReply;
import org.projectfloodlight.openflow.protocol.errormsg.OFFlowModFailedErrorMsg;
import org.projectfloodlight.openflow.protocol.errormsg.OFQueueOpFailedErrorMsg;
import org.projectfloodlight.openflow.types.OFPort;

class AbilitiesTest {
    private static OFMessage queueStats(OFPort port, long queue) {
        return OF.buildQueueStatsRequest().setPortNo(port).setQueueId(queue).build();
    }

    @Test
    void shouldCountTheQueueThatAPacketWasPutInto() throws IOException {
        try (SwitchFixture fixture = new SwitchFixture(config -> config.withQueues(3))) {
            fixture.controller.order(rule(
                    0,
                    1,
                    any(),
                    OF.instructions()
                            .applyActions(List.of(
                                    OF.actions().setQueue(2), OF.actions().output(OFPort.of(4), 0xffff)))));

            fixture.emulated.inject(1, UDP, 5);

            List<OFQueueStatsEntry> all = fixture.controller
                    .ask(queueStats(OFPort.ANY, 0xffff_ffffL), OFQueueStatsReply.class)
                    .getEntries();
            assertThat(all).hasSize(12);
            assertThat(all)
                    .filteredOn(queue -> queue.getTxPackets().getValue() > 0)
                    .singleElement()
                    .matches(queue -> queue.getPortNo().equals(OFPort.of(4)) && queue.getQueueId() == 2)
                    .matches(queue -> queue.getTxPackets().getValue() == 5
                            && queue.getTxBytes().getValue() == 5L * UDP.length);
            assertThat(fixture.controller
                            .ask(queueStats(OFPort.of(2), 1), OFQueueStatsReply.class)
                            .getEntries())
                    .hasSize(1);
        }
    }

    @Test
    void shouldRefuseQueuesAndPortsThatAreNotThere() throws IOException {
        try (SwitchFixture fixture = new SwitchFixture(config -> config.withQueues(3))) {
            var badQueue = (OFQueueOpFailedErrorMsg) fixture.controller.refused(queueStats(OFPort.of(1), 3));
            var badPort = (OFQueueOpFailedErrorMsg) fixture.controller.refused(queueStats(OFPort.of(9), 0));

            assertThat(badQueue.getCode()).isEqualTo(OFQueueOpFailedCode.BAD_QUEUE);
            assertThat(badPort.getCode()).isEqualTo(OFQueueOpFailedCode.BAD_PORT);
            assertThat(fixture.controller
                            .refused(rule(
                                    0,
                                    1,
                                    any(),
                                    OF.instructions()
                                            .applyActions(List.of(OF.actions().setQueue(3)))))
                            .toString())
                    .contains("BAD_QUEUE");
        }
    }

    @Test
    void shouldAnswerAllOnesWhenItDoesNotCount() throws IOException {
        try (SwitchFixture fixture = new SwitchFixture(config -> config.withCounters(false))) {
            fixture.controller.order(rule(0, 1, any(), output(2)));
            fixture.emulated.inject(1, UDP);

            var flow = fixture.controller
                    .ask(Flows.stats(), OFFlowStatsReply.class)
                    .getEntries()
                    .get(0);
            var port = fixture.controller
                    .ask(OF.buildPortStatsRequest().setPortNo(OFPort.of(1)).build(), OFPortStatsReply.class)
                    .getEntries()
                    .get(0);

            assertThat(flow.getPacketCount().getValue()).isEqualTo(-1);
            assertThat(flow.getByteCount().getValue()).isEqualTo(-1);
            assertThat(port.getRxPackets().getValue()).isEqualTo(-1);
        }
    }

    @Test
    void shouldBeFullAtItsLimit() throws IOException {
        try (SwitchFixture fixture = new SwitchFixture(config -> config.withMaxEntries(2))) {
            fixture.controller.order(rule(0, 1, any(), output(2)));
            fixture.controller.order(rule(0, 2, any(), output(2)));

            var full = (OFFlowModFailedErrorMsg) fixture.controller.refused(rule(0, 3, any(), output(2)));

            assertThat(full.getCode()).isEqualTo(OFFlowModFailedCode.TABLE_FULL);
            fixture.controller.order(rule(0, 2, any(), output(3)));
        }
    }

    @Test
    void shouldGiveBackForeignEntriesAsTheyAre() throws IOException {
        byte[] oxms = {0x00, 0x01, 0x34, 0x01, 0x03}; // nw_frag of Nicira's match fields
        byte[] instructions = new byte[32];
        ByteBuf ct = Unpooled.wrappedBuffer(instructions).writerIndex(0);
        ct.writeShort(4).writeShort(32).writeInt(0); // apply-actions: ct() of Nicira's actions
        ct.writeShort(0xffff).writeShort(24).writeInt(0x2320).writeShort(35).writeZero(14);
        try (SwitchFixture fixture = new SwitchFixture()) {
            fixture.emulated.addForeign(new ForeignEntry(0, 900, 0x1234, oxms, instructions, 11, 22));
            fixture.controller.order(rule(0, 1, any(), output(2)));

            ByteBuf request = Unpooled.buffer();
            Flows.stats().writeTo(request);
            fixture.controller.forget();
            fixture.controller.say(request);
            ByteBuf reply = fixture.controller.hearBytes();

            int entry = 16;
            assertThat(reply.getUnsignedShort(entry)).isEqualTo(48 + 16 + 32);
            assertThat(reply.getUnsignedShort(entry + 12)).isEqualTo(900);
            assertThat(reply.getLong(entry + 24)).isEqualTo(0x1234);
            assertThat(reply.getLong(entry + 32)).isEqualTo(11);
            assertThat(reply.getLong(entry + 40)).isEqualTo(22);
            assertThat(Wire.bytes(reply, entry + 48 + 4, oxms.length)).isEqualTo(oxms);
            assertThat(Wire.bytes(reply, entry + 48 + 16, 32)).isEqualTo(instructions);
            assertThat(fixture.wayOf(UDP)).containsExactly(2);
            fixture.controller.order(Flows.delete(any())
                    .setCookie(org.projectfloodlight.openflow.types.U64.of(0x1234))
                    .setCookieMask(org.projectfloodlight.openflow.types.U64.of(-1))
                    .build());
            assertThat(fixture.emulated.flowCount()).isEqualTo(1);
        }
    }

    @Test
    void shouldForwardByForeignEntriesThatItUnderstands() throws IOException {
        byte[] toPort3 = new byte[24];
        ByteBuf out = Unpooled.wrappedBuffer(toPort3).writerIndex(0);
        out.writeShort(4).writeShort(24).writeInt(0);
        out.writeShort(0).writeShort(16).writeInt(3).writeShort(0xffff).writeZero(6);
        byte[] inPort1 = {(byte) 0x80, 0, 0, 4, 0, 0, 0, 1};
        try (SwitchFixture fixture = new SwitchFixture()) {
            fixture.emulated.addForeign(new ForeignEntry(0, 900, 0x1234, inPort1, toPort3, 0, 0));

            assertThat(fixture.wayOf(UDP)).containsExactly(3);
        }
    }

    @Test
    void shouldRefuseImpossibleAbilities() {
        SwitchConfig config = SwitchConfig.of(new Dpid(1), 4);

        assertThatThrownBy(() -> config.withQueues(65)).hasMessage("queuesPerPort must be between 0 and 64: 65");
        assertThatThrownBy(() -> config.withAuxiliaries(-1)).hasMessage("auxiliaries must be between 0 and 8: -1");
    }
}
