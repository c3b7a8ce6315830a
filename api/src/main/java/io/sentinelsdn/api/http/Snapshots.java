package io.sentinelsdn.api.http;

import io.sentinelsdn.domain.metric.Counters;
import io.undertow.server.HttpServerExchange;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers of the last moment, encoded, for routes that show what changes once a second anyway: given to everybody who
 * asks the same within the time, straight from the I/O thread. At most 64 answers of at most 1 MiB; the oldest goes.
 */
final class Snapshots {
    private static final int MOST = 64;
    private static final int LARGEST = 1 << 20;
    private static final int LONGEST_QUERY = 200;

    private record Snapshot(Response response, long untilNs) {}

    private final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    private final Counters.Counter shared;
    private long changes;

    Snapshots(Counters counters) {
        shared = counters.counter("sentinel_api_snapshots_total", "Requests answered with what was encoded already");
    }

    /** The answer to the same question, if it is recent, or null. */
    Response get(HttpServerExchange exchange) {
        String question = question(exchange);
        Snapshot snapshot;
        synchronized (snapshots) {
            snapshot = snapshots.get(question);
        }
        if (snapshot == null || System.nanoTime() - snapshot.untilNs() >= 0) {
            return null;
        }
        shared.increment();
        return snapshot.response();
    }

    void put(HttpServerExchange exchange, Response response, int forMs, long since) {
        String question = question(exchange);
        if (response.status() != 200
                || !(response.body() instanceof byte[] body)
                || body.length > LARGEST
                || exchange.getQueryString().length() > LONGEST_QUERY) {
            return;
        }
        Response whole = new Response(
                200,
                response.headers(),
                response.contentType(),
                ByteBuffer.wrap(body).asReadOnlyBuffer());
        synchronized (snapshots) {
            if (changes != since) {
                return;
            }
            snapshots.remove(question);
            snapshots.put(question, new Snapshot(whole, System.nanoTime() + forMs * 1_000_000L));
            if (snapshots.size() > MOST) {
                var oldest = snapshots.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
    }

    /** Something was changed: whoever changed it must see that. */
    void clear() {
        synchronized (snapshots) {
            changes++;
            snapshots.clear();
        }
    }

    /** How often something was changed; an answer that was begun before a change is not kept after it. */
    long changes() {
        synchronized (snapshots) {
            return changes;
        }
    }

    private static String question(HttpServerExchange exchange) {
        return exchange.getRequestPath() + "?" + exchange.getQueryString();
    }
}
