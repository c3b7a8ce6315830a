package io.sentinelsdn.simulator.ofswitch;

import static io.sentinelsdn.simulator.ofswitch.Flows.any;
import static io.sentinelsdn.simulator.ofswitch.Flows.outputs;
import static io.sentinelsdn.simulator.ofswitch.Flows.rule;
import static io.sentinelsdn.simulator.ofswitch.ScriptedController.OF;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.UDP;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.net.Dpid;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.projectfloodlight.openflow.protocol.OFAsyncGetReply;
import org.projectfloodlight.openflow.protocol.OFControllerRole;
import org.projectfloodlight.openflow.protocol.OFErrorType;
import org.projectfloodlight.openflow.protocol.OFFeaturesReply;
import org.projectfloodlight.openflow.protocol.OFFlowRemoved;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFPacketIn;
import org.projectfloodlight.openflow.protocol.OFPortStatus;
import org.projectfloodlight.openflow.protocol.OFRoleReply;
import org.projectfloodlight.openflow.types.OFAuxId;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.U64;

class ControllerLinkTest {
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    private Path dir;

    private static OFMessage roleRequest(OFControllerRole role, long generation) {
        return OF.buildRoleRequest()
                .setRole(role)
                .setGenerationId(U64.of(generation))
                .build();
    }

    private static OFMessage punt() {
        return rule(0, 1, any(), outputs(OFPort.CONTROLLER));
    }

    @Test
    void shouldTellASlaveOnlyAboutPorts() throws IOException {
        try (SwitchFixture fixture = new SwitchFixture()) {
            ScriptedController controller = fixture.controller;
            controller.order(punt());
            controller.order(Flows.tellingRemoval(Flows.add(1, 5, any()).setIdleTimeout(1)));
            controller.say(roleRequest(OFControllerRole.ROLE_SLAVE, 1));
            controller.hear(OFRoleReply.class);

            fixture.emulated.inject(1, UDP);
            fixture.pass(java.time.Duration.ofSeconds(2));
            fixture.emulated.setPortUp(2, false);

            assertThat(controller.heard(OFPortStatus.class)).hasSize(1);
            assertThat(controller.heard(OFPacketIn.class)).isEmpty();
            assertThat(controller.heard(OFFlowRemoved.class)).isEmpty();
            assertThat(controller
                            .refused(OF.buildGroupDelete()
                                    .setGroup(org.projectfloodlight.openflow.types.OFGroup.ALL)
                                    .setGroupType(org.projectfloodlight.openflow.protocol.OFGroupType.ALL)
                                    .build())
                            .getErrType())
                    .isEqualTo(OFErrorType.BAD_REQUEST);
        }
    }

    @Test
    void shouldSayOnlyWhatTheAsyncMaskAllows() throws IOException {
        try (SwitchFixture fixture = new SwitchFixture()) {
            ScriptedController controller = fixture.controller;
            controller.order(punt());
            controller.order(OF.buildAsyncSet()
                    .setPacketInMaskEqualMaster(0)
                    .setPacketInMaskSlave(7)
                    .setPortStatusMaskEqualMaster(0)
                    .setPortStatusMaskSlave(0)
                    .setFlowRemovedMaskEqualMaster(4)
                    .setFlowRemovedMaskSlave(0)
                    .build());

            fixture.emulated.inject(1, UDP);
            fixture.emulated.setPortUp(2, false);
            controller.order(Flows.tellingRemoval(Flows.add(1, 5, any())));
            controller.order(Flows.delete(any()).build());

            assertThat(controller.heard(OFPacketIn.class)).isEmpty();
            assertThat(controller.heard(OFPortStatus.class)).isEmpty();
            assertThat(controller.heard(OFFlowRemoved.class)).hasSize(1);
            controller.say(OF.buildAsyncGetRequest().build());
            OFAsyncGetReply mask = controller.hear(OFAsyncGetReply.class);
            assertThat(mask.getFlowRemovedMaskEqualMaster()).isEqualTo(4);
            assertThat(mask.getPacketInMaskSlave()).isEqualTo(7);
            controller.order(punt());
            controller.say(roleRequest(OFControllerRole.ROLE_SLAVE, 1));
            controller.hear(OFRoleReply.class);
            fixture.emulated.inject(1, UDP);
            assertThat(controller.heard(OFPacketIn.class)).hasSize(1);
        }
    }

    @Test
    void shouldSendPacketInsOverAnAuxiliaryConnectionAsLongAsThereIsOne() throws IOException {
        try (EmulatedSwitch emulated =
                        new EmulatedSwitch(SwitchConfig.of(new Dpid(7), 4).withAuxiliaries(1));
                ScriptedController main = new ScriptedController();
                ScriptedController auxiliary = main.greet(emulated).second()) {
            main.order(punt());
            assertThat(auxiliaryIdOf(main)).isEqualTo(OFAuxId.MAIN);
            assertThat(auxiliaryIdOf(auxiliary)).isEqualTo(OFAuxId.of(1));

            emulated.inject(1, UDP);
            assertThat(auxiliary.hear(OFPacketIn.class).getData()).isEqualTo(UDP);
            assertThat(main.heard(OFPacketIn.class)).isEmpty();

            main.hangUp();
            assertThat(auxiliary.isHungUp()).isTrue();
        }
    }

    private static OFAuxId auxiliaryIdOf(ScriptedController connection) throws IOException {
        connection.say(OF.featuresRequest());
        return connection.hear(OFFeaturesReply.class).getAuxiliaryId();
    }

    @Test
    void shouldKeepItsEntriesWhenTheConnectionDrops() throws IOException {
        try (SwitchFixture fixture = new SwitchFixture()) {
            fixture.controller.order(Flows.rule(0, 1, any(), Flows.output(2)));

            fixture.emulated.dropConnection();
            fixture.controller.greetNext();

            assertThat(fixture.wayOf(UDP)).containsExactly(2);
        }
    }

    @Test
    void shouldForgetEntriesAndTheGenerationWhenItRestarts() throws IOException {
        try (SwitchFixture fixture = new SwitchFixture()) {
            fixture.controller.order(Flows.rule(0, 1, any(), Flows.output(2)));
            fixture.controller.say(roleRequest(OFControllerRole.ROLE_MASTER, 10));
            fixture.controller.hear(OFRoleReply.class);

            fixture.emulated.restart();
            fixture.controller.greetNext();

            assertThat(fixture.emulated.flowCount()).isZero();
            fixture.controller.say(roleRequest(OFControllerRole.ROLE_MASTER, 3));
            assertThat(fixture.controller.hear(OFRoleReply.class).getRole()).isEqualTo(OFControllerRole.ROLE_MASTER);
        }
    }

    @Test
    void shouldTakeEntriesAwayWithoutAWord() throws IOException {
        try (SwitchFixture fixture = new SwitchFixture()) {
            fixture.controller.order(Flows.tellingRemoval(Flows.add(0, 5, any(), Flows.output(2))));

            assertThat(fixture.emulated.removeSilently(0, 0)).isEqualTo(1);

            assertThat(fixture.emulated.flowCount()).isZero();
            assertThat(fixture.controller.heard(OFFlowRemoved.class)).isEmpty();
        }
    }

    @Test
    void shouldSpeakTls() throws Exception {
        SSLContext tls = selfSigned();
        var socket = tls.getServerSocketFactory().createServerSocket(0, 4, InetAddress.getLoopbackAddress());
        try (ScriptedController controller = new ScriptedController(socket);
                EmulatedSwitch emulated = new EmulatedSwitch(SwitchConfig.of(new Dpid(7), 4))) {
            emulated.connect("127.0.0.1", controller.port(), tls);
            controller.greetNext();

            controller.order(Flows.rule(0, 1, any(), Flows.output(3)));

            assertThat(emulated.probe(1, UDP).outputPorts()).containsExactly(3);
        }
    }

    /** One key that both sides show and trust. */
    private SSLContext selfSigned() throws Exception {
        Path file = dir.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "switch",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD),
                        "-dname",
                        "CN=switch")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(file.toFile())) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
