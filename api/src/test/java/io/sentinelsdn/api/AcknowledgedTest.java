package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changes something is acknowledged when it is on disk. */
class AcknowledgedTest {
    private static final String BLOCK = "{\"ip\":\"192.0.2.7\"}";

    private ApiFixture api;

    @BeforeEach
    void start() throws IOException {
        api = new ApiFixture();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void shouldNotAcknowledgeAChangeThatIsNotOnDisk() {
        api.history.diskTrouble = "not yet on disk after 5 s: the disk is full";

        JsonNode refused = api.post("/api/mitigation/block", BLOCK).json();

        assertThat(refused.get("status").asInt()).isEqualTo(503);
        assertThat(refused.get("type").asText()).isEqualTo("/problems/store");
        assertThat(refused.get("detail").asText())
                .contains("a restart may undo it")
                .contains("the disk is full");
        assertThat(api.get("/api/system/audit").json().at("/items/0/status").asInt())
                .isEqualTo(503);
    }

    @Test
    void shouldAnswerQuestionsWhileTheDiskTakesNothing() {
        api.history.diskTrouble = "not yet on disk after 5 s: the disk is full";

        assertThat(api.get("/api/mitigation/rules").json().has("items")).isTrue();
        assertThat(api.post("/api/mitigation/block", "{\"ip\":\"nonsense\"}")
                        .json()
                        .get("status")
                        .asInt())
                .isEqualTo(422);
    }
}
