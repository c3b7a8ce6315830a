package io.sentinelsdn.api.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sentinelsdn.api.alert.MailConfig.Security;
import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.detect.Explanation;
import io.sentinelsdn.domain.detect.Severity;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Mail through a real relay in this process: plain, with STARTTLS and login, with TLS. */
class MailTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final String PASSWORD = "horse-battery-staple";

    @TempDir
    private Path dir;

    private static Event changed(String id, DetectionStatus status, int second, double peakPps) {
        return new Event.DetectionChanged(attack(id, status, second, peakPps));
    }

    private static Detection attack(String id, DetectionStatus status, int second, double peakPps) {
        AttackEvidence evidence = new AttackEvidence(
                IpAddress.parse("10.0.0.4"), 17, null, false, true, 900, 1e6, List.of(), List.of(), 9, List.of());
        return new Detection(
                id,
                AttackType.UDP_FLOOD,
                Severity.HIGH,
                status,
                0.9,
                START,
                START.plusSeconds(second),
                status.isActive() ? null : START.plusSeconds(second),
                peakPps,
                2e6,
                evidence,
                new Explanation("pps", 900, 1, 10, List.of(), "Far more packets than usual."),
                List.of("limit udp"));
    }

    private static Alert begins() {
        return new Alert(Alert.Kind.START, attack("d1", DetectionStatus.DETECTED, 0, 1234), MitigationMode.AUTO);
    }

    private MailConfig config(Relay relay, Security security, String user, String password) {
        return new MailConfig(
                "127.0.0.1",
                relay.port(),
                security,
                user,
                password,
                Files.exists(relay.certificate()) ? relay.certificate() : null,
                "sentinel@example.org",
                List.of("ops@example.org", "noc@example.org"));
    }

    @Test
    void shouldSendThroughARelayThatWantsNothing() throws Exception {
        try (Relay relay = Relay.plain(dir)) {
            new Mail(config(relay, Security.NONE, null, null)).send(begins());

            Relay.Taken mail = relay.next();
            assertThat(mail.from()).isEqualTo("sentinel@example.org");
            assertThat(mail.to()).containsExactly("ops@example.org", "noc@example.org");
            assertThat(mail.user()).isNull();
            assertThat(mail.subject()).isEqualTo("high udp_flood against 10.0.0.4 begins");
            assertThat(mail.text()).contains("Peak 1234 packets/s");
        }
    }

    @Test
    void shouldChangeToTlsBeforeItLogsIn() throws Exception {
        try (Relay relay = Relay.startTls(dir, "sentinel", PASSWORD)) {
            new Mail(config(relay, Security.STARTTLS, "sentinel", PASSWORD)).send(begins());

            Relay.Taken mail = relay.next();
            assertThat(mail.user()).isEqualTo("sentinel");
            assertThat(mail.overTls()).isTrue();
        }
    }

    @Test
    void shouldSpeakTlsFromTheFirstByte() throws Exception {
        try (Relay relay = Relay.tls(dir, "sentinel", PASSWORD)) {
            new Mail(config(relay, Security.TLS, "sentinel", PASSWORD)).send(begins());

            assertThat(relay.next().user()).isEqualTo("sentinel");
        }
    }

    @Test
    void shouldSayNothingToARelayThatCannotDoTls() throws Exception {
        try (Relay relay = Relay.plain(dir)) {
            Mail mail = new Mail(config(relay, Security.STARTTLS, "sentinel", PASSWORD));

            assertThatThrownBy(() -> mail.send(begins()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("STARTTLS");
            assertThat(relay.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldSayNothingToARelayWithTheCertificateOfAnother() throws Exception {
        try (Relay relay = Relay.startTls(dir, "sentinel", PASSWORD)) {
            MailConfig config = config(relay, Security.STARTTLS, "sentinel", PASSWORD);
            MailConfig trustsJava = new MailConfig(
                    config.host(),
                    config.port(),
                    config.security(),
                    config.user(),
                    config.password(),
                    null,
                    config.from(),
                    config.to());

            assertThatThrownBy(() -> new Mail(trustsJava).send(begins())).isInstanceOf(IOException.class);
            assertThat(relay.sawNoLogin()).isTrue();
        }
    }

    @Test
    void shouldTellOfAWrongPasswordWithoutShowingIt() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("ROOT");
        Level before = logger.getLevel();
        log.start();
        logger.setLevel(Level.DEBUG);
        logger.addAppender(log);
        Counters counters = new Counters();
        try (Relay relay = Relay.startTls(dir, "sentinel", "another")) {
            AlertConfig config = new AlertConfig(null, null, config(relay, Security.STARTTLS, "sentinel", PASSWORD));
            assertThat(config.toString()).contains("sentinel").doesNotContain(PASSWORD);
            try (Alerts alerts = new Alerts(config, () -> MitigationMode.AUTO, counters)) {
                alerts.publish(changed("d1", DetectionStatus.DETECTED, 0, 1234));
                alerts.publish(changed("d2", DetectionStatus.DETECTED, 0, 1234));
                assertThat(relay.sawLogins(3)).as("two tries for the first").isTrue();
                assertThat(counters.counter("sentinel_alerts_failed_total", "").value())
                        .isPositive();
            }
        } finally {
            logger.detachAppender(log);
            logger.setLevel(before);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("was not delivered"))
                .noneMatch(line -> line.contains(PASSWORD));
    }

    @Test
    void shouldMailBeginningUpdateAndEndOnceEachWithPeaks() throws Exception {
        try (Relay relay = Relay.startTls(dir, "sentinel", PASSWORD)) {
            AlertConfig config = new AlertConfig(null, null, config(relay, Security.STARTTLS, "sentinel", PASSWORD));
            try (Alerts alerts = new Alerts(config, () -> MitigationMode.PROPOSE, new Counters())) {
                alerts.publish(changed("d1", DetectionStatus.DETECTED, 0, 1000));
                alerts.publish(changed("d1", DetectionStatus.DETECTED, 1, 1500));
                alerts.publish(changed("d1", DetectionStatus.MITIGATING, 70, 2500));
                alerts.publish(changed("d1", DetectionStatus.ENDED, 80, 2500));
                alerts.publish(changed("d1", DetectionStatus.ENDED, 81, 2500));
                alerts.publish(changed("d2", DetectionStatus.DETECTED, 82, 77));

                assertThat(relay.next().subject()).startsWith("[dry run] ").endsWith("begins");
                Relay.Taken update = relay.next();
                assertThat(update.subject()).endsWith("goes on");
                assertThat(update.text()).contains("Peak 2500 packets/s").contains("nothing was done by itself");
                assertThat(relay.next().subject()).endsWith("is over");
                assertThat(relay.next().text()).contains("Peak 77 packets/s");
            }
        }
    }

    @Test
    void shouldRefuseHalfAConfigurationAndPasswordsInPlainText() {
        List<String> ops = List.of("ops@example.org");
        assertThatThrownBy(() -> new MailConfig("mail", 25, Security.NONE, null, null, null, "", List.of()))
                .hasMessageContaining("mail_from");
        assertThatThrownBy(() -> new MailConfig("mail", 587, Security.STARTTLS, "me", null, null, "a@b", ops))
                .hasMessageContaining("smtp_password");
        assertThatThrownBy(() -> new MailConfig("mail", 25, Security.NONE, "me", PASSWORD, null, "a@b", ops))
                .hasMessageContaining("plain text")
                .hasMessageNotContaining(PASSWORD);
        assertThatThrownBy(() -> Security.parse("ssl")).hasMessageContaining("none, starttls or tls");
    }
}
