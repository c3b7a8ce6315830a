package io.sentinelsdn.api.http;

import io.sentinelsdn.domain.metric.Counters;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * Every request enters here, on an I/O thread: its body is read, then its route runs on a worker thread. Whatever goes
 * wrong is answered as a problem document.
 */
public final class FrontDoor implements HttpHandler {
    /** How much larger a large body may be. */
    public static final int LARGE = 16;

    private static final int LARGE_AT_ONCE = 4;

    private static final Logger log = LoggerFactory.getLogger(FrontDoor.class);
    private static final byte[] NO_BODY = new byte[0];
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

    private final Router router;
    private final Json json;
    private final HostGuard guard;
    private final long bodyLimit;
    private final BodyReader bodies;
    private final BodyReader large;
    private final Semaphore largeBodies = new Semaphore(LARGE_AT_ONCE);
    private final Semaphore changes;
    private final Counters.Counter requests;
    private final Counters.Counter refused;
    private final Counters.Counter broken;

    /**
     * What requests may take.
     *
     * @param anyHost whether every Host header is fine; else only localhost and addresses, against DNS rebinding
     * @param bodyBytes largest body
     * @param bodyTimeoutMs for a whole body
     * @param changes requests other than GET that may wait for the network at once; fewer than there are worker
     *     threads, so that the rest can always be read
     */
    public record Limits(boolean anyHost, long bodyBytes, long bodyTimeoutMs, int changes) {}

    /**
     * The door to these routes.
     *
     * @param limits what requests may take
     */
    public FrontDoor(Router router, Json json, Limits limits, Counters counters) {
        this.router = router;
        this.json = json;
        this.guard = new HostGuard(limits.anyHost());
        this.bodyLimit = limits.bodyBytes();
        this.bodies = new BodyReader(limits.bodyBytes(), limits.bodyTimeoutMs());
        this.large = new BodyReader(LARGE * limits.bodyBytes(), 4 * limits.bodyTimeoutMs());
        this.changes = new Semaphore(limits.changes());
        this.requests = counters.counter("sentinel_api_requests_total", "Requests to the API");
        this.refused = counters.counter("sentinel_api_refused_total", "Requests answered with a 4xx status");
        this.broken = counters.counter("sentinel_api_failed_total", "Requests answered with a 5xx status");
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        requests.increment();
        String method = exchange.getRequestMethod().toString();
        if (router.takesLarge(method, exchange.getRequestPath())) {
            readLarge(exchange);
        } else if (method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
            bodies.read(exchange, body -> exchange.dispatch(() -> answer(exchange, body)));
        } else {
            exchange.dispatch(() -> answer(exchange, NO_BODY));
        }
    }

    /** Few at a time, so that their bodies cannot fill the memory. */
    private void readLarge(HttpServerExchange exchange) {
        if (!largeBodies.tryAcquire()) {
            Problem busy = Problem.unavailable("busy", "too many large bodies at once, try again");
            exchange.dispatch(() -> send(exchange, rendered(document(busy, exchange))));
            return;
        }
        exchange.addExchangeCompleteListener((done, next) -> {
            largeBodies.release();
            next.proceed();
        });
        large.read(exchange, body -> exchange.dispatch(() -> answer(exchange, body)));
    }

    private void answer(HttpServerExchange exchange, byte[] body) {
        Response response;
        try {
            response = rendered(route(exchange, body));
        } catch (Problem problem) {
            response = rendered(document(problem, exchange));
        } catch (UncheckedIOException store) {
            log.warn("request failed path={} reason={}", exchange.getRequestPath(), store.getMessage());
            response = rendered(document(Problem.unavailable("store", store.getMessage()), exchange));
        } catch (RuntimeException bug) {
            log.error(
                    "request failed method={} path={}",
                    exchange.getRequestMethod(),
                    Problem.shorten(exchange.getRequestPath()),
                    bug);
            response = rendered(document(Problem.internal(), exchange));
        }
        try {
            send(exchange, response);
        } catch (RejectedExecutionException stopping) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    private Response route(HttpServerExchange exchange, byte[] body) {
        HeaderMap headers = exchange.getRequestHeaders();
        guard.check(headers.getFirst(Headers.HOST));
        String method = exchange.getRequestMethod().toString();
        String path = exchange.getRequestPath();
        if (method.equals("OPTIONS") && !router.allow(path).isEmpty()) {
            return Response.noContent().header("Allow", router.allow(path));
        }
        Router.Found found = router.find(method, path);
        if (body == null) {
            throw Problem.tooLarge(found.route().isLarge() ? LARGE * bodyLimit : bodyLimit);
        }
        QueryParams query =
                new QueryParams(exchange.getQueryString(), found.route().query());
        return handle(
                found.route(),
                new Request(
                        json,
                        found.path(),
                        query,
                        headers.getFirst(Headers.CONTENT_TYPE),
                        headers.getFirst(Headers.ACCEPT),
                        body));
    }

    private Response handle(Route route, Request request) {
        if (route.method().equals("GET")) {
            return route.handler().handle(request);
        }
        if (!changes.tryAcquire()) {
            throw Problem.unavailable("busy", "too many changes wait for the network, try again");
        }
        try {
            return route.handler().handle(request);
        } finally {
            changes.release();
        }
    }

    private Response document(Problem problem, HttpServerExchange exchange) {
        String path = exchange.getRequestPath();
        Response response =
                new Response(problem.status(), Map.of(), "application/problem+json", problem.document(path));
        if (problem.status() == 405) {
            return response.header("Allow", router.allow(path));
        }
        return problem.status() == 503 ? response.header("Retry-After", "5") : response;
    }

    /** The same with its body as bytes. */
    private Response rendered(Response response) {
        boolean ready =
                response.body() == null || response.body() instanceof byte[] || response.body() instanceof HttpHandler;
        Object body = ready ? response.body() : json.write(response.body());
        return new Response(response.status(), response.headers(), response.contentType(), body);
    }

    private void send(HttpServerExchange exchange, Response response) {
        count(response.status());
        exchange.setStatusCode(response.status());
        HeaderMap headers = exchange.getResponseHeaders();
        SECURITY.forEach(headers::put);
        response.headers().forEach((name, value) -> headers.put(new HttpString(name), value));
        boolean head = exchange.getRequestMethod().equals(new HttpString("HEAD"));
        if (response.body() instanceof HttpHandler handler && !head) {
            exchange.dispatch(handler);
            return;
        }
        if (!(response.body() instanceof byte[] body)) {
            exchange.endExchange();
            return;
        }
        headers.put(Headers.CONTENT_TYPE, response.contentType());
        exchange.setResponseContentLength(body.length);
        if (head) {
            exchange.endExchange();
        } else {
            exchange.getResponseSender().send(ByteBuffer.wrap(body));
        }
    }

    private void count(int status) {
        if (status >= 500) {
            broken.increment();
        } else if (status >= 400) {
            refused.increment();
        }
    }
}
