package io.sentinelsdn.api.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param headers besides Content-Type and Content-Length
 * @param contentType of a byte[] body; objects are written as JSON
 * @param body bytes, an object to be written as JSON, or null for none
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

    public Response header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, contentType, body);
    }
}
