package io.sentinelsdn.api;

import io.sentinelsdn.domain.log.LogLevel;
import io.sentinelsdn.domain.log.LogLine;
import io.sentinelsdn.domain.spi.LogDesk;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A log that says what it is told to. */
final class FakeLogs implements LogDesk {
    private final List<LogLine> lines = new CopyOnWriteArrayList<>();
    private final List<Consumer<LogLine>> listeners = new CopyOnWriteArrayList<>();
    private volatile LogLevel level = LogLevel.INFO;

    void say(LogLevel how, String logger, String message) {
        LogLine line = new LogLine(lines.size() + 1L, Instant.now(), how, logger, message);
        lines.add(0, line);
        listeners.forEach(listener -> listener.accept(line));
    }

    @Override
    public List<LogLine> lines() {
        return List.copyOf(lines);
    }

    @Override
    public LogLevel level() {
        return level;
    }

    @Override
    public void level(LogLevel to) {
        level = to;
    }

    @Override
    public void listen(Consumer<LogLine> listener) {
        listeners.add(listener);
    }
}
