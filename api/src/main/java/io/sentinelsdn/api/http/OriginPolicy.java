package io.sentinelsdn.api.http;

import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which web pages may use the API (Fetch standard, CORS protocol): our own and those of a list. Pages of others can
 * read nothing, and a request of theirs that would change something is refused even where a browser sends it without
 * asking before.
 */
public final class OriginPolicy {
    private static final HttpString ORIGIN = new HttpString("Origin");
    private static final HttpString WANTED_METHOD = new HttpString("Access-Control-Request-Method");

    private volatile Set<String> allowed;

    /**
     * A policy.
     *
     * @param allowed origins such as {@code https://noc.example.org}
     * @throws IllegalArgumentException if one of them is none
     */
    public OriginPolicy(List<String> allowed) {
        this.allowed = checked(allowed);
    }

    private static Set<String> checked(List<String> origins) {
        for (String origin : origins) {
            if (!origin.matches("https?://[A-Za-z0-9.\\-\\[\\]:]+")) {
                throw new IllegalArgumentException("not an origin such as https://noc.example.org: " + origin);
            }
        }
        return Set.copyOf(origins);
    }

    /** Another list from the next request on. */
    public void change(List<String> origins) {
        allowed = checked(origins);
    }

    /**
     * Refuses what a foreign page must not do.
     *
     * @param changes whether the request may change something or opens a live connection
     * @throws Problem 403
     */
    void check(HeaderMap headers, boolean changes) {
        String origin = headers.getFirst(ORIGIN);
        if (changes && origin != null && !allowed.contains(origin) && !isOurs(origin, headers.getFirst(Headers.HOST))) {
            throw Problem.forbiddenOrigin(origin);
        }
    }

    /** What to answer to a page of the list. */
    Map<String, String> headers(HeaderMap request) {
        String origin = request.getFirst(ORIGIN);
        if (origin == null || !allowed.contains(origin)) {
            return allowed.isEmpty() ? Map.of() : Map.of("Vary", "Origin");
        }
        return Map.of(
                "Access-Control-Allow-Origin",
                origin,
                "Access-Control-Expose-Headers",
                "ETag, Location, Retry-After, Allow",
                "Vary",
                "Origin");
    }

    /** What a browser wants to know before it sends what a page asks for; empty when this is no such question. */
    Map<String, String> preflight(HeaderMap request, String allow) {
        if (request.getFirst(WANTED_METHOD) == null || headers(request).size() < 2) {
            return Map.of();
        }
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("Access-Control-Allow-Methods", allow);
        answer.put(
                "Access-Control-Allow-Headers",
                "Authorization, Content-Type, X-API-Key, If-Match, If-None-Match, Idempotency-Key");
        answer.put("Access-Control-Max-Age", "600");
        return answer;
    }

    private static boolean isOurs(String origin, String host) {
        int start = origin.indexOf("://");
        return start > 0 && origin.substring(start + 3).equalsIgnoreCase(host);
    }
}
