package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.sentinelsdn.api.live.LiveHub;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;

/** Hears what the hub of live updates says about its clients, so that tests can wait for it. */
final class LiveLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(LiveHub.class);
    private final Level before = logger.getLevel();

    LiveLog() {
        setContext(logger.getLoggerContext());
        start();
        logger.setLevel(Level.DEBUG);
        logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
    }

    /** Looks again whenever a client has come or left, until this holds. */
    void awaitUntil(BooleanSupplier holds) throws InterruptedException {
        while (!holds.getAsBoolean()) {
            assertThat(lines.poll(20, TimeUnit.SECONDS))
                    .as("a client that comes or leaves")
                    .isNotNull();
        }
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setLevel(before);
    }
}
