package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.log.LogLevel;
import io.sentinelsdn.domain.log.LogLine;
import java.util.List;
import java.util.function.Consumer;

/** The last lines of the log, and how much is logged. Any thread may call. */
public interface LogDesk {
    /** The lines in memory, newest first; a bounded number. */
    List<LogLine> lines();

    /** What is logged at least. */
    LogLevel level();

    /** Logs more or less from now on. */
    void level(LogLevel level);

    /** Is told every line from now on, in the thread that says it; must return at once and not log. */
    void listen(Consumer<LogLine> listener);
}
