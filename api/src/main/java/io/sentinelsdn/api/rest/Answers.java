package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.domain.ofctl.BadField;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import io.sentinelsdn.domain.spi.SliceDesk.Conflict;
import io.sentinelsdn.domain.spi.SwitchTrouble;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waits, on a worker thread and for a bounded time, for what mitigation or a switch answers. */
public final class Answers {
    private final Duration timeout;

    /** Waits at most this long; the network itself answers within 5 s. */
    public Answers(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * The answer.
     *
     * @param request what to ask
     * @param field the field of the request that is to blame when a value is not allowed
     * @throws Problem 404 for an unknown switch, 409 when refused, 422 when a value is not allowed or the switch refuses,
     *     503 without an answer in time or a switch, 504 when the switch is silent
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
        } catch (Refused | SwitchTrouble | IllegalArgumentException atOnce) {
            throw problem(atOnce, field);
        }
    }

    /** The problem that stands for what mitigation threw, or the thing itself when it is a bug. */
    private static RuntimeException problem(Throwable cause, String field) {
        if (cause instanceof Refused) {
            return Problem.conflict(cause.getMessage()).with("field", field);
        }
        if (cause instanceof Conflict conflict) {
            Problem problem = Problem.conflict(conflict.getMessage());
            conflict.numbers().forEach(problem::with);
            return problem.with("reason", conflict.kind().name().toLowerCase(Locale.ROOT));
        }
        if (cause instanceof SwitchTrouble trouble) {
            return problem(trouble);
        }
        if (cause instanceof BadField bad) {
            return Problem.invalidValue(bad.field(), bad.getMessage(), bad.allowed());
        }
        if (cause instanceof IllegalArgumentException) {
            return Problem.invalidValue(field, String.valueOf(cause.getMessage()), "see detail");
        }
        return cause instanceof RuntimeException bug ? bug : new IllegalStateException(cause);
    }

    private static Problem problem(SwitchTrouble trouble) {
        String words = trouble.getMessage();
        return switch (trouble.kind()) {
            case UNKNOWN -> Problem.notFound(words);
            case AWAY -> Problem.unavailable("no-switch", words);
            case BUSY -> Problem.unavailable("busy", words);
            case LATE -> Problem.late(words);
            case REFUSED -> Problem.refused(words);
            case FULL -> Problem.conflict(words);
        };
    }
}
