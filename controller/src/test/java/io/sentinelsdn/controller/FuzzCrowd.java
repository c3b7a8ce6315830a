package io.sentinelsdn.controller;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Fuzzing peers, a few at a time, one after the other, until the time is over. */
final class FuzzCrowd {
    private static final int AT_A_TIME = 4;
    private static final int LEFT_OPEN = 8;

    private final int port;
    private final long untilNs;
    private final FuzzTally tally;
    private final List<Thread> threads = new ArrayList<>();
    private volatile Throwable failure;

    FuzzCrowd(int port, long seed, long untilNs, FuzzTally tally) {
        this.port = port;
        this.untilNs = untilNs;
        this.tally = tally;
        for (int number = 0; number < AT_A_TIME; number++) {
            Random random = new Random(seed + number);
            Thread thread = new Thread(() -> fuzz(random), "fuzz-" + number);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Waits for the last; fails if one could not go on. */
    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure != null) {
            throw new AssertionError("a fuzzing peer could not go on", failure);
        }
    }

    private void fuzz(Random random) {
        Deque<FuzzPeer> open = new ArrayDeque<>();
        try {
            while (System.nanoTime() < untilNs) {
                FuzzPeer peer = new FuzzPeer(port, random, tally);
                if (peer.run()) {
                    peer.close();
                } else {
                    open.add(peer);
                }
                if (open.size() > LEFT_OPEN) {
                    open.remove().close();
                }
            }
            for (FuzzPeer peer : open) {
                peer.close();
            }
        } catch (IOException | RuntimeException unexpected) {
            failure = unexpected;
        }
    }
}
