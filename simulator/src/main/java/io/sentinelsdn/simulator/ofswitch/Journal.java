package io.sentinelsdn.simulator.ofswitch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Makes a row of changes one: while it is open, each change notes how to take it back, and what others are to hear waits
 * until all have succeeded. Closed, it does nothing. Owned by the switch's event loop.
 */
final class Journal {
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final List<Runnable> later = new ArrayList<>();
    private boolean open;

    void begin() {
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    /** How to take back the change just made. */
    void undo(Runnable change) {
        if (open) {
            undo.push(change);
        }
    }

    /** Runs when everything has succeeded, or at once when the journal is closed. */
    void announce(Runnable task) {
        if (open) {
            later.add(task);
        } else {
            task.run();
        }
    }

    /** Everything has succeeded. */
    void commit() {
        open = false;
        undo.clear();
        List<Runnable> announcements = List.copyOf(later);
        later.clear();
        announcements.forEach(Runnable::run);
    }

    /** Takes everything back, the last change first. */
    void rollBack() {
        open = false;
        later.clear();
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
