package io.sentinelsdn.mitigation;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.metric.Counters;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what waits in the mailbox as it comes, and every 250 ms what is due by time; a step that throws is counted. */
final class MitigationThread {
    private static final Logger log = LoggerFactory.getLogger(MitigationThread.class);
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Mailbox mailbox;
    private final Parts parts;
    private final Clock clock;
    private final Counters.Counter errors;

    private Thread thread;
    private volatile boolean closed;

    MitigationThread(Mailbox mailbox, Parts parts, Clock clock, Counters counters) {
        this.mailbox = mailbox;
        this.parts = parts;
        this.clock = clock;
        errors = counters.counter("sentinel_mitigation_errors_total", "Steps of mitigation that threw");
    }

    /** Whether {@link #start} was called. */
    synchronized boolean isStarted() {
        return thread != null;
    }

    synchronized void start() {
        thread = new Thread(this::run, "mitigation");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long nextTick = System.nanoTime();
        while (!closed) {
            try {
                mailbox.await(nextTick - System.nanoTime());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
            drain();
            if (nextTick - System.nanoTime() <= 0) {
                nextTick = System.nanoTime() + TICK_NS;
                tick();
            }
        }
        drain();
        drain();
    }

    /** Waits for its turn; any thread. */
    void onDetection(Detection detection) {
        mailbox.detection(detection);
    }

    /** Does everything that waits. Mitigation thread. */
    void drain() {
        for (Runnable step : mailbox.takeAll(detection -> parts.incidents.onDetection(detection, clock.instant()))) {
            guarded(step);
        }
        parts.book.publish();
    }

    /** Reads the counters and does what is due by time. Mitigation thread, every 250 ms. */
    void tick() {
        guarded(parts.switches::poll);
        guarded(() -> parts.incidents.tick(clock.instant()));
        parts.book.publish();
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException broken) {
            errors.increment();
            log.error("a step of mitigation failed", broken);
        }
    }

    /** Does what waits and stops; waits 5 s at most. */
    void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        mailbox.answer(() -> {});
        if (running != null && running != Thread.currentThread()) {
            try {
                running.join(5_000);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
