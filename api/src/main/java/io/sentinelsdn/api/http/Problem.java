package io.sentinelsdn.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client did wrong, or what we cannot do for it: thrown by a route, answered as a problem document (RFC 9457).
 * Made by the factories here, one a kind, so that {@code type} stays stable.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_TEXT = 200;

    private final int status;
    private final String type;
    private final String title;
    private final transient Map<String, Object> more = new TreeMap<>();
    private final transient Map<String, String> headers = new TreeMap<>();

    private Problem(int status, String type, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.type = type;
        this.title = title;
    }

    /** The value of a field or parameter is not allowed. */
    public static Problem invalidValue(String field, String detail, Object allowed) {
        return new Problem(422, "invalid-value", "A value is not allowed", detail)
                .with("field", field)
                .with("allowed", allowed);
    }

    public static Problem unknownField(String field, Object allowed) {
        return new Problem(422, "unknown-field", "There is no such field", "unknown field: " + shorten(field))
                .with("field", shorten(field))
                .with("allowed", allowed);
    }

    public static Problem unknownParameter(String name, Object allowed) {
        return new Problem(
                        422,
                        "unknown-parameter",
                        "There is no such query parameter",
                        "unknown query parameter: " + shorten(name))
                .with("field", shorten(name))
                .with("allowed", allowed);
    }

    public static Problem missing(String field, Object allowed) {
        return new Problem(422, "missing-value", "A value is missing", field + " is required")
                .with("field", field)
                .with("allowed", allowed);
    }

    public static Problem invalidJson(String detail, int line, int column) {
        return new Problem(400, "invalid-json", "The body is not JSON", detail)
                .with("line", line)
                .with("column", column);
    }

    public static Problem badRequest(String detail) {
        return new Problem(400, "bad-request", "The request cannot be read", detail);
    }

    public static Problem forbiddenHost(String host) {
        return new Problem(
                        403,
                        "forbidden-host",
                        "This host name is not ours",
                        "an open API on loopback answers only to localhost and addresses, not to the Host "
                                + shorten(host))
                .with("field", "Host")
                .with("allowed", "localhost or an IP address");
    }

    /** Nobody we know; {@code detail} never holds what was sent. */
    public static Problem unauthorized(String detail) {
        return new Problem(401, "unauthorized", "A key is needed here", detail)
                .header("WWW-Authenticate", "Bearer realm=\"sentinel\"");
    }

    /** Somebody we know who may not do this. */
    public static Problem forbidden(String role, String needed) {
        return new Problem(
                        403,
                        "forbidden",
                        "This key may not do that",
                        "role " + role + " may not do that; it takes the role " + needed)
                .with("allowed", needed);
    }

    /** A web page of somebody else. */
    public static Problem forbiddenOrigin(String origin) {
        return new Problem(
                        403,
                        "forbidden-origin",
                        "Pages of this origin may not do that",
                        "the origin is neither ours nor in api.cors_origins: " + shorten(origin))
                .with("field", "Origin");
    }

    /** Too fast. */
    public static Problem tooMany(String detail, long waitNs) {
        long seconds = Math.max(1, (waitNs + 999_999_999) / 1_000_000_000);
        return new Problem(429, "too-many-requests", "Too many requests", detail)
                .header("Retry-After", Long.toString(seconds));
    }

    /** What the client has seen is not there any more. */
    public static Problem preconditionFailed(String detail) {
        return new Problem(412, "precondition-failed", "It has changed meanwhile", detail).with("field", "If-Match");
    }

    /** A path for WebSockets only. */
    public static Problem upgradeRequired() {
        return new Problem(
                        426,
                        "upgrade-required",
                        "This path speaks WebSocket",
                        "connect with a WebSocket (Upgrade: websocket)")
                .header("Upgrade", "websocket");
    }

    public static Problem notFound(String what) {
        return new Problem(404, "not-found", "There is no such thing", what);
    }

    public static Problem methodNotAllowed(String method, String allow) {
        return new Problem(
                        405,
                        "method-not-allowed",
                        "This method does not work here",
                        shorten(method) + " does not work here, allowed: " + allow)
                .with("allowed", allow)
                .header("Allow", allow);
    }

    public static Problem conflict(String detail) {
        return new Problem(409, "conflict", "This contradicts what is there", detail);
    }

    public static Problem tooLarge(long limitBytes) {
        return new Problem(
                        413,
                        "body-too-large",
                        "The body is too large",
                        "the body may have at most " + limitBytes + " bytes")
                .with("allowed", limitBytes);
    }

    public static Problem unsupportedMediaType(String given) {
        return new Problem(
                        415,
                        "unsupported-media-type",
                        "This media type is not read here",
                        "Content-Type must be application/json" + (given == null ? "" : ", not " + shorten(given)))
                .with("field", "Content-Type")
                .with("allowed", "application/json");
    }

    /** Something else than these and JSON was sent. */
    public static Problem unsupportedMediaType(String given, List<String> others) {
        List<String> allowed = new ArrayList<>(others);
        allowed.add(0, "application/json");
        return new Problem(
                        415,
                        "unsupported-media-type",
                        "This media type is not read here",
                        "Content-Type must be one of " + String.join(", ", allowed)
                                + (given == null ? "" : ", not " + shorten(given)))
                .with("field", "Content-Type")
                .with("allowed", allowed);
    }

    /** The request is fine, the network or the house is not ready for it. */
    public static Problem unavailable(String type, String detail) {
        return new Problem(503, type, "Not possible right now", detail).header("Retry-After", "5");
    }

    /** A switch did not answer in time; nothing is wrong with the request. */
    public static Problem late(String detail) {
        return new Problem(504, "switch-timeout", "The switch did not answer", detail);
    }

    /** A switch refused what was asked of it; {@code detail} has its words. */
    public static Problem refused(String detail) {
        return new Problem(422, "switch-refused", "The switch refused", detail);
    }

    public static Problem internal() {
        return new Problem(500, "internal", "Something broke here", "the log of the server has the reason");
    }

    /** The same with one more member. */
    public Problem with(String name, Object value) {
        more.put(name, value);
        return this;
    }

    /** The same with one more header in the answer. */
    Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** The same about an item of a list. */
    public Problem inItem(int index) {
        String where = "[" + index + "]";
        Problem problem = new Problem(status, type, title, where + ": " + getMessage());
        problem.more.putAll(more);
        Object field = more.get("field");
        return problem.with("field", field == null || field.equals("") ? where : where + "." + field)
                .with("index", index);
    }

    public int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** The document, to be written as {@code application/problem+json}. */
    public Map<String, Object> document(String path) {
        Map<String, Object> document = new java.util.LinkedHashMap<>();
        document.put("type", "/problems/" + type);
        document.put("title", title);
        document.put("status", status);
        document.put("detail", getMessage());
        document.put("instance", shorten(path));
        document.putAll(more);
        return document;
    }

    /** At most 200 characters of something a client sent, fit to be written as UTF-8. */
    public static String shorten(String text) {
        String start = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
        StringBuilder clean = new StringBuilder();
        start.codePoints().map(c -> isLoneSurrogate(c) ? 0xfffd : c).forEach(clean::appendCodePoint);
        return text.length() <= LONGEST_TEXT
                ? clean.toString()
                : clean.append('…').toString();
    }

    /** Half of a pair (Unicode section 3.9): no character, and nothing that UTF-8 can write. */
    static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
