package io.sentinelsdn.domain.log;

import java.time.Instant;

/**
 * A line of the log.
 *
 * @param number counts up from the start
 * @param level of SLF4J
 * @param logger simple name of the class that said it
 * @param message on one line, shortened
 */
public record LogLine(long number, Instant timestamp, LogLevel level, String logger, String message) {}
