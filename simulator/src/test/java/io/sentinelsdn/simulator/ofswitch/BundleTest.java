package io.sentinelsdn.simulator.ofswitch;

import static io.sentinelsdn.simulator.ofswitch.Flows.any;
import static io.sentinelsdn.simulator.ofswitch.Flows.output;
import static io.sentinelsdn.simulator.ofswitch.Flows.rule;
import static io.sentinelsdn.simulator.ofswitch.ScriptedController.OF;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.UDP;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFBadRequestCode;
import org.projectfloodlight.openflow.protocol.OFErrorMsg;
import org.projectfloodlight.openflow.protocol.OFFlowRemoved;
import org.projectfloodlight.openflow.protocol.OFGroupType;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.errormsg.OFBadRequestErrorMsg;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;

class BundleTest {
    private static final int OPEN = 0;
    private static final int CLOSE = 2;
    private static final int COMMIT = 4;
    private static final int DISCARD = 6;
    private static final int ATOMIC_ORDERED = 3;

    private static final int ERROR = 1;
    private static final int BAD_ID = 2302;
    private static final int CLOSED = 2304;
    private static final int UNSUPPORTED = 2310;
    private static final int FAILED = 2313;

    @AutoClose
    private final SwitchFixture fixture = new SwitchFixture();

    private final ScriptedController controller = fixture.controller;

    private static ByteBuf control(int xid, int bundle, int type) {
        return Unpooled.buffer()
                .writeByte(4)
                .writeByte(4)
                .writeShort(24)
                .writeInt(xid)
                .writeInt(0x4f4e4600)
                .writeInt(2300)
                .writeInt(bundle)
                .writeShort(type)
                .writeShort(ATOMIC_ORDERED);
    }

    private static ByteBuf adding(int bundle, OFMessage inner) {
        ByteBuf message = Unpooled.buffer();
        inner.writeTo(message);
        return Unpooled.buffer()
                .writeByte(4)
                .writeByte(4)
                .writeShort(24 + message.readableBytes())
                .writeInt((int) inner.getXid())
                .writeInt(0x4f4e4600)
                .writeInt(2301)
                .writeInt(bundle)
                .writeShort(0)
                .writeShort(ATOMIC_ORDERED)
                .writeBytes(message);
    }

    /** Says it and expects the answer of the same transaction and the next odd type. */
    private void done(int bundle, int type) throws IOException {
        controller.say(control(99, bundle, type));
        ByteBuf reply = controller.hearBytes();
        assertThat(reply.getUnsignedByte(1)).as("experimenter, not an error").isEqualTo((short) 4);
        assertThat(reply.getInt(4)).isEqualTo(99);
        assertThat(reply.getInt(8)).isEqualTo(0x4f4e4600);
        assertThat(reply.getInt(16)).isEqualTo(bundle);
        assertThat(reply.getUnsignedShort(20)).isEqualTo(type + 1);
    }

    private void fails(ByteBuf request, int code) throws IOException {
        int xid = request.getInt(4);
        controller.say(request);
        assertBundleError(xid, code);
    }

    private void assertBundleError(int xid, int code) throws IOException {
        ByteBuf error = controller.hearBytes();
        assertThat(error.getUnsignedByte(1)).isEqualTo((short) ERROR);
        assertThat(error.getInt(4)).isEqualTo(xid);
        assertThat(error.getUnsignedShort(8)).isEqualTo(0xffff);
        assertThat(error.getUnsignedShort(10)).isEqualTo(code);
        assertThat(error.getInt(12)).isEqualTo(0x4f4e4600);
    }

    @Test
    void shouldDoNothingBeforeTheCommitAndEverythingAtIt() throws IOException {
        done(1, OPEN);
        controller.say(adding(1, rule(0, 1, any(), Flows.goTo(1))));
        controller.say(adding(1, rule(1, 1, any(), output(2))));
        controller.sync();
        assertThat(fixture.emulated.flowCount()).isZero();

        done(1, CLOSE);
        assertThat(fixture.emulated.flowCount()).isZero();
        done(1, COMMIT);

        assertThat(fixture.wayOf(UDP)).containsExactly(2);
    }

    @Test
    void shouldTakeEverythingBackWhenOneMessageFails() throws IOException {
        controller.order(Flows.tellingRemoval(Flows.add(0, 5, any(), output(2))));
        fixture.emulated.inject(1, UDP, 3);
        OFMessage impossible = rule(0, 9, any(), Flows.meter(77), output(3));
        done(1, OPEN);
        controller.say(adding(1, Flows.delete(any()).build()));
        controller.say(adding(1, rule(0, 7, any(), output(4))));
        controller.say(adding(1, impossible));
        controller.say(adding(1, rule(0, 8, any(), output(1))));
        done(1, CLOSE);

        controller.say(control(99, 1, COMMIT));

        OFErrorMsg inner = controller.hear(OFErrorMsg.class);
        assertThat(inner.getXid()).isEqualTo(impossible.getXid());
        assertBundleError(99, FAILED);
        assertThat(fixture.wayOf(UDP)).containsExactly(2);
        assertThat(fixture.emulated.flowCount()).isEqualTo(1);
        assertThat(fixture.packets(0, 5)).isEqualTo(3);
        assertThat(controller.heard(OFFlowRemoved.class)).isEmpty();
        fails(control(98, 1, COMMIT), BAD_ID);
    }

    @Test
    void shouldTakeBackModifiedInstructionsReplacedEntriesAndGroups() throws IOException {
        controller.order(rule(0, 5, any(), output(2)));
        done(1, OPEN);
        controller.say(adding(1, Flows.modify(any(), output(3))));
        controller.say(adding(1, rule(0, 5, any(), output(4))));
        controller.say(adding(
                1,
                OF.buildGroupAdd()
                        .setGroup(OFGroup.of(1))
                        .setGroupType(OFGroupType.ALL)
                        .build()));
        controller.say(adding(1, rule(0, 9, any(), Flows.meter(77))));

        controller.say(control(99, 1, COMMIT));

        assertThat(controller.hear(OFErrorMsg.class)).isNotNull();
        assertBundleError(99, FAILED);
        assertThat(fixture.wayOf(UDP)).containsExactly(2);
        assertThat(fixture.emulated.flowCount()).isEqualTo(1);
        controller.order(OF.buildGroupAdd()
                .setGroup(OFGroup.of(1))
                .setGroupType(OFGroupType.ALL)
                .build());
    }

    @Test
    void shouldTellRemovalsOnceTheCommitHasSucceeded() throws IOException {
        controller.order(Flows.tellingRemoval(Flows.add(0, 5, any(), output(2))));
        done(1, OPEN);
        controller.say(adding(1, Flows.delete(any()).build()));
        controller.sync();

        controller.say(control(99, 1, COMMIT));

        assertThat(controller.hear(OFFlowRemoved.class).getPriority()).isEqualTo(5);
    }

    @Test
    void shouldSendPacketsOfABundleByItsNewEntries() throws IOException {
        int[] left = new int[5];
        fixture.emulated.onOutput((port, frame, count) -> left[port]++);
        done(1, OPEN);
        controller.say(adding(
                1,
                OF.buildPacketOut()
                        .setBufferId(OFBufferId.NO_BUFFER)
                        .setInPort(OFPort.CONTROLLER)
                        .setActions(List.of(OF.actions().output(OFPort.TABLE, 0xffff)))
                        .setData(UDP)
                        .build()));
        controller.say(adding(1, rule(0, 1, any(), output(3))));
        done(1, COMMIT);

        assertThat(left[3]).isEqualTo(1);
    }

    @Test
    void shouldForgetADiscardedBundle() throws IOException {
        done(1, OPEN);
        controller.say(adding(1, rule(0, 1, any(), output(2))));

        done(1, DISCARD);

        fails(control(98, 1, COMMIT), BAD_ID);
        assertThat(fixture.emulated.flowCount()).isZero();
    }

    @Test
    void shouldRefuseWhatCannotBeBundledAndWhatComesTooLate() throws IOException {
        done(1, OPEN);
        fails(adding(1, Flows.packetsPerSecond(1, 10, 10)), UNSUPPORTED);
        done(1, CLOSE);
        fails(adding(1, rule(0, 1, any(), output(2))), CLOSED);
    }

    @Test
    void shouldReportAMessageThatCannotBeReadAtOnce() throws IOException {
        done(1, OPEN);
        OFMessage bad = OF.buildFlowAdd()
                .setTableId(TableId.of(0))
                .setMatch(any())
                .setInstructions(List.of(output(2)))
                .build();
        ByteBuf adding = adding(1, bad);
        adding.setShort(24 + 48, 7); // no such kind of match
        controller.say(adding);

        assertThat(controller.hear(OFErrorMsg.class).getXid()).isEqualTo(bad.getXid());
    }

    @Test
    void shouldKnowNoBundlesWhenToldSo() throws IOException {
        try (SwitchFixture without = new SwitchFixture(config -> config.withBundles(false))) {
            without.controller.say(control(5, 1, OPEN));

            OFErrorMsg error = without.controller.hear(OFErrorMsg.class);
            assertThat(((OFBadRequestErrorMsg) error).getCode()).isEqualTo(OFBadRequestCode.BAD_EXPERIMENTER);
        }
    }
}
