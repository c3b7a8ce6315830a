package io.sentinelsdn.simulator.host;

import java.util.concurrent.Callable;

/** What a host is plugged into: a cable, a clock with timers, and the thread that owns both. */
public interface Attachment {
    /** Sends equal frames at this instant. Called by the owning thread. */
    void send(byte[] frame, long count);

    /** The present, in nanoseconds. */
    long nowNs();

    /** Runs a task later, on the owning thread. Called by the owning thread. */
    void after(long delayNs, Runnable task);

    /** Runs a task on the owning thread and waits for it. Any thread may call. */
    <T> T onOwner(Callable<T> task);
}
