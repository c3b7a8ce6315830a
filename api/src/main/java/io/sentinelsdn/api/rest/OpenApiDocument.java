package io.sentinelsdn.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sentinelsdn.api.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The OpenAPI document: written by hand in {@code openapi.yaml}, but for what the routes themselves know best and what is
 * the same everywhere: the role an operation takes, and the errors that any request may meet.
 */
final class OpenApiDocument {
    private OpenApiDocument() {}

    static byte[] of(String version, List<Route> routes) {
        ObjectNode document = read();
        ((ObjectNode) document.get("info")).put("version", version);
        for (Route route : routes) {
            String path = route.template().replace("...}", "}");
            JsonNode operation =
                    document.path("paths").path(path).path(route.method().toLowerCase(Locale.ROOT));
            if (operation instanceof ObjectNode found) {
                secure(found, route);
            }
        }
        return document.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    private static void secure(ObjectNode operation, Route route) {
        ArrayNode security = operation.putArray("security");
        if (route.traits().role() != null) {
            operation.put("x-role", route.traits().role().wireName());
            security.addObject().putArray("bearer");
            security.addObject().putArray("apiKey");
        }
        ObjectNode responses = (ObjectNode) operation.get("responses");
        refer(responses, "400", "BadRequest");
        refer(responses, "401", "Unauthorized");
        refer(responses, "403", "Forbidden");
        refer(responses, "422", "Invalid");
        refer(responses, "429", "TooMany");
        refer(responses, "503", "Unavailable");
        if (route.method().equals("GET")) {
            refer(responses, "304", "NotModified");
        } else {
            refer(responses, "412", "Changed");
        }
        if (route.method().equals("POST") && route.traits().changes()) {
            refer(responses, "409", "Conflict");
        }
        if (route.method().equals("POST") || route.method().equals("PUT")) {
            refer(responses, "413", "TooLarge");
        }
    }

    private static void refer(ObjectNode responses, String status, String name) {
        if (!responses.has(status)) {
            responses.putObject(status).put("$ref", "#/components/responses/" + name);
        }
    }

    private static ObjectNode read() {
        try (InputStream resource = OpenApiDocument.class.getResourceAsStream("openapi.yaml")) {
            return (ObjectNode) new YAMLMapper().readTree(resource);
        } catch (IOException brokenBuild) {
            throw new UncheckedIOException(brokenBuild);
        }
    }
}
