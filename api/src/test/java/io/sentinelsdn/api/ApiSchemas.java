package io.sentinelsdn.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemas of the OpenAPI document (JSON Schema 2020-12), taken strictly: formats are checked, and an object whose
 * fields are listed may have no others, problem documents apart, which may (RFC 9457 section 3.2). Any thread may ask.
 */
final class ApiSchemas {
    private static final String BASE = "https://sentinel.invalid/openapi.json";

    private final JsonSchemaFactory factory;
    private final SchemaValidatorsConfig strict =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private final Map<JsonNode, String> inlined = new HashMap<>();
    private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();

    ApiSchemas(JsonNode document) {
        ObjectNode all = document.deepCopy();
        ObjectNode definitions = all.putObject("$defs");
        collect(document, definitions);
        all.remove("paths");
        Set<String> parts = new HashSet<>(Set.of("#/components/schemas/Problem"));
        all.findValues("allOf")
                .forEach(
                        list -> list.forEach(part -> parts.add(part.path("$ref").asText())));
        for (JsonNode group : List.of(all.at("/components/schemas"), definitions)) {
            group.properties().forEach(schema -> {
                if (parts.contains("#/components/schemas/" + schema.getKey())) {
                    schema.getValue().forEach(ApiSchemas::close);
                } else {
                    close(schema.getValue());
                }
            });
        }
        factory = JsonSchemaFactory.getInstance(
                VersionFlag.V202012, make -> make.schemaLoaders(load -> load.schemas(Map.of(BASE, all.toString()))));
    }

    /** What of the value is not as the schema, one of the document, says; empty when it is. */
    List<String> faults(JsonNode schema, JsonNode value) {
        String reference = schema.has("$ref") ? schema.get("$ref").asText() : inlined.get(schema);
        JsonSchema found =
                compiled.computeIfAbsent(reference, at -> factory.getSchema(SchemaLocation.of(BASE + at), strict));
        return found.validate(value).stream().map(ValidationMessage::toString).toList();
    }

    /** Gives schemas that have no name one, so that they can refer to the others. */
    private void collect(JsonNode node, ObjectNode definitions) {
        if (node.path("schema").isObject() && !node.path("schema").has("$ref")) {
            inlined.computeIfAbsent(node.get("schema"), schema -> {
                String name = "inline" + definitions.size();
                definitions.set(name, schema.deepCopy());
                return "#/$defs/" + name;
            });
        }
        node.forEach(child -> collect(child, definitions));
    }

    private static void close(JsonNode schema) {
        if (schema.path("allOf").isArray()) {
            ((ObjectNode) schema).put("unevaluatedProperties", false);
            return;
        }
        if (schema.path("properties").isObject() && !schema.has("additionalProperties")) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
        schema.forEach(ApiSchemas::close);
    }
}
