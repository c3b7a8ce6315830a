package io.sentinelsdn.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelsdn.api.ApiFixture.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** Sends requests to a server on this machine. */
final class ApiClient {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ObjectMapper json = new ObjectMapper();
    private final int port;
    private final Map<String, String> headers;

    ApiClient(int port) {
        this(port, Map.of());
    }

    ApiClient(int port, Map<String, String> headers) {
        this.port = port;
        this.headers = headers;
    }

    Answer send(String method, String path, String contentType, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            boolean isJson =
                    response.headers().firstValue("Content-Type").orElse("").contains("json");
            boolean hasBody = !response.body().isEmpty();
            return new Answer(
                    response.statusCode(), response, isJson && hasBody ? json.readTree(response.body()) : null);
        } catch (IOException failed) {
            throw new IllegalStateException(method + " " + path, failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
