package io.sentinelsdn.controller;

import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that owns the view of the whole network. Tasks run in order; one that throws is counted and logged. */
final class ControlThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ControlThread.class);

    private final ScheduledThreadPoolExecutor thread;
    private final Counter failures;

    ControlThread(Counters counters) {
        failures = counters.counter("sentinel_control_failures_total", "Tasks of the control thread that threw");
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread worker = new Thread(task, "control");
            worker.setDaemon(true);
            return worker;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    /** Runs a task soon; does nothing when closed. Any thread may call. */
    void post(Runnable task) {
        after(0, task);
    }

    /** Runs a task after a while. Any thread may call. */
    void after(long delayMs, Runnable task) {
        try {
            thread.schedule(guarded(task), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            log.debug("control thread is closing, task dropped");
        }
    }

    /** Runs a task again and again, that long after its last end. */
    void every(long periodMs, Runnable task) {
        thread.scheduleWithFixedDelay(guarded(task), periodMs, periodMs, TimeUnit.MILLISECONDS);
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException unexpected) {
                failures.increment();
                log.error("task of the control thread failed", unexpected);
            }
        };
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
