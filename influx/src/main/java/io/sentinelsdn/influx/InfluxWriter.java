package io.sentinelsdn.influx;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.WriteApiBlocking;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import io.sentinelsdn.domain.metric.Counters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends lines in batches on a thread of its own. While the other side is away they wait, and are tried again after 1 to 30
 * s; when too many wait the oldest are dropped and counted. What is refused as wrong is dropped at once.
 */
final class InfluxWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(InfluxWriter.class);
    private static final int BATCH = 1_000;
    private static final long LONGEST_PAUSE_MS = 30_000;
    private static final long FIRST_PAUSE_MS = 1_000;

    private final WriteApiBlocking api;
    private final InfluxConfig config;
    private final Thread thread = new Thread(this::run, "influx-writer");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<String> waiting = new ArrayDeque<>();
    private boolean closed;
    private long pauseMs;
    private final Counters.Counter written;
    private final Counters.Counter dropped;
    private final Counters.Counter failures;

    InfluxWriter(InfluxDBClient client, InfluxConfig config, Counters counters) {
        this.api = client.getWriteApiBlocking();
        this.config = config;
        this.written = counters.counter("sentinel_influx_written_total", "Seconds of numbers written to InfluxDB");
        this.dropped = counters.counter("sentinel_influx_dropped_total", "Seconds of numbers that never got there");
        this.failures = counters.counter("sentinel_influx_failures_total", "Attempts to write to InfluxDB that failed");
        counters.gauge("sentinel_influx_waiting", "Seconds of numbers that wait for InfluxDB", this::size);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Never waits for the network. */
    void offer(String line) {
        lock.lock();
        try {
            waiting.add(line);
            if (waiting.size() > config.buffer()) {
                waiting.remove();
                dropped.increment();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Tries once more to send what waits and stops. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(2 * config.timeout().toMillis());
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }

    private void run() {
        try {
            List<String> batch = next();
            while (!batch.isEmpty()) {
                if (!send(batch) && isClosed()) {
                    return;
                }
                batch = next();
            }
        } catch (InterruptedException stop) {
            log.debug("influx writer was stopped");
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** The oldest lines, after the pause that a failure asks for; empty when closed and nothing waits. */
    private List<String> next() throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(pauseMs);
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            return waiting.stream().limit(BATCH).toList();
        } finally {
            lock.unlock();
        }
    }

    private boolean send(List<String> batch) {
        try {
            api.writeRecords(config.bucket(), config.org(), WritePrecision.S, new ArrayList<>(batch));
            done(batch, 0);
            written.add(batch.size());
            return true;
        } catch (InfluxException failed) {
            failures.increment();
            boolean wrong = failed.status() >= 400 && failed.status() < 500 && failed.status() != 429;
            if (pauseMs == 0) {
                log.warn("influx takes no numbers url={} reason={}", config.url(), failed.getMessage());
            }
            if (wrong) {
                dropped.add(batch.size());
                done(batch, FIRST_PAUSE_MS);
            } else {
                done(List.of(), Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, 2 * pauseMs)));
            }
            return false;
        }
    }

    /** Takes these away, as far as they were not dropped meanwhile. */
    private void done(List<String> batch, long pause) {
        lock.lock();
        try {
            for (String line : batch) {
                if (line.equals(waiting.peek())) {
                    waiting.remove();
                }
            }
            pauseMs = pause;
        } finally {
            lock.unlock();
        }
    }
}
