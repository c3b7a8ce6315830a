package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.metric.Counters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounded hand-over from callers to the writer thread, in order, one place a key. When full, what may be dropped is
 * dropped and counted; for durable writes the caller waits a bounded time for room, and is refused after it, or at once
 * when the disk takes no writes: what is taken in is never dropped. Requests of gateways have a lane of their own,
 * {@link BulkLane}, and transactions of their own in turn with the others, so that a rule waits for one of them at most.
 *
 * <p>Entries carry the number under which their place was taken. A write is on disk when neither the queue nor the
 * batch in the writer's hands holds an entry with its number or a lower one; that is what {@link #awaitWritten} watches.
 */
final class WriteQueue {
    private record Entry(long number, Write write) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private Map<String, Entry> waiting = new LinkedHashMap<>();
    private final BulkLane bulk = new BulkLane();
    private boolean bulkIsNext;
    private int bulkInHand;
    private final Map<String, Entry> inHand = new LinkedHashMap<>();
    private long numbers;
    private boolean closed;
    private String trouble;

    private final int capacity;
    private final Duration patience;
    private final Counters.Counter dropped;
    private final Counters.Counter coalesced;
    private final Counters.Counter refused;

    WriteQueue(int capacity, Duration patience, Counters counters) {
        this.capacity = capacity;
        this.patience = patience;
        this.dropped = counters.counter(
                "sentinel_store_dropped_total", "Writes given up because the store was behind or in trouble");
        this.coalesced =
                counters.counter("sentinel_store_coalesced_total", "Writes replaced by a newer one before they ran");
        this.refused = counters.counter(
                "sentinel_store_refused_total", "Rules, lists, settings and logs refused because too many writes wait");
        counters.gauge("sentinel_store_queue", "Writes waiting for the disk", this::size);
    }

    /**
     * Queues a write; see the class for what happens when there is no room.
     *
     * @throws UncheckedIOException if a durable write is refused, with the reason
     */
    void add(Write write) {
        lock.lock();
        try {
            if (write.rows() > 0) {
                addBulk(write);
                return;
            }
            if (write.durable()) {
                awaitRoom(write);
            } else if (waiting.size() >= capacity / 2 && !waiting.containsKey(write.key())) {
                dropped.increment();
                write.givenUp("the store is behind, " + waiting.size() + " writes wait: " + reason());
                return;
            }
            refuseWhenClosed();
            Entry before = waiting.get(write.key());
            if (before != null) {
                coalesced.increment();
                waiting.put(write.key(), new Entry(before.number(), write));
            } else {
                waiting.put(write.key(), new Entry(++numbers, write));
            }
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next writes in order, bulk and others in turn, waiting for the first one; empty after the time or when closed and
     * drained.
     */
    List<Write> take(int most, Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = wait.toNanos();
            while (waiting.isEmpty() && bulk.isEmpty() && !closed && left > 0) {
                left = notEmpty.awaitNanos(left);
            }
            if (!bulk.isEmpty() && (bulkIsNext || waiting.isEmpty())) {
                bulkIsNext = false;
                List<Write> batch = bulk.take();
                bulkInHand = batch.size();
                return batch;
            }
            bulkIsNext = true;
            var entries = waiting.entrySet().iterator();
            List<Write> batch = new ArrayList<>();
            while (entries.hasNext() && batch.size() < most) {
                var next = entries.next();
                inHand.put(next.getKey(), next.getValue());
                batch.add(next.getValue().write());
                entries.remove();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** The batch in hand is on disk, except for these, which go back to the front unless a newer one waits. */
    void done(List<Write> again, String problem) {
        lock.lock();
        try {
            Map<String, Entry> front = new LinkedHashMap<>();
            for (Write write : again) {
                front.put(write.key(), inHand.get(write.key()));
            }
            waiting.forEach(
                    (key, entry) -> front.merge(key, entry, (old, newer) -> new Entry(old.number(), newer.write())));
            waiting = front;
            inHand.clear();
            bulkInHand = 0;
            trouble = problem;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until everything queued so far is on disk, but for requests of gateways.
     *
     * @throws UncheckedIOException if that does not happen in time, with the reason
     */
    void awaitWritten() {
        lock.lock();
        try {
            long target = numbers;
            long left = patience.toNanos();
            while (written() < target) {
                if (left <= 0) {
                    throw behind("not yet on disk after " + patience.toSeconds() + " s: " + reason());
                }
                left = progress.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw behind("interrupted while waiting for the disk");
        } finally {
            lock.unlock();
        }
    }

    /** Like {@link #awaitWritten} for readers, who rather see an older state than wait for a disk that is in trouble. */
    void awaitReadable() {
        lock.lock();
        try {
            long target = numbers;
            long left = patience.toNanos();
            while (written() < target && trouble == null && left > 0) {
                left = progress.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** No more writes are taken; the writer drains what is there. */
    void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signalAll();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing more will come. */
    boolean isFinished() {
        lock.lock();
        try {
            return closed && waiting.isEmpty() && bulk.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size() + inHand.size() + bulk.size() + bulkInHand;
        } finally {
            lock.unlock();
        }
    }

    private void addBulk(Write write) {
        refuseWhenClosed();
        if (bulk.offer(write)) {
            notEmpty.signal();
        } else {
            refused.increment();
            write.givenUp("the store is behind, " + bulk.rows() + " requests wait: " + reason());
        }
    }

    private void awaitRoom(Write write) {
        try {
            long left = patience.toNanos();
            while (waiting.size() >= capacity && !waiting.containsKey(write.key()) && !closed) {
                if (left <= 0 || trouble != null) {
                    refused.increment();
                    throw behind("the store is behind, " + waiting.size() + " writes wait: " + reason());
                }
                left = progress.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw behind("interrupted while waiting for room in the store");
        }
    }

    private long written() {
        if (!inHand.isEmpty()) {
            return inHand.values().iterator().next().number() - 1;
        }
        return waiting.isEmpty() ? numbers : waiting.values().iterator().next().number() - 1;
    }

    private String reason() {
        return trouble == null ? "the disk is slow" : trouble;
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }

    private static UncheckedIOException behind(String message) {
        return new UncheckedIOException(message, new IOException(message));
    }
}
