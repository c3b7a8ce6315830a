package io.sentinelsdn.api.http;

import io.sentinelsdn.domain.metric.Counters;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.nio.ByteBuffer;
import java.util.Map;

/** Puts an answer on the wire. Any thread that holds the exchange may call. */
final class Sender {
    private static final Map<HttpString, String> SECURITY = Map.of(
            new HttpString("X-Content-Type-Options"),
            "nosniff",
            new HttpString("X-Frame-Options"),
            "DENY",
            new HttpString("Content-Security-Policy"),
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
            new HttpString("Referrer-Policy"),
            "no-referrer",
            new HttpString("Cross-Origin-Resource-Policy"),
            "same-origin",
            Headers.CACHE_CONTROL,
            "no-store");
    private static final HttpString HSTS = new HttpString("Strict-Transport-Security");

    private final Json json;
    private final OriginPolicy origins;
    private final Counters.Counter refused;
    private final Counters.Counter broken;

    Sender(Json json, OriginPolicy origins, Counters counters) {
        this.json = json;
        this.origins = origins;
        this.refused = counters.counter("sentinel_api_refused_total", "Requests answered with a 4xx status");
        this.broken = counters.counter("sentinel_api_failed_total", "Requests answered with a 5xx status");
    }

    void send(HttpServerExchange exchange, Problem problem) {
        send(
                exchange,
                new Response(
                        problem.status(),
                        problem.headers(),
                        "application/problem+json",
                        problem.document(exchange.getRequestPath())));
    }

    /** The same with its body as bytes. */
    Response rendered(Response response) {
        boolean ready = response.body() == null
                || response.body() instanceof byte[]
                || response.body() instanceof ByteBuffer
                || response.body() instanceof HttpHandler;
        return ready
                ? response
                : new Response(
                        response.status(), response.headers(), response.contentType(), json.write(response.body()));
    }

    void send(HttpServerExchange exchange, Response any) {
        Response response = rendered(any);
        count(response.status());
        exchange.setStatusCode(response.status());
        HeaderMap headers = exchange.getResponseHeaders();
        SECURITY.forEach(headers::put);
        if (exchange.isSecure()) {
            headers.put(HSTS, "max-age=31536000");
        }
        origins.headers(exchange.getRequestHeaders())
                .forEach((name, value) -> headers.put(new HttpString(name), value));
        response.headers().forEach((name, value) -> headers.put(new HttpString(name), value));
        boolean head = exchange.getRequestMethod().equals(Methods.HEAD);
        if (response.body() instanceof HttpHandler handler && !head) {
            exchange.dispatch(handler);
            return;
        }
        ByteBuffer body = bytes(response.body());
        if (body == null) {
            exchange.endExchange();
            return;
        }
        headers.put(Headers.CONTENT_TYPE, response.contentType());
        exchange.setResponseContentLength(body.remaining());
        if (head) {
            exchange.endExchange();
        } else {
            exchange.getResponseSender().send(body);
        }
    }

    private static ByteBuffer bytes(Object body) {
        if (body instanceof ByteBuffer shared) {
            return shared.duplicate();
        }
        return body instanceof byte[] own ? ByteBuffer.wrap(own) : null;
    }

    private void count(int status) {
        if (status >= 500) {
            broken.increment();
        } else if (status >= 400) {
            refused.increment();
        }
    }
}
