package io.sentinelsdn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DetectionsCommandTest {
    private static final String DETECTION = "{\"id\":\"d-1\",\"attack_type\":\"syn_flood\",\"severity\":\"high\","
            + "\"status\":\"mitigated\",\"target_ips\":[\"10.0.0.2\"],\"peak_pps\":9000.4,"
            + "\"started_at\":\"2026-03-01T12:00:00Z\",\"explanation\":{\"sentence\":\"9000 half-open a second.\"}}";

    @AutoClose
    private final FakeApi api = new FakeApi();

    @Test
    void shouldListDetectionsInARowEach() {
        api.with("/api/ddos/detections?limit=5", "{\"items\":[" + DETECTION + "],\"total\":7}");

        assertThat(api.run("detections", "list", "--limit", "5"))
                .as(api.err.toString())
                .isZero();
        assertThat(api.out.toString().lines())
                .hasSize(3)
                .element(1)
                .asString()
                .matches("d-1 +syn_flood +high +mitigated +10\\.0\\.0\\.2 +9000 +2026-03-01T12:00:00Z");
        assertThat(api.out.toString()).endsWith("1 of 7\n");
    }

    @Test
    void shouldShowWhyAndWhatHappened() {
        api.with(
                "/api/ddos/detections/d-1",
                "{\"detection\":" + DETECTION
                        + ",\"timeline\":[{\"timestamp\":\"2026-03-01T12:00:01Z\",\"event\":\"planned\"}]}");

        assertThat(api.run("detections", "show", "d-1")).as(api.err.toString()).isZero();
        assertThat(api.out.toString().lines())
                .containsExactly(
                        "syn_flood against 10.0.0.2: mitigated",
                        "9000 half-open a second.",
                        "2026-03-01T12:00:01Z  planned");
    }

    @Test
    void shouldSendWhatSomebodySaysOfADetectionWithTheKey() {
        api.with("/api/ddos/detections/d%2F1/feedback", "{\"status\":\"false_positive\"}");

        assertThat(api.run("detections", "feedback", "d/1", "false_positive", "--api-key", "snt_key"))
                .as(api.err.toString())
                .isZero();
        assertThat(api.out.toString()).isEqualTo("status       false_positive\n");
        assertThat(api.asked)
                .containsExactly("POST /api/ddos/detections/d%2F1/feedback Bearer snt_key"
                        + " {\"verdict\":\"false_positive\"}");
    }

    @Test
    void shouldPrintWhatTheApiAnswersWhenAskedTo() {
        api.with("/api/ddos/detections?limit=100", "{\"items\":[],\"total\":0}");

        assertThat(api.run("detections", "list", "--json"))
                .as(api.err.toString())
                .isZero();
        assertThat(api.out.toString()).contains("\"total\" : 0").doesNotContain("0 of 0");
    }

    @Test
    void shouldSayInOneLineThatThereIsNoSuchDetection() {
        assertThat(api.run("detections", "show", "d-9")).isEqualTo(1);
        assertThat(api.err.toString()).isEqualTo("sentinel: there is nothing at /api/ddos/detections/d-9\n");
        assertThat(api.run("detections")).isEqualTo(2);
        assertThat(api.err.toString()).contains("list, show or feedback");
    }
}
