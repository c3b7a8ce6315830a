package io.sentinelsdn.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Asks a running Sentinel. What it refuses becomes one line. */
final class RestClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final String apiKey;
    private final HttpClient client;

    /** A client without a key. */
    RestClient(String url) {
        this(url, null, null);
    }

    /**
     * A client.
     *
     * @param apiKey or null; never part of a message
     * @param caCert PEM file with the certificates to trust, or null for those of Java
     */
    RestClient(String url, String apiKey, Path caCert) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.apiKey = apiKey;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5));
        this.client = (caCert == null ? builder : builder.sslContext(Trust.in(caCert))).build();
    }

    /** A part of a path. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return send("GET", path, null);
    }

    JsonNode post(String path, Map<String, ?> body) {
        return send("POST", path, body);
    }

    JsonNode put(String path, Map<String, ?> body) {
        return send("PUT", path, body);
    }

    JsonNode delete(String path) {
        return send("DELETE", path, null);
    }

    /**
     * Asks.
     *
     * @throws IllegalArgumentException if the address is none, nobody answers, or the answer is an error
     */
    private JsonNode send(String method, String path, Map<String, ?> body) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(Duration.ofSeconds(30))
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body == null
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofString(JSON.writeValueAsString(body)));
            if (apiKey != null) {
                request.header("Authorization", "Bearer " + apiKey);
            }
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            JsonNode json = answer.body().isEmpty() ? JSON.createObjectNode() : read(answer.body());
            if (answer.statusCode() == 401) {
                throw new IllegalArgumentException(url + " wants " + (apiKey == null ? "an" : "another")
                        + " API key: --api-key or SENTINEL_API_KEY");
            }
            if (answer.statusCode() >= 400) {
                throw new IllegalArgumentException(
                        json.path("detail").asText("answered with status " + answer.statusCode()));
            }
            return json;
        } catch (ConnectException nobody) {
            throw new IllegalArgumentException("nobody answers at " + url + "; is 'sentinel run' up there?", nobody);
        } catch (IOException broken) {
            throw new UncheckedIOException("no answer from " + url + ": " + broken.getMessage(), broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalArgumentException("interrupted", interrupted);
        }
    }

    private JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(url + " does not answer like Sentinel", notJson);
        }
    }
}
