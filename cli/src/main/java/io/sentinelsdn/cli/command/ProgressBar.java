package io.sentinelsdn.cli.command;

import io.sentinelsdn.detector.tree.Progress;
import java.io.Console;
import java.io.PrintWriter;

/** A bar on a terminal; nothing anywhere else. */
final class ProgressBar implements Progress, AutoCloseable {
    private static final int WIDTH = 40;

    private final PrintWriter err;
    private final boolean terminal;
    private int shown = -1;

    ProgressBar(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** Whether a person is likely to watch. */
    @SuppressWarnings("SystemConsoleNull") // null on Java 17; on 22 and later isTerminal is asked as well
    static boolean onTerminal() {
        Console console = System.console();
        return console != null && System.getenv("TERM") != null && isTerminal(console);
    }

    @Override
    public boolean report(double fraction) {
        int percent = (int) (fraction * 100);
        if (terminal && percent != shown) {
            shown = percent;
            int full = (int) (fraction * WIDTH);
            err.print("\r[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + percent + " %");
            err.flush();
        }
        return true;
    }

    /** Leaves an empty line behind. */
    @Override
    public void close() {
        if (shown >= 0) {
            err.print("\r" + " ".repeat(WIDTH + 9) + "\r");
            err.flush();
        }
    }

    /** Since Java 22 there is a console without a terminal, too, and it can be asked. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
