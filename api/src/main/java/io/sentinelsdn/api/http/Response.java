package io.sentinelsdn.api.http;

import io.undertow.server.HttpHandler;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param headers besides Content-Type and Content-Length
 * @param contentType of a byte[] body; objects are written as JSON
 * @param body bytes, an object to be written as JSON, null for none, or a handler that takes the exchange over
 */
public record Response(int status, Map<String, String> headers, String contentType, Object body) {
    public static Response ok(Object body) {
        return new Response(200, Map.of(), "application/json", body);
    }

    public static Response of(int status, Object body) {
        return new Response(status, Map.of(), "application/json", body);
    }

    public static Response noContent() {
        return new Response(204, Map.of(), null, null);
    }

    public static Response bytes(String contentType, byte[] body) {
        return new Response(200, Map.of(), contentType, body);
    }

    /** Goes on for as long as the handler likes. */
    public static Response handedOver(String contentType, HttpHandler handler) {
        return new Response(200, Map.of(), contentType, handler);
    }

    public Response header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, contentType, body);
    }
}
