package io.sentinelsdn.api.http;

import io.sentinelsdn.api.http.Router.Found;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.AuditStore;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * Every request enters here, on an I/O thread: who asks, how often, for which route, and whether they may. Then its body
 * is read, and its route runs on a worker thread. Whatever goes wrong is answered as a problem document.
 */
public final class FrontDoor implements HttpHandler {
    /** How much larger a large body may be. */
    public static final int LARGE = 16;

    private static final int LARGE_AT_ONCE = 4;

    private static final Logger log = LoggerFactory.getLogger(FrontDoor.class);
    private static final byte[] NO_BODY = new byte[0];

    private final Router router;
    private final Json json;
    private final Policy policy;
    private final long bodyLimit;
    private final BodyReader bodies;
    private final BodyReader large;
    private final Semaphore largeBodies = new Semaphore(LARGE_AT_ONCE);
    private final Changes changes;
    private final Sender sender;
    private final Snapshots snapshots;
    private final Counters.Counter requests;
    private final Counters.Counter limited;

    /**
     * What requests may take.
     *
     * @param bodyBytes largest body
     * @param bodyTimeoutMs for a whole body
     * @param changes requests other than GET that may wait for the network at once; fewer than there are worker
     *     threads, so that the rest can always be read
     */
    public record Limits(long bodyBytes, long bodyTimeoutMs, int changes) {}

    /**
     * Who may come in.
     *
     * @param doorkeeper knows who has a key
     * @param anyHost whether every Host header is fine while no key is asked for; else only localhost and addresses,
     *     against DNS rebinding
     * @param origins which web pages
     * @param limiter how often one client may ask
     */
    public record Policy(Doorkeeper doorkeeper, boolean anyHost, OriginPolicy origins, RateLimiter limiter) {}

    /**
     * The door to these routes.
     *
     * @param audit where changes are written down
     */
    public FrontDoor(Router router, Json json, Limits limits, Policy policy, AuditStore audit, Counters counters) {
        this.router = router;
        this.json = json;
        this.policy = policy;
        this.bodyLimit = limits.bodyBytes();
        this.bodies = new BodyReader(limits.bodyBytes(), limits.bodyTimeoutMs());
        this.large = new BodyReader(LARGE * limits.bodyBytes(), 4 * limits.bodyTimeoutMs());
        this.changes = new Changes(router, audit, limits.changes(), counters);
        this.sender = new Sender(json, policy.origins(), counters);
        this.snapshots = new Snapshots(counters);
        this.requests = counters.counter("sentinel_api_requests_total", "Requests to the API");
        this.limited = counters.counter("sentinel_api_limited_total", "Requests refused because they came too often");
        counters.gauge("sentinel_api_clients", "Clients whose rate is remembered", policy.limiter()::size);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        requests.increment();
        try {
            if (!policy.anyHost() && policy.doorkeeper().isOpen()) {
                HostGuard.check(exchange.getRequestHeaders().getFirst(Headers.HOST));
            }
            if (exchange.getRequestMethod().equals(Methods.OPTIONS) && answersOptions(exchange)) {
                return;
            }
            Found found = router.find(exchange.getRequestMethod().toString(), exchange.getRequestPath());
            Credentials credentials = credentials(exchange, found.route());
            Caller caller = policy.doorkeeper().recognise(credentials);
            if (caller == null) {
                exchange.dispatch(() -> identify(exchange, found, credentials));
            } else {
                enter(exchange, found, credentials, caller);
            }
        } catch (Problem problem) {
            refuse(exchange, problem);
        }
    }

    /** Browsers cannot send headers with live connections; a token, which ends soon, may stand in the query there. */
    private static Credentials credentials(HttpServerExchange exchange, Route route) {
        Credentials credentials = Credentials.of(exchange);
        var token = exchange.getQueryParameters().get("access_token");
        boolean inQuery = route.traits().live() && credentials.secret() == null && token != null && !token.isEmpty();
        return inQuery ? credentials.withToken(token.getFirst()) : credentials;
    }

    private boolean answersOptions(HttpServerExchange exchange) {
        String allow = router.allow(exchange.getRequestPath());
        if (allow.isEmpty()) {
            return false;
        }
        Response response = Response.noContent().header("Allow", allow);
        for (var header :
                policy.origins().preflight(exchange.getRequestHeaders(), allow).entrySet()) {
            response = response.header(header.getKey(), header.getValue());
        }
        sender.send(exchange, response);
        return true;
    }

    /** On a worker thread. */
    private void identify(HttpServerExchange exchange, Found found, Credentials credentials) {
        try {
            Caller caller = policy.doorkeeper().identify(credentials);
            exchange.dispatch(exchange.getIoThread(), () -> {
                try {
                    enter(exchange, found, credentials, caller);
                } catch (Problem problem) {
                    refuse(exchange, problem);
                }
            });
        } catch (Problem problem) {
            exchange.dispatch(exchange.getIoThread(), () -> refuse(exchange, problem));
        }
    }

    private void enter(HttpServerExchange exchange, Found found, Credentials credentials, Caller caller) {
        Route route = found.route();
        if (policy.limiter().holdsFor(credentials.isLoopback())) {
            long wait = policy.limiter().take(caller.client(), System.nanoTime());
            if (wait > 0) {
                limited.increment();
                throw Problem.tooMany("this client asks too often", wait);
            }
        }
        if (!route.admits(caller.role())) {
            throw caller.role() == null
                    ? Problem.unauthorized("send an API key or a token: Authorization: Bearer …")
                    : Problem.forbidden(
                            caller.role().wireName(), route.traits().role().wireName());
        }
        policy.origins()
                .check(
                        exchange.getRequestHeaders(),
                        route.traits().changes() || route.traits().live());
        if (route.traits().snapshotMs() > 0) {
            Response ready = snapshots.get(exchange);
            if (ready != null) {
                sender.send(exchange, ready);
                return;
            }
        }
        if (route.isLarge()) {
            readLarge(exchange, found, caller);
        } else if (takesBody(exchange)) {
            bodies.read(exchange, body -> exchange.dispatch(() -> answer(exchange, found, caller, body)));
        } else {
            exchange.dispatch(() -> answer(exchange, found, caller, NO_BODY));
        }
    }

    private static boolean takesBody(HttpServerExchange exchange) {
        return exchange.getRequestMethod().equals(Methods.POST)
                || exchange.getRequestMethod().equals(Methods.PUT)
                || exchange.getRequestMethod().equals(Methods.PATCH);
    }

    /** Few at a time, so that their bodies cannot fill the memory. */
    private void readLarge(HttpServerExchange exchange, Found found, Caller caller) {
        if (!largeBodies.tryAcquire()) {
            throw Problem.unavailable("busy", "too many large bodies at once, try again");
        }
        exchange.addExchangeCompleteListener((done, next) -> {
            largeBodies.release();
            next.proceed();
        });
        large.read(exchange, body -> exchange.dispatch(() -> answer(exchange, found, caller, body)));
    }

    /** A body that comes with a refused request is read to its end first, so that the client gets to see the answer. */
    private void refuse(HttpServerExchange exchange, Problem problem) {
        if (takesBody(exchange) && !exchange.isRequestComplete()) {
            bodies.read(
                    exchange, body -> exchange.dispatch(() -> safely(exchange, () -> sender.send(exchange, problem))));
        } else {
            safely(exchange, () -> sender.send(exchange, problem));
        }
    }

    private void answer(HttpServerExchange exchange, Found found, Caller caller, byte[] body) {
        safely(exchange, () -> {
            try {
                sender.send(exchange, route(exchange, found, caller, body));
            } catch (Problem problem) {
                sender.send(exchange, problem);
            } catch (UncheckedIOException store) {
                log.warn("request failed path={} reason={}", exchange.getRequestPath(), store.getMessage());
                sender.send(exchange, Problem.unavailable("store", store.getMessage()));
            } catch (RejectedExecutionException stopping) {
                throw stopping;
            } catch (RuntimeException bug) {
                log.error(
                        "request failed method={} path={}",
                        exchange.getRequestMethod(),
                        Problem.shorten(exchange.getRequestPath()),
                        bug);
                sender.send(exchange, Problem.internal());
            }
        });
    }

    private static void safely(HttpServerExchange exchange, Runnable send) {
        try {
            send.run();
        } catch (RejectedExecutionException stopping) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    private Response route(HttpServerExchange exchange, Found found, Caller caller, byte[] body) {
        Route route = found.route();
        if (body == null) {
            throw Problem.tooLarge(route.isLarge() ? LARGE * bodyLimit : bodyLimit);
        }
        HeaderMap headers = exchange.getRequestHeaders();
        QueryParams query = new QueryParams(exchange.getQueryString(), route.query());
        Request request = new Request(json, found.path(), query, headers::getFirst, body, caller);
        if (!route.method().equals("GET")) {
            try {
                return changes.carryOut(found, request, target(exchange), sender::rendered);
            } finally {
                snapshots.clear();
            }
        }
        long since = snapshots.changes();
        Response response = sender.rendered(route.handler().handle(request));
        if (route.traits().snapshotMs() > 0) {
            snapshots.put(exchange, response, route.traits().snapshotMs(), since);
        }
        String seen = headers.getFirst(Headers.IF_NONE_MATCH);
        String tag = response.headers().get("ETag");
        return seen != null && tag != null && ETags.matches(seen, tag, false)
                ? new Response(StatusCodes.NOT_MODIFIED, Map.of("ETag", tag), null, null)
                : response;
    }

    private static String target(HttpServerExchange exchange) {
        String query = exchange.getQueryString();
        return exchange.getRequestPath() + (query.isEmpty() ? "" : "?" + query);
    }
}
