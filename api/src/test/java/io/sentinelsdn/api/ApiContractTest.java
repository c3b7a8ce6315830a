package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sentinelsdn.api.ApiContract.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiContractTest {
    private final ApiContract contract = ApiContract.shared();

    /** A body that the document shows, and its schema. */
    private record Example(Operation operation, JsonNode schema, JsonNode value) {}

    private List<Example> bodies() {
        List<Example> examples = new ArrayList<>();
        for (Operation operation : contract.operations()) {
            contract.resolve(operation.node().path("requestBody"))
                    .path("content")
                    .forEach(content -> {
                        JsonNode schema = content.get("schema");
                        if (content.has("example")) {
                            examples.add(new Example(operation, schema, content.get("example")));
                        }
                        content.path("examples")
                                .forEach(each -> examples.add(new Example(operation, schema, each.get("value"))));
                    });
        }
        return examples;
    }

    @Test
    void shouldShowOnlyExamplesThatTheirSchemasAllow() {
        List<Example> examples = bodies();
        for (Operation operation : contract.operations()) {
            for (JsonNode parameter : operation.node().path("parameters")) {
                JsonNode schema = contract.resolve(parameter).get("schema");
                schema.path("examples").forEach(value -> examples.add(new Example(operation, schema, value)));
                if (schema.has("default")) {
                    examples.add(new Example(operation, schema, schema.get("default")));
                }
            }
        }

        assertThat(examples)
                .hasSizeGreaterThan(40)
                .allSatisfy(example -> assertThat(contract.schemas().faults(example.schema(), example.value()))
                        .as(example.toString())
                        .isEmpty());
    }

    @Test
    void shouldTakeTheExamplesItShows() throws IOException {
        try (ApiFixture api = new ApiFixture()) {
            for (Example example : bodies()) {
                String path = example.operation()
                        .template()
                        .replace("{slice_id}", "s-1")
                        .replace("/models/{id}", "/models/default-forest")
                        .replace("{id}", "d-live");
                if (!path.startsWith("/api/auth/")) {
                    assertThat(api.send(
                                            example.operation().method(),
                                            path,
                                            "application/json",
                                            example.value().toString())
                                    .status())
                            .as(example.toString())
                            .isIn(200, 201, 202, 404, 409);
                }
            }
        }
    }

    @Test
    void shouldFindAnswersThatAreNotAsDescribed() {
        String health = "{\"status\":\"ok\",\"version\":\"1\",\"uptime_seconds\":1}";

        assertThatCode(() -> check("/health", 200, "application/json; charset=utf-8", health))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check("/health", 200, "application/json", health.replace("1}", "\"long\"}")))
                .hasMessageContaining("uptime_seconds");
        assertThatThrownBy(() -> check("/health", 200, "application/json", health.replace("}", ",\"x\":1}")))
                .hasMessageContaining("x");
        assertThatThrownBy(() -> check("/health", 200, "text/plain", health)).hasMessageContaining("type");
        assertThatThrownBy(() -> check("/health", 202, "application/json", health))
                .hasMessageContaining("status");
        assertThatThrownBy(() -> check("/none", 200, "application/json", health))
                .hasMessageContaining("no such path");
        assertThatThrownBy(() -> check("/none", 404, "application/problem+json", "{\"status\":404}"))
                .hasMessageContaining("detail");
    }

    private void check(String path, int status, String contentType, String body) {
        contract.check("GET", path, status, contentType, body);
    }
}
