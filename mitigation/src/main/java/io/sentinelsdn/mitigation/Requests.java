package io.sentinelsdn.mitigation;

import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Puts what people ask for into the mailbox and keeps their answers until they come. Any thread. */
final class Requests {
    private final Mailbox mailbox;
    private final Counters.Counter refusals;
    /** Requests without an answer; bounded by the mailbox and by what switches have not answered. */
    private final Map<Long, CompletableFuture<?>> open = new ConcurrentHashMap<>();

    private final AtomicLong tickets = new AtomicLong();
    private volatile boolean closed;

    Requests(Mailbox mailbox, Counters counters) {
        this.mailbox = mailbox;
        refusals = counters.counter("sentinel_mitigation_busy_total", "Requests refused because too many waited");
    }

    /**
     * The answer of {@code work}, which runs on the mitigation thread. It fails with {@link Refused} when too many wait.
     *
     * @param urgent before everything but the answers of switches
     */
    <T> CompletableFuture<T> ask(boolean urgent, Consumer<CompletableFuture<T>> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        long ticket = tickets.incrementAndGet();
        open.put(ticket, done);
        var unused = done.whenComplete((answer, failure) -> open.remove(ticket));
        Runnable request = () -> {
            try {
                work.accept(done);
            } catch (RuntimeException refused) {
                done.completeExceptionally(refused);
                if (!(refused instanceof Refused
                        || refused instanceof IllegalArgumentException
                        || refused instanceof UncheckedIOException)) {
                    throw refused;
                }
            }
        };
        if (closed) {
            done.completeExceptionally(new Refused("mitigation is stopping"));
        } else if (!mailbox.request(request, urgent)) {
            refusals.increment();
            done.completeExceptionally(new Refused("too many requests wait for mitigation, try again"));
        }
        return done;
    }

    /** From now on everything is refused. */
    void close() {
        closed = true;
    }

    /** Who still waits for a switch is told that nobody will answer. */
    void giveUp() {
        for (CompletableFuture<?> waiting : List.copyOf(open.values())) {
            waiting.completeExceptionally(
                    new Refused("mitigation is stopping; what was asked may still be carried out"));
        }
    }
}
