package io.sentinelsdn.controller;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.EventArgUtil;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.FilterReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Hears what goes wrong in this process: everything logged as an error or with an exception, leaks of buffers among it,
 * for which every buffer is watched meanwhile. Thread-safe.
 */
final class Alarms extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final int MOST = 200;
    private static final int FRAMES = 12;

    private final ResourceLeakDetector.Level levelBefore = ResourceLeakDetector.getLevel();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    /** Keeps the many small faults of mad peers off the console. */
    private final TurboFilter quiet = new TurboFilter() {
        @Override
        public FilterReply decide(
                Marker marker, Logger logger, Level level, String format, Object[] arguments, Throwable thrown) {
            boolean withCause = thrown != null || EventArgUtil.extractThrowable(arguments) != null;
            boolean small =
                    level == Level.WARN && !withCause && !logger.getName().endsWith("Test");
            return small ? FilterReply.DENY : FilterReply.NEUTRAL;
        }
    };

    Alarms() {
        root.getLoggerContext().addTurboFilter(quiet);
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        setContext(root.getLoggerContext());
        start();
        root.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        boolean alarming = event.getLevel().isGreaterOrEqual(Level.ERROR) || event.getThrowableProxy() != null;
        if (alarming && heard.size() < MOST) {
            heard.add(event.getFormattedMessage().replaceAll("peer=\\S+", "") + where(event.getThrowableProxy()));
        }
    }

    private static String where(IThrowableProxy thrown) {
        if (thrown == null) {
            return "";
        }
        StringBuilder text = new StringBuilder(" " + thrown.getClassName() + ": " + thrown.getMessage());
        var frames = thrown.getStackTraceElementProxyArray();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            text.append("\n  ").append(frames[i].getSTEAsString());
        }
        return text.toString();
    }

    /** Lets the collector find what nobody holds any more, and leaks show. */
    static void collect() {
        List<ByteBuf> fresh = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            System.gc();
            for (int i = 0; i < 64; i++) {
                fresh.add(ByteBufAllocator.DEFAULT.buffer(64));
            }
        }
        fresh.forEach(ByteBuf::release);
    }

    /** What was heard, equal ones once, with how often. */
    Map<String, Integer> heard() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        heard.forEach(alarm -> counts.merge(alarm, 1, Integer::sum));
        return counts;
    }

    @Override
    public void close() {
        root.detachAppender(this);
        root.getLoggerContext().getTurboFilterList().remove(quiet);
        ResourceLeakDetector.setLevel(levelBefore);
    }
}
