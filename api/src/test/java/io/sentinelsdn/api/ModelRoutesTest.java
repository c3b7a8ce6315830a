package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.api.ApiFixture.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ModelRoutesTest {
    @AutoClose
    private final ApiFixture api = ApiFixture.open();

    @Test
    void shouldQueueATrainingTellOfItAndCancelIt() {
        Answer answer =
                api.post("/api/models/train", "{\"dataset_path\":\"a.csv\",\"test_size\":0.3,\"random_state\":7}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Location")).isEqualTo("/api/models/jobs/job-1");
        assertThat(answer.json().get("test_size").asDouble()).isEqualTo(0.3);
        assertThat(api.get("/api/models/jobs/job-1").json().get("status").asText())
                .isEqualTo("queued");
        assertThat(api.delete("/api/models/jobs/job-1").json().get("status").asText())
                .isEqualTo("cancelled");
        assertThat(api.get("/api/models/jobs").json().get("total").asInt()).isEqualTo(1);
        assertThat(api.delete("/api/models/jobs/job-2").status()).isEqualTo(404);
    }

    @Test
    void shouldQueueAnAdaptation() {
        Answer answer = api.post("/api/models/mine/adapt", "{\"dataset_path\":\"few.csv\",\"random_state\":7}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Location")).isEqualTo("/api/models/jobs/job-1");
        assertThat(answer.json().get("adapted_from").asText()).isEqualTo("mine");
        assertThat(answer.json().get("model_type").asText()).isEqualTo("random_forest");
        assertThat(answer.json().get("test_size").isNull()).isTrue();
        assertThat(api.post("/api/models/none/adapt", "{\"dataset_path\":\"few.csv\"}")
                        .status())
                .isEqualTo(404);
        Answer nothing = api.post("/api/models/mine/adapt", "{}");
        assertThat(nothing.status()).isEqualTo(422);
        assertThat(nothing.json().get("field").asText()).isEqualTo("dataset_path");
    }

    @Test
    void shouldRefuseTrainingsThatCannotBe() {
        Answer outside = api.post("/api/models/train", "{\"dataset_path\":\"../a.csv\"}");
        assertThat(outside.status()).isEqualTo(422);
        assertThat(outside.json().get("field").asText()).isEqualTo("dataset_path");
        assertThat(api.post("/api/models/train", "{}").status()).isEqualTo(422);
        Answer size = api.post("/api/models/train", "{\"dataset_path\":\"a.csv\",\"test_size\":1}");
        assertThat(size.status()).isEqualTo(422);
        assertThat(size.json().get("field").asText()).isEqualTo("test_size");
    }

    @Test
    void shouldListShowActivateAndDeleteModels() {
        assertThat(api.get("/api/models").json().get("total").asInt()).isEqualTo(2);
        assertThat(api.get("/api/models/mine")
                        .json()
                        .at("/provenance/random_state")
                        .asInt())
                .isEqualTo(42);
        assertThat(api.get("/api/models/mine").json().at("/metrics/mcc").isNull())
                .isTrue();
        assertThat(api.post("/api/models/mine/activate", "{}")
                        .json()
                        .get("active")
                        .asBoolean())
                .isTrue();
        assertThat(api.delete("/api/models/mine").status()).isEqualTo(409);
        assertThat(api.delete("/api/models/default-forest").status()).isEqualTo(204);
        assertThat(api.get("/api/models/default-forest").status()).isEqualTo(404);
        assertThat(api.post("/api/models/none/activate", "{}").status()).isEqualTo(404);
    }

    @Test
    void shouldJudgeOneFlowAndMany() {
        Answer one = api.post(
                "/api/model-prediction", "{\"protocol\":\"tcp\",\"packets\":5000,\"bytes\":300000,\"duration\":1}");
        assertThat(one.status()).isEqualTo(200);
        assertThat(one.json().at("/verdicts/0/verdict").asText()).isEqualTo("attack");
        assertThat(one.json().at("/verdicts/0/contributions/0/feature").asText())
                .isEqualTo("log_pps");

        Answer many = api.post(
                "/api/detection/analyze?explain=shap&limit=1",
                "{\"flows\":[{\"packets\":1,\"bytes\":60,\"duration\":0.5},{\"packets\":5000,\"bytes\":1,\"duration\":1}]}");
        assertThat(many.json().get("flows").asInt()).isEqualTo(2);
        assertThat(many.json().get("verdicts")).hasSize(1);
        assertThat(many.json().at("/verdicts/0/method").asText()).isEqualTo("shap");
        assertThat(api.get("/api/detection/history").json().get("total").asInt())
                .isEqualTo(2);
        assertThat(api.get("/api/detection/stats").json().get("analyses").asInt())
                .isEqualTo(2);
    }

    @Test
    void shouldNameTheFlowAndFieldThatIsWrong() {
        Answer bad = api.post(
                "/api/detection/analyze",
                "{\"flows\":[{\"packets\":1,\"bytes\":1,\"duration\":1},{\"packets\":-1,\"bytes\":1,\"duration\":1}]}");
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.json().get("field").asText()).isEqualTo("flows[1].packets");
        assertThat(api.post("/api/detection/analyze", "{\"flows\":[{}]}")
                        .json()
                        .get("field")
                        .asText())
                .isEqualTo("flows[0].packets");
        assertThat(api.post("/api/detection/analyze", "{\"flows\":[]}").status())
                .isEqualTo(422);
        assertThat(api.post("/api/model-prediction", "{\"packet\":1}").status()).isEqualTo(422);
        assertThat(api.post(
                                "/api/detection/analyze?model=none",
                                "{\"flows\":[{\"packets\":1,\"bytes\":1,\"duration\":1}]}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void shouldTakeFilesOfUpToSixteenTimesTheBodyLimit() {
        Answer csv = api.send("POST", "/api/detection/analyze", "text/csv", "a".repeat(3 << 20));
        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.json().get("layout").asText()).isEqualTo("csv of " + (3 << 20));
        assertThat(api.send("POST", "/api/detection/analyze", "text/csv", "a".repeat(17 << 20))
                        .status())
                .isEqualTo(413);
        assertThat(api.send("POST", "/api/model-prediction", "application/json", "a".repeat(3 << 20))
                        .status())
                .isEqualTo(413);
        Answer broken = api.send("POST", "/api/detection/analyze", "text/csv", "?");
        assertThat(broken.status()).isEqualTo(422);
        assertThat(broken.json().get("detail").asText()).contains("row 2");
        Answer other = api.send("POST", "/api/detection/analyze", "image/png", "x");
        assertThat(other.status()).isEqualTo(415);
        assertThat(other.json().get("allowed").toString()).contains("text/csv");
    }
}
