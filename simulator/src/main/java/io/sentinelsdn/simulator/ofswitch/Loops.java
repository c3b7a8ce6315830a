package io.sentinelsdn.simulator.ofswitch;

import io.netty.channel.EventLoop;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/** Carries a task out on an event loop and waits for it; on the loop itself it simply runs. */
final class Loops {
    private Loops() {}

    static <T> T call(EventLoop loop, Callable<T> task) {
        try {
            return loop.inEventLoop() ? task.call() : loop.submit(task).get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the switch", interrupted);
        } catch (ExecutionException failed) {
            throw unchecked(failed.getCause());
        } catch (Exception failed) {
            throw unchecked(failed);
        }
    }

    /** Calls a task; a checked exception, which none of ours throws, becomes an unchecked one. */
    static <T> T unchecked(Callable<T> task) {
        try {
            return task.call();
        } catch (Exception failed) {
            throw unchecked(failed);
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }
}
