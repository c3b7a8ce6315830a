package io.sentinelsdn.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.sentinelsdn.domain.log.LogLevel;
import io.sentinelsdn.domain.log.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogRingTest {
    private static final Logger log = LoggerFactory.getLogger("io.sentinelsdn.LogRingTest");

    private final ch.qos.logback.classic.Logger root =
            (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Appender<ILoggingEvent> console = root.getAppender("console");

    @TempDir
    private Path folder;

    @BeforeEach
    void silence() {
        root.detachAppender(console);
    }

    @AfterEach
    void speak() {
        root.addAppender(console);
    }

    /** Others may log in the same process. */
    private static List<LogLine> own(LogRing ring) {
        return ring.lines().stream()
                .filter(line -> line.logger().equals("LogRingTest"))
                .toList();
    }

    @Test
    void shouldKeepLinesNewestFirstOnOneLineEach() {
        try (LogRing ring = LogRing.open(folder)) {
            log.info("ready port={}", 8080);
            log.warn("two\r\nlines");

            assertThat(own(ring)).extracting(LogLine::message).containsExactly("two  lines", "ready port=8080");
            assertThat(own(ring)).extracting(LogLine::level).containsExactly(LogLevel.WARN, LogLevel.INFO);
            assertThat(own(ring).get(0).number()).isGreaterThan(own(ring).get(1).number());
        }
    }

    @Test
    void shouldForgetTheOldestAndCutTheLongest() {
        try (LogRing ring = LogRing.open(folder)) {
            log.info("the first");
            log.info("x".repeat(10_000));
            assertThat(own(ring).get(0).message()).hasSize(2_001).endsWith("x…");

            for (int i = 0; i < LogRing.LINES; i++) {
                log.info("line {}", i);
            }
            assertThat(ring.lines()).hasSize(LogRing.LINES);
            assertThat(own(ring)).extracting(LogLine::message).doesNotContain("the first");
            assertThat(own(ring).get(0).message()).isEqualTo("line " + (LogRing.LINES - 1));
        }
    }

    @Test
    void shouldWriteTheFileWithoutForgedLines() throws IOException {
        try (LogRing ring = LogRing.open(folder)) {
            log.error("actor=\n2026-01-01T00:00:00.000Z INFO forged");
            assertThat(own(ring)).hasSize(1);
        }

        assertThat(Files.readAllLines(folder.resolve("logs/sentinel.log")))
                .filteredOn(line -> line.contains("forged"))
                .singleElement()
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z ERROR LogRingTest actor= 2026-01-01T.* INFO forged");
    }

    @Test
    void shouldChangeTheLevelAndPutItBackWhenClosed() {
        LogLevel before;
        try (LogRing first = LogRing.open(folder)) {
            before = first.level();
            first.level(LogLevel.ERROR);
            log.warn("not important enough");
            first.level(LogLevel.DEBUG);
            log.debug("now it is");

            assertThat(first.level()).isEqualTo(LogLevel.DEBUG);
            assertThat(own(first)).extracting(LogLine::message).containsExactly("now it is");
        }
        try (LogRing second = LogRing.open(folder)) {
            assertThat(second.level()).isEqualTo(before);
            assertThat(own(second)).isEmpty();
        }
    }

    @Test
    void shouldTellListenersEachLine() {
        List<String> heard = new ArrayList<>();
        try (LogRing ring = LogRing.open(folder)) {
            ring.listen(line -> heard.add(line.message()));
            log.info("heard");
        }
        log.info("after the end");

        assertThat(heard).contains("heard").doesNotContain("after the end");
    }

    @Test
    void shouldGoOnInMemoryWhenTheFileCannotBeWritten() throws IOException {
        Files.createFile(folder.resolve("logs"));

        try (LogRing ring = LogRing.open(folder)) {
            log.info("still here");
            assertThat(own(ring)).extracting(LogLine::message).containsExactly("still here");
        }
    }
}
