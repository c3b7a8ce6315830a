package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What the OpenAPI document promises, and whether an answer keeps it. Any thread may ask. */
final class ApiContract {
    /** An operation of the document. */
    record Operation(String method, String template, Pattern path, JsonNode node) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Operation> operations = new ArrayList<>();
    private final ApiSchemas schemas;
    private final JsonNode document;

    ApiContract(JsonNode document) {
        this.document = document;
        this.schemas = new ApiSchemas(document);
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operations.add(new Operation(
                                operation.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                pattern(path.getKey()),
                                operation.getValue()))));
        operations.sort(Comparator.comparingInt(ApiContract::names)
                .thenComparing(operation -> -operation.template().length()));
    }

    private static final class Holder {
        private static final ApiContract SHARED = read();

        private static ApiContract read() {
            try (ApiFixture api = new ApiFixture()) {
                return new ApiContract(new ApiClient(api.server.port())
                        .send("GET", "/openapi.json", null, null)
                        .json());
            } catch (IOException notStarted) {
                throw new UncheckedIOException(notStarted);
            }
        }
    }

    /** The document as a server gives it; read once. */
    static ApiContract shared() {
        return Holder.SHARED;
    }

    JsonNode document() {
        return document;
    }

    List<Operation> operations() {
        return operations;
    }

    ApiSchemas schemas() {
        return schemas;
    }

    /** What is at the end of a reference, or the node itself. */
    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    /**
     * Fails unless the document says that this may be the answer.
     *
     * @param target path and query as they were sent
     * @param contentType null when there was none
     */
    void check(String method, String target, int status, String contentType, String body) {
        Supplier<String> what = () -> method + " " + target + " answered " + status + " " + contentType + " " + body;
        if (method.equals("OPTIONS") && status == 204) {
            return;
        }
        Operation operation = find(method.equals("HEAD") ? "GET" : method, target.split("\\?", 2)[0]);
        JsonNode response = operation == null || status == 405
                ? document.at("/components/responses/NotFound")
                : resolve(operation.node().path("responses").path(Integer.toString(status)));
        if (operation == null && status < 400) {
            fail("the document has no such path or method: %s", what.get());
        }
        if (response.isMissingNode()) {
            fail("the document does not know this status of this operation: %s", what.get());
        }
        if (method.equals("HEAD") || !response.has("content")) {
            assertThat(body).as(what).isEmpty();
            return;
        }
        String media = contentType == null ? "" : contentType.split(";", 2)[0].strip();
        JsonNode content = response.get("content").path(media);
        if (response.get("content").has("*/*")) {
            return;
        }
        if (content.isMissingNode()) {
            fail("the document does not know this type: %s", what.get());
        }
        if (media.endsWith("json")) {
            assertThat(schemas.faults(content.get("schema"), parse(body)))
                    .as(what)
                    .isEmpty();
        }
    }

    /** The operation, or null; fewer names in the template win. */
    Operation find(String method, String path) {
        for (Operation operation : operations) {
            if (operation.method().equals(method)
                    && operation.path().matcher(path).matches()) {
                return operation;
            }
        }
        return null;
    }

    private static int names(Operation operation) {
        return operation.template().split("\\{", -1).length;
    }

    /** What stands last in a path may hold slashes. */
    private static Pattern pattern(String template) {
        StringBuilder regex = new StringBuilder();
        for (String segment : template.substring(1).split("/", -1)) {
            String name = template.endsWith(segment) ? ".+" : "[^/]+";
            regex.append('/').append(segment.startsWith("{") ? name : Pattern.quote(segment));
        }
        return Pattern.compile(regex.toString());
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            throw new AssertionError("not JSON: " + body, notJson);
        }
    }
}
