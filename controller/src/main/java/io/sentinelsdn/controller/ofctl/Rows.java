package io.sentinelsdn.controller.ofctl;

import io.sentinelsdn.domain.spi.SwitchStatistics.Answer;
import io.sentinelsdn.domain.spi.SwitchStatistics.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Counts the rows of a reply and keeps those of a window, so that memory does not grow with the reply. */
final class Rows<T> {
    /** Rows looked at; a reply may have more. */
    static final int MOST = 200_000;

    private final Window window;
    private final int most;
    private final List<T> kept = new ArrayList<>();
    private int seen;
    private boolean truncated;

    Rows(Window window) {
        this(window, MOST);
    }

    Rows(Window window, int most) {
        this.window = window;
        this.most = most;
    }

    /** Whether more rows are not even looked at. */
    boolean isFull() {
        truncated |= seen >= most;
        return seen >= most;
    }

    /** The next row, made only when it is one to keep. */
    void add(Supplier<T> row) {
        if (seen >= window.offset() && kept.size() < window.limit()) {
            kept.add(row.get());
        }
        seen++;
    }

    Answer<T> answer(boolean supported) {
        return new Answer<>(kept, seen, truncated, supported);
    }
}
