package io.sentinelsdn.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sentinelsdn.api.ApiContract.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes requests from the OpenAPI document: right, wrong and absurd ones. The same seed makes the same ones. */
final class OpenApiRequests {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 5;
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE");
    private static final List<String> ODD = List.of(
            "",
            "0",
            "-1",
            "1e9",
            "99999999999999999999",
            "null",
            "true",
            "10.0.0.9",
            "10.0.0.0/8",
            "::1",
            "1.2.3.4.5",
            "2026-01-01T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "tcp",
            "a/b",
            "..",
            "../../etc/passwd",
            "%00",
            "\u0000",
            "' OR 1=1 --",
            "\"; DROP TABLE audit; --",
            "<script>",
            "é€😀",
            "a".repeat(300),
            "0x2a",
            "000000000000002a",
            "d-live",
            "r-auto",
            "p-1",
            "s-1");

    private final ApiContract contract;
    private final Random random;

    OpenApiRequests(ApiContract contract, long seed) {
        this.contract = contract;
        this.random = new Random(seed);
    }

    /**
     * A request.
     *
     * @param target path and query, encoded
     * @param contentType null without a body
     */
    record Made(String method, String target, String contentType, String body) {}

    Made next() {
        List<Operation> all = contract.operations().stream()
                .filter(each -> !each.template().equals("/api/events"))
                .filter(each -> !each.template().equals("/ws/live"))
                .toList();
        Operation operation = pick(all);
        String method = chance(0.1) ? pick(METHODS) : operation.method();
        String path = operation.template();
        List<String> query = new ArrayList<>();
        for (JsonNode each : operation.node().path("parameters")) {
            JsonNode parameter = contract.resolve(each);
            String name = parameter.get("name").asText();
            JsonNode value = value(parameter.path("schema"), 0);
            String text = encode(value.isTextual() ? value.asText() : value.toString());
            if (parameter.get("in").asText().equals("path")) {
                path = path.replace("{" + name + "}", text);
            } else if (chance(0.4)) {
                query.add(name + "=" + text);
            }
        }
        if (chance(0.05)) {
            query.add("other=" + encode(pick(ODD)));
        }
        String target = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
        JsonNode content =
                contract.resolve(operation.node().path("requestBody")).path("content");
        if (content.isEmpty()) {
            return new Made(method, target, null, chance(0.05) ? "{}" : null);
        }
        String type = content.fieldNames().next();
        String body = broken(value(content.get(type).path("schema"), 0).toString());
        return new Made(method, target, chance(0.05) ? "x/y" : type, body);
    }

    private String broken(String body) {
        return chance(0.1) ? body.substring(0, random.nextInt(body.length() + 1)) + pick(List.of("", "}", "\0")) : body;
    }

    private JsonNode value(JsonNode given, int depth) {
        JsonNode schema = contract.resolve(given);
        if (depth > DEEPEST || chance(0.1)) {
            return odd();
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        if (schema.has("oneOf")) {
            return value(
                    schema.get("oneOf").get(random.nextInt(schema.get("oneOf").size())), depth + 1);
        }
        JsonNode type = schema.path("type");
        String kind = type.isArray() ? type.get(random.nextInt(type.size())).asText() : type.asText("string");
        return switch (kind) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "integer", "number" -> number(schema);
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "null" -> NODES.nullNode();
            default -> NODES.textNode(pick(ODD));
        };
    }

    private JsonNode object(JsonNode schema, int depth) {
        ObjectNode made = NODES.objectNode();
        String required = schema.path("required").toString();
        schema.path("properties").properties().forEach(field -> {
            if (required.contains('"' + field.getKey() + '"') || chance(0.5)) {
                made.set(field.getKey(), value(field.getValue(), depth + 1));
            }
        });
        if (chance(0.05)) {
            made.put(pick(List.of("other", "__proto__", "")), 1);
        }
        return made;
    }

    private JsonNode array(JsonNode schema, int depth) {
        ArrayNode made = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            made.add(value(schema.path("items"), depth + 1));
        }
        return made;
    }

    private JsonNode number(JsonNode schema) {
        long least = schema.path("minimum").asLong(-5);
        long most = Math.max(least, schema.path("maximum").asLong(1_000));
        return NODES.numberNode(least + (long) (random.nextDouble() * (most - least + 1)));
    }

    private JsonNode odd() {
        return switch (random.nextInt(8)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(true);
            case 2 -> NODES.numberNode(-1);
            case 3 -> NODES.numberNode(1e308);
            case 4 -> NODES.arrayNode().add(NODES.arrayNode());
            case 5 -> NODES.objectNode().put("a", 1);
            default -> NODES.textNode(pick(ODD));
        };
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
