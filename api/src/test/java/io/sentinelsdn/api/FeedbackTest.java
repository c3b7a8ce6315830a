package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.api.ApiFixture.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class FeedbackTest {
    @AutoClose
    private final ApiFixture api = ApiFixture.open();

    private Answer say(String id, String body) {
        return api.post("/api/ddos/detections/" + id + "/feedback", body);
    }

    @Test
    void shouldAnswerWithTheDetectionAsItIsAfterTheWord() {
        Answer answer = say("d-live", "{\"verdict\":\"false_positive\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/id").asText()).isEqualTo("d-live");
        assertThat(answer.json().at("/status").asText()).isEqualTo("false_positive");
    }

    @Test
    void shouldNameWhatIsAllowed() {
        assertThat(say("d-live", "{\"verdict\":\"maybe\"}").status()).isEqualTo(422);
        assertThat(say("d-live", "{\"verdict\":\"maybe\"}").json().at("/detail").asText())
                .contains("verdict must be false_positive or true_positive: maybe");
        assertThat(say("d-live", "{}").status()).isEqualTo(422);
    }

    @Test
    void shouldTellUnknownFromForgotten() {
        assertThat(say("nobody", "{\"verdict\":\"true_positive\"}").status()).isEqualTo(404);
        assertThat(say("d-old", "{\"verdict\":\"true_positive\"}").status()).isEqualTo(409);
    }
}
