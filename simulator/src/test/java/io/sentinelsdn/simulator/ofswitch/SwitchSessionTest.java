package io.sentinelsdn.simulator.ofswitch;

import static io.sentinelsdn.simulator.ofswitch.Flows.any;
import static io.sentinelsdn.simulator.ofswitch.Flows.output;
import static io.sentinelsdn.simulator.ofswitch.Flows.outputs;
import static io.sentinelsdn.simulator.ofswitch.Flows.rule;
import static io.sentinelsdn.simulator.ofswitch.ScriptedController.OF;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.UDP;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFBadRequestCode;
import org.projectfloodlight.openflow.protocol.OFConfigFlags;
import org.projectfloodlight.openflow.protocol.OFControllerRole;
import org.projectfloodlight.openflow.protocol.OFEchoReply;
import org.projectfloodlight.openflow.protocol.OFEchoRequest;
import org.projectfloodlight.openflow.protocol.OFErrorMsg;
import org.projectfloodlight.openflow.protocol.OFErrorType;
import org.projectfloodlight.openflow.protocol.OFGetConfigReply;
import org.projectfloodlight.openflow.protocol.OFHello;
import org.projectfloodlight.openflow.protocol.OFHelloFailedCode;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFPacketIn;
import org.projectfloodlight.openflow.protocol.OFPortConfig;
import org.projectfloodlight.openflow.protocol.OFPortDescStatsReply;
import org.projectfloodlight.openflow.protocol.OFPortState;
import org.projectfloodlight.openflow.protocol.OFPortStatus;
import org.projectfloodlight.openflow.protocol.OFRoleReply;
import org.projectfloodlight.openflow.protocol.OFRoleRequestFailedCode;
import org.projectfloodlight.openflow.protocol.errormsg.OFBadRequestErrorMsg;
import org.projectfloodlight.openflow.protocol.errormsg.OFHelloFailedErrorMsg;
import org.projectfloodlight.openflow.protocol.errormsg.OFRoleRequestFailedErrorMsg;
import org.projectfloodlight.openflow.types.MacAddress;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.U32;
import org.projectfloodlight.openflow.types.U64;

class SwitchSessionTest {
    @AutoClose
    private final SwitchFixture fixture = new SwitchFixture();

    private final ScriptedController controller = fixture.controller;

    @Test
    void shouldEchoWhatIsSent() throws IOException {
        controller.say(OF.echoRequest(new byte[] {1, 2, 3}));

        assertThat(controller.hear(OFEchoReply.class).getData()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldKeepItsConfiguration() throws IOException {
        controller.say(OF.buildSetConfig()
                .setFlags(Set.of(OFConfigFlags.FRAG_NORMAL))
                .setMissSendLen(0xffff)
                .build());
        controller.say(OF.getConfigRequest());

        assertThat(controller.hear(OFGetConfigReply.class).getMissSendLen()).isEqualTo(0xffff);
    }

    @Test
    void shouldRefuseStaleGenerationsAndObeyNoSlave() throws IOException {
        assertThat(role(OFControllerRole.ROLE_MASTER, 10)).isEqualTo(OFControllerRole.ROLE_MASTER);
        OFErrorMsg stale = controller.refused(roleRequest(OFControllerRole.ROLE_SLAVE, 9));
        assertThat(((OFRoleRequestFailedErrorMsg) stale).getCode()).isEqualTo(OFRoleRequestFailedCode.STALE);

        assertThat(role(OFControllerRole.ROLE_SLAVE, 11)).isEqualTo(OFControllerRole.ROLE_SLAVE);
        assertThat(controller.refused(rule(0, 1, any(), output(2))).getErrType())
                .isEqualTo(OFErrorType.BAD_REQUEST);
        assertThat(role(OFControllerRole.ROLE_EQUAL, 0)).isEqualTo(OFControllerRole.ROLE_EQUAL);
        controller.order(rule(0, 1, any(), output(2)));
    }

    private OFControllerRole role(OFControllerRole role, long generation) throws IOException {
        controller.say(roleRequest(role, generation));
        return controller.hear(OFRoleReply.class).getRole();
    }

    private static OFMessage roleRequest(OFControllerRole role, long generation) {
        return OF.buildRoleRequest()
                .setRole(role)
                .setGenerationId(U64.of(generation))
                .build();
    }

    @Test
    void shouldTellWhenAPortGoesDown() throws IOException {
        controller.order(rule(0, 1, any(), outputs(OFPort.ALL)));

        fixture.emulated.setPortUp(3, false);

        OFPortStatus status = controller.hear(OFPortStatus.class);
        assertThat(status.getDesc().getPortNo()).isEqualTo(OFPort.of(3));
        assertThat(status.getDesc().getState()).contains(OFPortState.LINK_DOWN);
        assertThat(fixture.wayOf(UDP)).containsExactly(2, 4);
        assertThat(fixture.emulated.probe(3, UDP).fate()).isEqualTo(PacketResult.Fate.DROPPED_BY_PORT);
    }

    @Test
    void shouldSendOutByTheTables() throws IOException {
        List<Integer> left = new ArrayList<>();
        fixture.emulated.onOutput((port, frame, count) -> left.add(port));
        controller.order(rule(0, 1, any(), output(4)));

        controller.order(OF.buildPacketOut()
                .setBufferId(OFBufferId.NO_BUFFER)
                .setInPort(OFPort.CONTROLLER)
                .setActions(List.of(OF.actions().output(OFPort.TABLE, 0xffff)))
                .setData(UDP)
                .build());

        assertThat(left).containsExactly(4);
    }

    @Test
    void shouldCutPacketInsToTheLengthAskedFor() throws IOException {
        controller.order(rule(
                0, 1, any(), OF.instructions().applyActions(List.of(OF.actions().output(OFPort.CONTROLLER, 64)))));

        fixture.emulated.inject(1, UDP);

        OFPacketIn packetIn = controller.hear(OFPacketIn.class);
        assertThat(packetIn.getData()).hasSize(64);
        assertThat(packetIn.getTotalLen()).isEqualTo(UDP.length);
    }

    @Test
    void shouldRewriteFieldsBeforeOutput() throws IOException {
        List<byte[]> left = new ArrayList<>();
        fixture.emulated.onOutput((port, frame, count) -> left.add(frame));
        controller.order(rule(
                0,
                1,
                any(),
                OF.instructions()
                        .applyActions(List.of(
                                OF.actions()
                                        .setField(OF.oxms()
                                                .ipv4Dst(org.projectfloodlight.openflow.types.IPv4Address.of(
                                                        "10.0.0.9"))),
                                OF.actions().output(OFPort.of(2), 0)))));

        fixture.emulated.inject(1, UDP);

        assertThat(left)
                .containsExactly(io.sentinelsdn.simulator.frame.Frames.udp(
                        SwitchFixture.HOP,
                        SwitchFixture.A,
                        io.sentinelsdn.domain.net.IpAddress.parse("10.0.0.9"),
                        1000,
                        53,
                        new byte[58]));
    }

    @Test
    void shouldKeepItsTablesWhileTheControllerIsGone() throws IOException {
        controller.order(Flows.packetsPerSecond(1, 10, 10));
        controller.order(rule(0, 1, any(), Flows.meter(1), output(2)));

        controller.hangUp();
        controller.greetNext();

        assertThat(fixture.wayOf(UDP)).containsExactly(2);
        assertThat(fixture.emulated.meters()).hasSize(1);
        assertThat(fixture.emulated.isConnected()).isTrue();
    }

    @Test
    void shouldForgetItsTablesWithTheControllerWhenConfiguredSo() throws IOException {
        try (SwitchFixture forgetful = new SwitchFixture(config -> config.withKeepTables(false))) {
            forgetful.controller.order(rule(0, 1, any(), output(2)));

            forgetful.controller.hangUp();
            forgetful.controller.greetNext();

            assertThat(forgetful.emulated.flows()).isEmpty();
        }
    }

    @Test
    void shouldComeBackEmptyAfterARestart() throws IOException {
        controller.order(rule(0, 1, any(), output(2)));

        fixture.emulated.restart();
        controller.greetNext();

        assertThat(fixture.emulated.flows()).isEmpty();
    }

    @Test
    void shouldKeepTryingUntilAControllerListens() throws IOException {
        controller.hangUp();
        int port = controller.port();
        controller.close();

        try (ScriptedController later = new ScriptedController(port)) {
            later.greetNext();
            assertThat(fixture.emulated.isConnected()).isTrue();
        }
    }

    @Test
    void shouldLeaveAControllerThatDoesNotAnswerItsEcho() throws IOException {
        Duration brief = Duration.ofMillis(500);
        try (SwitchFixture impatient = new SwitchFixture(config -> config.withTimers(brief, brief, brief))) {
            assertThat(impatient.controller.hear(OFEchoRequest.class)).isNotNull();
            assertThat(impatient.controller.isHungUp()).isTrue();
            impatient.controller.greetNext();
        }
    }

    @Test
    void shouldTakePortsOutOfServiceOnOrder() throws IOException {
        controller.order(rule(0, 1, any(), outputs(OFPort.ALL)));
        MacAddress address = controller
                .ask(OF.buildPortDescStatsRequest().build(), OFPortDescStatsReply.class)
                .getEntries()
                .get(2)
                .getHwAddr();

        controller.say(OF.buildPortMod()
                .setPortNo(OFPort.of(3))
                .setHwAddr(address)
                .setConfig(Set.of(OFPortConfig.PORT_DOWN))
                .setMask(Set.of(OFPortConfig.PORT_DOWN))
                .build());

        assertThat(controller.hear(OFPortStatus.class).getDesc().getConfig()).contains(OFPortConfig.PORT_DOWN);
        assertThat(fixture.wayOf(UDP)).containsExactly(2, 4);
    }

    @Test
    void shouldRefuseAControllerWithoutVersion13() throws IOException {
        try (ScriptedController old = new ScriptedController()) {
            fixture.emulated.connect("127.0.0.1", old.port());
            old.accept();
            old.hear(OFHello.class);
            old.say(OF.hello(List.of(OF.helloElemVersionbitmap(List.of(U32.of(1 << 1))))));

            OFHelloFailedErrorMsg error = (OFHelloFailedErrorMsg) old.hear(OFErrorMsg.class);
            assertThat(error.getCode()).isEqualTo(OFHelloFailedCode.INCOMPATIBLE);
            assertThat(old.isHungUp()).isTrue();
        }
    }

    @Test
    void shouldCountPacketInsNobodyTakes() throws IOException {
        controller.order(rule(0, 0, any(), outputs(OFPort.CONTROLLER)));
        fixture.emulated.disconnect();

        fixture.emulated.inject(1, UDP, 9);

        assertThat(fixture.emulated.packetInsDropped()).isEqualTo(9);
    }

    @Test
    void shouldAnswerExperimentersAndUnknownTypesWithErrors() throws IOException {
        controller.say(message(4, 16, 0x1234_5678));
        assertThat(controller.hear(OFErrorMsg.class).getErrType()).isEqualTo(OFErrorType.BAD_REQUEST);
        controller.say(message(99, 8, 0));
        assertThat(((OFBadRequestErrorMsg) controller.hear(OFErrorMsg.class)).getCode())
                .isEqualTo(OFBadRequestCode.BAD_TYPE);
        controller.sync();
    }

    private static ByteBuf message(int type, int length, int body) {
        ByteBuf message = Unpooled.buffer()
                .writeByte(4)
                .writeByte(type)
                .writeShort(length)
                .writeInt(77);
        return length == 8 ? message : message.writeInt(body).writeZero(length - 12);
    }

    @Test
    void shouldSurviveMutatedMessages() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            ByteBuf message = Unpooled.buffer();
            rule(0, 1, Flows.udpTo("10.0.0.2", 53), Flows.goTo(2), output(2)).writeTo(message);
            for (int flips = 0; flips < 3; flips++) {
                int at = 8 + random.nextInt(message.readableBytes() - 8);
                message.setByte(at, random.nextInt(256));
            }
            controller.say(message);
        }

        controller.sync();
        controller.forget();
        controller.order(rule(0, 65_535, any(), output(2)));
        assertThat(fixture.wayOf(UDP)).contains(2);
    }
}
