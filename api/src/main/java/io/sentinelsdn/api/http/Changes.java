package io.sentinelsdn.api.http;

import io.sentinelsdn.api.http.Router.Found;
import io.sentinelsdn.domain.auth.AuditEntry;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.AuditStore;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all requests have in common that change something: few at a time, at most once for an {@code Idempotency-Key},
 * only if nothing has changed since {@code If-Match}, acknowledged when on disk, and written down. Runs on worker threads.
 */
final class Changes {
    private static final Logger log = LoggerFactory.getLogger(Changes.class);
    private static final int STRIPES = 64;

    private final Router router;
    private final AuditStore audit;
    private final Semaphore atOnce;
    private final Replies replies = new Replies();
    private final Object[] locks = new Object[STRIPES];
    private final Counters.Counter unwritten;

    Changes(Router router, AuditStore audit, int atOnce, Counters counters) {
        this.router = router;
        this.audit = audit;
        this.atOnce = new Semaphore(atOnce);
        this.unwritten =
                counters.counter("sentinel_audit_lost_total", "Changes that could not be written into the audit");
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new Object();
        }
    }

    /**
     * Carries it out.
     *
     * @param target path and query as they came
     * @param rendered makes a response's body bytes
     */
    Response carryOut(Found found, Request request, String target, UnaryOperator<Response> rendered) {
        if (!atOnce.tryAcquire()) {
            throw Problem.unavailable("busy", "too many changes wait for the network, try again");
        }
        int status = 500;
        try {
            Response response = once(found, request, target, rendered);
            status = response.status();
            if (found.route().traits().changes() && status < 400) {
                onDisk();
            }
            return response;
        } catch (Problem problem) {
            status = problem.status();
            throw problem;
        } catch (UncheckedIOException refusedByTheStore) {
            status = 503;
            throw refusedByTheStore;
        } finally {
            atOnce.release();
            if (found.route().traits().changes() && (status < 400 || status >= 500)) {
                write(request, found.route().method() + " " + target, status);
            }
        }
    }

    private void onDisk() {
        try {
            audit.flush();
        } catch (UncheckedIOException notYet) {
            throw Problem.unavailable(
                    "store", "done, but a restart may undo it until it is on disk: " + notYet.getMessage());
        }
    }

    private Response once(Found found, Request request, String target, UnaryOperator<Response> rendered) {
        String key = request.header("Idempotency-Key");
        Route route = found.route();
        if (key == null || !route.method().equals("POST") || !route.traits().changes()) {
            return ifUnchanged(route, request, target);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes((route.method() + " " + target + "\n").getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(request.body());
        return replies.answer(
                request.caller().client(),
                key,
                whole.toByteArray(),
                () -> rendered.apply(ifUnchanged(route, request, target)));
    }

    /** Looks and changes under one lock for each path, so that of two who have seen the same only one wins. */
    private Response ifUnchanged(Route route, Request request, String target) {
        String condition = request.header("If-Match");
        if (condition == null) {
            return route.handler().handle(request);
        }
        String path = target.split("\\?", 2)[0];
        synchronized (locks[Math.floorMod(path.hashCode(), STRIPES)]) {
            Found reader = router.reader(path);
            String now = reader == null
                    ? null
                    : reader.route()
                            .handler()
                            .handle(request.without())
                            .headers()
                            .get("ETag");
            if (now == null || !ETags.matches(condition, now, true)) {
                throw Problem.preconditionFailed(
                        now == null ? "nothing here has an ETag" : "it is at " + now + " by now, read it again");
            }
            return route.handler().handle(request);
        }
    }

    private void write(Request request, String action, int status) {
        Caller caller = request.caller();
        try {
            audit.saveAudit(new AuditEntry(
                    UUID.randomUUID().toString(),
                    Instant.now(),
                    caller.actor(),
                    caller.role() == null ? "none" : caller.role().name().toLowerCase(Locale.ROOT),
                    caller.address(),
                    Problem.shorten(action),
                    status,
                    AuditText.of(request.isJson(), request.body())));
        } catch (UncheckedIOException | IllegalStateException storeIsAway) {
            unwritten.increment();
            log.error("audit lost actor={} action={} status={}", caller.actor(), Problem.shorten(action), status);
        }
    }
}
