package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waits, on a worker thread and for a bounded time, for what mitigation answers. */
public final class Answers {
    private final Duration timeout;

    /** Waits at most this long; the network itself answers within 5 s. */
    public Answers(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * The answer.
     *
     * @param request what to ask of mitigation
     * @param field the field of the request that is to blame when a value is not allowed
     * @throws Problem 409 when refused, 422 when a value is not allowed, 503 without an answer in time
     */
    <T> T await(Supplier<CompletableFuture<T>> request, String field) {
        try {
            return request.get().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw Problem.unavailable(
                    "timeout", "no answer within " + timeout.toMillis() + " ms; the request may still be carried out");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("stopping", "the server is stopping");
        } catch (ExecutionException failed) {
            throw problem(failed.getCause(), field);
        } catch (Refused | IllegalArgumentException atOnce) {
            throw problem(atOnce, field);
        }
    }

    /** The problem that stands for what mitigation threw, or the thing itself when it is a bug. */
    private static RuntimeException problem(Throwable cause, String field) {
        if (cause instanceof Refused) {
            return Problem.conflict(cause.getMessage()).with("field", field);
        }
        if (cause instanceof IllegalArgumentException) {
            return Problem.invalidValue(field, String.valueOf(cause.getMessage()), "see detail");
        }
        return cause instanceof RuntimeException bug ? bug : new IllegalStateException(cause);
    }
}
