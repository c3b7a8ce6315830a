package io.sentinelsdn.slicing;

import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that owns slices, and beside it one that waits for the store. Any thread may call. */
final class SliceThread implements Executor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SliceThread.class);
    private static final long CLOSE_S = 5;

    private final Counter failures;
    private final ScheduledThreadPoolExecutor thread;
    private final ExecutorService storing;

    SliceThread(Counters counters) {
        failures = counters.counter("sentinel_slices_failures_total", "Tasks of the thread of slices that threw");
        thread = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "slices"));
        storing = Executors.newSingleThreadExecutor(task -> daemon(task, "slice-store"));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread worker = new Thread(task, name);
        worker.setDaemon(true);
        return worker;
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(guarded(task));
    }

    /** Carries a task out again and again, whether it throws or not. */
    void every(long milliseconds, Runnable task) {
        thread.scheduleWithFixedDelay(guarded(task), milliseconds, milliseconds, TimeUnit.MILLISECONDS);
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException unexpected) {
                failures.increment();
                log.error("task of the thread of slices failed", unexpected);
            }
        };
    }

    /** Asks in the thread of slices; what the question throws is the answer. */
    <T> CompletableFuture<T> ask(Supplier<CompletableFuture<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    question.get().whenComplete((value, failed) -> {
                        if (failed == null) {
                            answer.complete(value);
                        } else {
                            answer.completeExceptionally(failed);
                        }
                    });
                } catch (RuntimeException refused) {
                    answer.completeExceptionally(refused);
                }
            });
        } catch (RejectedExecutionException closing) {
            answer.completeExceptionally(new IllegalStateException("slices are closing", closing));
        }
        return answer;
    }

    /** Where one may wait for the store. */
    Executor storing() {
        return storing;
    }

    /** Lets what is decided reach the store. */
    @Override
    public void close() {
        thread.shutdownNow();
        storing.shutdown();
        try {
            if (!storing.awaitTermination(CLOSE_S, TimeUnit.SECONDS)) {
                log.warn("the store is slow, the last changes of slices may be lost");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
