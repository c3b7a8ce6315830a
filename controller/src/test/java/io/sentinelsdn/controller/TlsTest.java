package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.controller.openflow.TlsConfig;
import io.sentinelsdn.controller.openflow.TlsConfig.ClientAuth;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.net.Dpid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new Certificates(folder)
                .signed("controller")
                .signed("renewed")
                .signed("s1")
                .selfSigned("stranger");
    }

    private static ControllerConfig with(TlsConfig tls) {
        ControllerConfig defaults = ControllerConfig.defaults();
        return defaults.withOpenFlow(defaults.openFlow().withTls(tls));
    }

    private static TlsConfig demanding(Map<Dpid, String> bindings) throws Exception {
        return new TlsConfig(
                certificates.certificate("controller"),
                certificates.key("controller"),
                certificates.certificate("ca"),
                ClientAuth.NEED,
                bindings);
    }

    private static SSLSocket connect(TestNet net, String name) throws Exception {
        return (SSLSocket)
                certificates.client(name).getSocketFactory().createSocket("127.0.0.1", net.controller.port());
    }

    private static boolean isConnected(TestNet net, long dpid) {
        return net.controller.switches().stream()
                .anyMatch(view -> view.dpid().equals(new Dpid(dpid)) && view.connected());
    }

    @Test
    void shouldTakeASwitchWithACertificateOfTheCa() throws Exception {
        try (TestNet net = new TestNet(with(demanding(Map.of())));
                RawSwitch peer = RawSwitch.speak(connect(net, "s1"), 1, 0)) {
            await("it is set up", () -> isConnected(net, 1) && peer.got(RawSwitch.FLOW_MOD));
            assertThat(net.controller.switches().get(0).session().certificate()).contains("s1");
        }
    }

    @Test
    void shouldRefuseSwitchesWithoutACertificateOfTheCa() throws Exception {
        try (TestNet net = new TestNet(with(demanding(Map.of())))) {
            for (String name : new String[] {"stranger", null}) {
                try (SSLSocket socket = connect(net, name)) {
                    assertThatThrownBy(() -> {
                                socket.startHandshake();
                                while (socket.getInputStream().read() >= 0) {
                                    assertThat(net.controller.connectedSwitches())
                                            .isZero();
                                }
                                throw new IOException("closed");
                            })
                            .isInstanceOf(IOException.class);
                }
            }
            try (RawSwitch plain = RawSwitch.connect(net.controller.port(), 1)) {
                await("plain TCP is closed", plain::isClosed);
            }
            assertThat(net.controller.switches()).isEmpty();
            await("all are counted", () -> net.counter("sentinel_openflow_tls_failures_total") == 3);
        }
    }

    @Test
    void shouldLetACertificateSpeakOnlyForTheDatapathIdItIsBoundTo() throws Exception {
        try (TestNet net = new TestNet(with(demanding(Map.of(new Dpid(1), "s1", new Dpid(2), "s2"))));
                RawSwitch wrong = RawSwitch.speak(connect(net, "s1"), 2, 0);
                RawSwitch elsewhere = RawSwitch.speak(connect(net, "s1"), 3, 0);
                RawSwitch right = RawSwitch.speak(connect(net, "s1"), 1, 0)) {
            await("the right one is taken", () -> isConnected(net, 1));
            await("the others are closed", () -> wrong.isClosed() && elsewhere.isClosed());
            assertThat(right.isClosed()).isFalse();
            await(
                    "they are reported",
                    () -> net.events.stream()
                                    .filter(Event.SwitchRefused.class::isInstance)
                                    .count()
                            == 2);
        }
    }

    @Test
    void shouldTakeNewFilesAndKeepTheLastGoodOnes() throws Exception {
        Path certificate = Files.copy(certificates.certificate("controller"), folder.resolve("live.crt"));
        Path key = Files.copy(certificates.key("controller"), folder.resolve("live.key"));
        TlsConfig tls = new TlsConfig(certificate, key, null, ClientAuth.NONE, Map.of());
        try (TestNet net = new TestNet(with(tls))) {
            assertThat(shownBy(net)).isEqualTo("CN=controller");

            replace(certificate, certificates.certificate("renewed"), 10);
            await("half a renewal is seen", () -> net.counter("sentinel_openflow_tls_reload_failures_total") == 1);
            assertThat(shownBy(net)).isEqualTo("CN=controller");

            replace(key, certificates.key("renewed"), 20);
            await("the renewal is taken", () -> net.counter("sentinel_openflow_tls_reloads_total") == 1);
            assertThat(shownBy(net)).isEqualTo("CN=renewed");
        }
    }

    private static void replace(Path live, Path by, int secondsAhead) throws IOException {
        Files.copy(by, live, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(live, FileTime.from(Instant.now().plusSeconds(secondsAhead)));
    }

    private static String shownBy(TestNet net) throws Exception {
        try (SSLSocket socket = connect(net, null)) {
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }

    @Test
    void shouldSayAtStartWhichFileDoesNotWork() throws Exception {
        Path certificate = certificates.certificate("controller");
        Path missing = folder.resolve("missing.pem");

        assertThatThrownBy(() -> start(certificate, missing))
                .isInstanceOf(IOException.class)
                .hasMessage("openflow.tls_key: no such file: " + missing);
        assertThatThrownBy(() -> start(certificate, certificate))
                .isInstanceOf(IOException.class)
                .hasMessage("openflow.tls_key: " + certificate + " holds no private key in PEM");
        assertThatThrownBy(() -> start(certificate, certificates.key("renewed")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not the key of the certificate");
    }

    private static void start(Path certificate, Path key) throws IOException {
        try (TestNet net = new TestNet(with(new TlsConfig(certificate, key, null, ClientAuth.NONE, Map.of())))) {
            throw new AssertionError("started at " + net.controller.port());
        }
    }
}
