package io.sentinelsdn.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import io.sentinelsdn.domain.log.LogLevel;
import io.sentinelsdn.domain.log.LogLine;
import io.sentinelsdn.domain.spi.LogDesk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * The last 5,000 lines of the log in memory, and {@code logs/sentinel.log} in the data folder: five files of 10 MB. A
 * file that cannot be written costs the file, not the program. Closed by whoever opened it.
 */
public final class LogRing extends AppenderBase<ILoggingEvent> implements LogDesk, AutoCloseable {
    /** Lines in memory. */
    public static final int LINES = 5_000;

    private static final int LONGEST = 2_000;
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level %logger{0} %replace(%msg){'[\\r\\n]', ' '}%n";

    private final Deque<LogLine> lines = new ArrayDeque<>();
    private final List<Consumer<LogLine>> listeners = new CopyOnWriteArrayList<>();
    private final Logger root;
    private final Level before;
    private final RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
    private long count;

    private LogRing(LoggerContext context, Path folder) {
        setContext(context);
        setName("ring");
        root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        before = root.getLevel();
        toFile(context, folder.resolve("sentinel.log"));
    }

    /** Keeps lines from now on, and writes them into files of this data folder. */
    public static LogRing open(Path dataDir) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        LogRing ring = new LogRing(context, dataDir.resolve("logs"));
        ring.start();
        ring.root.addAppender(ring);
        ring.root.addAppender(ring.file);
        return ring;
    }

    @Override
    protected void append(ILoggingEvent event) {
        String message = event.getFormattedMessage().replace('\n', ' ').replace('\r', ' ');
        String name = event.getLoggerName();
        LogLine line;
        synchronized (lines) {
            line = new LogLine(
                    ++count,
                    Instant.ofEpochMilli(event.getTimeStamp()),
                    level(event.getLevel()),
                    name.substring(name.lastIndexOf('.') + 1),
                    message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…");
            lines.addLast(line);
            if (lines.size() > LINES) {
                lines.removeFirst();
            }
        }
        listeners.forEach(listener -> listener.accept(line));
    }

    @Override
    public List<LogLine> lines() {
        List<LogLine> newestFirst;
        synchronized (lines) {
            newestFirst = new ArrayList<>(lines);
        }
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    @Override
    public LogLevel level() {
        return level(root.getEffectiveLevel());
    }

    @Override
    public void level(LogLevel level) {
        root.setLevel(Level.toLevel(level.name()));
    }

    @Override
    public void listen(Consumer<LogLine> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        root.detachAppender(this);
        root.detachAppender(file);
        root.setLevel(before);
        stop();
        file.stop();
    }

    private void toFile(LoggerContext context, Path path) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        file.setContext(context);
        file.setName("file");
        file.setFile(path.toString());
        file.setEncoder(encoder);
        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(file);
        rolling.setFileNamePattern(path + ".%i");
        rolling.setMinIndex(1);
        rolling.setMaxIndex(4);
        rolling.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(FileSize.valueOf("10MB"));
        size.start();
        file.setRollingPolicy(rolling);
        file.setTriggeringPolicy(size);
        file.start();
    }

    private static LogLevel level(Level level) {
        if (level.isGreaterOrEqual(Level.ERROR)) {
            return LogLevel.ERROR;
        }
        if (level.isGreaterOrEqual(Level.WARN)) {
            return LogLevel.WARN;
        }
        return level.isGreaterOrEqual(Level.INFO) ? LogLevel.INFO : LogLevel.DEBUG;
    }
}
