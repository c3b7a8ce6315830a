package io.sentinelsdn.api.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.detect.Explanation;
import io.sentinelsdn.domain.detect.Severity;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.net.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AlertsTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final BlockingQueue<Alert> heard = new LinkedBlockingQueue<>();
    private final Counters counters = new Counters();

    private static Detection attack(String id, Severity severity, DetectionStatus status, int second) {
        AttackEvidence evidence = new AttackEvidence(
                IpAddress.parse("10.0.0.4"), 17, null, false, true, 900, 1e6, List.of(), List.of(), 9, List.of());
        return new Detection(
                id,
                AttackType.UDP_FLOOD,
                severity,
                status,
                0.9,
                START,
                START.plusSeconds(second),
                status.isActive() ? null : START.plusSeconds(second),
                1234,
                2e6,
                evidence,
                new Explanation("pps", 900, 1, 10, List.of(), "Far more packets than usual."),
                List.of("limit udp"));
    }

    private Alerts alerts(MitigationMode mode) {
        return new Alerts(List.of(heard::add), () -> mode, counters);
    }

    private Alert next() throws InterruptedException {
        Alert alert = heard.poll(20, TimeUnit.SECONDS);
        assertThat(alert).isNotNull();
        return alert;
    }

    private static Event changed(Detection detection) {
        return new Event.DetectionChanged(detection);
    }

    @Test
    void shouldTellBeginningGrowthAndEndOnceEach() throws Exception {
        try (Alerts alerts = alerts(MitigationMode.AUTO)) {
            alerts.publish(changed(attack("d1", Severity.LOW, DetectionStatus.DETECTED, 0)));
            alerts.publish(changed(attack("d1", Severity.LOW, DetectionStatus.DETECTED, 1)));
            alerts.publish(changed(attack("d1", Severity.HIGH, DetectionStatus.MITIGATING, 5)));
            alerts.publish(changed(attack("d1", Severity.HIGH, DetectionStatus.MITIGATED, 70)));
            alerts.publish(changed(attack("d1", Severity.HIGH, DetectionStatus.ENDED, 80)));
            alerts.publish(changed(attack("d1", Severity.HIGH, DetectionStatus.ENDED, 81)));
            alerts.publish(changed(attack("d2", Severity.LOW, DetectionStatus.ENDED, 82)));
            alerts.publish(changed(attack("d3", Severity.LOW, DetectionStatus.DETECTED, 83)));

            assertThat(next().kind()).isEqualTo(Alert.Kind.START);
            assertThat(next().kind()).isEqualTo(Alert.Kind.UPDATE);
            Alert end = next();
            assertThat(end.kind()).isEqualTo(Alert.Kind.END);
            assertThat(end.json()).containsEntry("peak_pps", 1234.0).containsEntry("dry_run", false);
            assertThat(next().detection().id()).isEqualTo("d3");
        }
    }

    @Test
    void shouldSayThatADryRunIsOne() throws Exception {
        try (Alerts alerts = alerts(MitigationMode.PROPOSE)) {
            alerts.publish(changed(attack("d1", Severity.LOW, DetectionStatus.DETECTED, 0)));

            Alert alert = next();
            assertThat(alert.title()).startsWith("[dry run] ");
            assertThat(alert.text()).contains("nothing was done by itself").contains("Would be done");
            assertThat(alert.json()).containsEntry("dry_run", true);
        }
    }

    private static Event failed(String detectionId, String why) {
        return new Event.PlanChanged(new MitigationPlan(
                "plan-1",
                detectionId,
                START,
                new MitigationAction.Monitor(),
                List.of(),
                0,
                0,
                0,
                0,
                Duration.ZERO,
                "Nothing was installed.",
                why,
                MitigationPlan.Status.FAILED,
                new MitigationPlan.Measured(0.03, 90, 4, 3)));
    }

    @Test
    void shouldTellOnceForEachReasonThatNoPlanIsLeft() throws Exception {
        try (Alerts alerts = alerts(MitigationMode.AUTO)) {
            alerts.publish(failed("unknown", "no room"));
            alerts.publish(changed(attack("d1", Severity.LOW, DetectionStatus.DETECTED, 0)));
            alerts.publish(failed("d1", "it hurt 3 % of good traffic"));
            alerts.publish(failed("d1", "it hurt 3 % of good traffic"));
            alerts.publish(failed("d1", "it hurt 4 % of good traffic"));
            alerts.publish(changed(attack("d1", Severity.LOW, DetectionStatus.ENDED, 9)));

            assertThat(next().kind()).isEqualTo(Alert.Kind.START);
            Alert told = next();
            assertThat(told.kind()).isEqualTo(Alert.Kind.UPDATE);
            assertThat(told.text()).contains("it hurt 3 % of good traffic");
            assertThat(told.json().get("note")).asString().contains("it hurt 3 %");
            assertThat(next().note()).contains("4 %");
            assertThat(next().kind()).isEqualTo(Alert.Kind.END);
        }
    }

    @Test
    void shouldDropTheOldestWhenNobodyTakesThem() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        Alerts.Channel slow = alert -> {
            reached.countDown();
            stuck.await();
            heard.add(alert);
        };
        try (Alerts alerts = new Alerts(List.of(slow), () -> MitigationMode.AUTO, counters)) {
            alerts.publish(changed(attack("first", Severity.LOW, DetectionStatus.DETECTED, 0)));
            assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < Alerts.QUEUE + 10; i++) {
                alerts.publish(changed(attack("d" + i, Severity.LOW, DetectionStatus.DETECTED, 0)));
            }
            assertThat(counters.counter("sentinel_alerts_dropped_total", "").value())
                    .isEqualTo(10);
            stuck.countDown();
            assertThat(next().detection().id()).isEqualTo("first");
            assertThat(next().detection().id()).isEqualTo("d10");
        }
    }

    @Test
    void shouldPostToWebhooksAndTryTwice() throws Exception {
        BlockingQueue<JsonNode> bodies = new LinkedBlockingQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<Integer> answers = new ArrayList<>(List.of(500, 200, 200));
        server.createContext("/", exchange -> {
            bodies.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(answers.remove(0), -1);
            exchange.close();
        });
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
        AlertConfig config = new AlertConfig(uri, uri, null);
        try (Alerts alerts = new Alerts(config, () -> MitigationMode.AUTO, counters)) {
            alerts.publish(changed(attack("d1", Severity.HIGH, DetectionStatus.DETECTED, 0)));

            assertThat(bodies.poll(20, TimeUnit.SECONDS).path("event").asText()).isEqualTo("start");
            assertThat(bodies.poll(20, TimeUnit.SECONDS).path("attack_type").asText())
                    .isEqualTo("udp_flood");
            assertThat(bodies.poll(20, TimeUnit.SECONDS).path("text").asText()).contains("against 10.0.0.4 begins");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldRefuseWhatIsNoWebhook() {
        assertThatThrownBy(() -> new AlertConfig(URI.create("file:/tmp/x"), null, null))
                .hasMessageContaining("http");
    }
}
