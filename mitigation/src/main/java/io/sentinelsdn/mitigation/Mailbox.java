package io.sentinelsdn.mitigation;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.metric.Counters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The hand-over to the mitigation thread; its lock is held for a few instructions only.
 *
 * <ul>
 *   <li>Answers of switches: never refused; there is at most one for each batch that mitigation sent.
 *   <li>Urgent requests (mode, taking rules away): bounded, refused when full; run before everything but answers.
 *   <li>Detections: the newest state of each id, so that a slow thread sees fewer states, not older ones. At most
 *       {@value #MAX_DETECTIONS} ids; when full, the news of an active detection is dropped and counted (the next update
 *       brings it again), and the end of one pushes the oldest active one out.
 *   <li>Other requests of people: bounded, refused when full.
 * </ul>
 */
final class Mailbox {
    static final int MAX_DETECTIONS = 1024;
    private static final int MAX_URGENT = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final int capacity;
    private final Counters.Counter dropped;
    private Deque<Runnable> answers = new ArrayDeque<>();
    private Deque<Runnable> urgent = new ArrayDeque<>();
    private Map<String, Detection> detections = new LinkedHashMap<>();
    private Deque<Runnable> requests = new ArrayDeque<>();

    Mailbox(int capacity, Counters counters) {
        this.capacity = capacity;
        dropped = counters.counter(
                "sentinel_mitigation_detections_dropped_total", "States of detections dropped because too many waited");
    }

    void answer(Runnable answer) {
        put(() -> answers.add(answer));
    }

    void detection(Detection detection) {
        put(() -> {
            boolean over = !detection.status().isActive();
            if (!detections.containsKey(detection.id()) && detections.size() >= MAX_DETECTIONS) {
                dropped.increment();
                if (!over || !dropOldestActive()) {
                    return;
                }
            }
            detections.put(detection.id(), detection);
        });
    }

    private boolean dropOldestActive() {
        for (Iterator<Detection> oldest = detections.values().iterator(); oldest.hasNext(); ) {
            if (oldest.next().status().isActive()) {
                oldest.remove();
                return true;
            }
        }
        return false;
    }

    /** False when there is no room. */
    boolean request(Runnable request, boolean first) {
        lock.lock();
        try {
            Deque<Runnable> queue = first ? urgent : requests;
            if (queue.size() >= (first ? MAX_URGENT : capacity)) {
                return false;
            }
            queue.add(request);
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void put(Runnable change) {
        lock.lock();
        try {
            change.run();
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes out everything that waits, in the order in which it is to be done. */
    List<Runnable> takeAll(Consumer<Detection> onDetection) {
        lock.lock();
        try {
            List<Runnable> all = new ArrayList<>(answers);
            all.addAll(urgent);
            detections.values().forEach(detection -> all.add(() -> onDetection.accept(detection)));
            all.addAll(requests);
            answers = new ArrayDeque<>();
            urgent = new ArrayDeque<>();
            detections = new LinkedHashMap<>();
            requests = new ArrayDeque<>();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something is there, at most this long. */
    void await(long timeoutNs) throws InterruptedException {
        lock.lock();
        try {
            long left = timeoutNs;
            while (left > 0 && answers.isEmpty() && urgent.isEmpty() && detections.isEmpty() && requests.isEmpty()) {
                left = filled.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
