package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.JsonBody;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.domain.gateway.Prediction;
import io.sentinelsdn.domain.gateway.RequestLog;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Reads what a gateway tells about a request. Whatever is wrong is a {@link Problem} 422 that names the field. */
final class LogReader {
    /** How far a gateway's clock may be ahead of ours. */
    static final Duration AHEAD = Duration.ofHours(1);

    static final List<String> FIELDS = List.of(
            "timestamp",
            "source_ip",
            "request_path",
            "request_method",
            "user_agent",
            "prediction",
            "confidence_score",
            "is_blocked",
            "response_status_code",
            "response_time_ms",
            "request_size_bytes",
            "gateway_id");

    private static final int LONGEST_PATH = 2048;
    private static final int LONGEST_AGENT = 1024;
    private static final double LONGEST_ANSWER_MS = 86_400_000;

    private LogReader() {}

    static RequestLog read(JsonBody body, Instant now) {
        Prediction prediction = prediction(required(body, "prediction", 20));
        return new RequestLog(
                timestamp(body, now),
                Inputs.address("source_ip", required(body, "source_ip", 64)).toString(),
                required(body, "request_path", LONGEST_PATH),
                required(body, "request_method", 32),
                body.text("user_agent", LONGEST_AGENT).orElse(""),
                prediction,
                body.decimal("confidence_score", 0, 1, 0),
                body.yesOrNo("is_blocked", prediction == Prediction.BLOCKED),
                (int) body.number("response_status_code", 0, 999, 0),
                body.decimal("response_time_ms", 0, LONGEST_ANSWER_MS, 0),
                body.number("request_size_bytes", 0, Long.MAX_VALUE, 0),
                body.text("gateway_id", 100).orElse(""));
    }

    private static String required(JsonBody body, String field, int longest) {
        return body.text(field, longest)
                .orElseThrow(() -> Problem.missing(field, "a text of at most " + longest + " characters"));
    }

    private static Prediction prediction(String text) {
        try {
            return Prediction.parse(text);
        } catch (IllegalArgumentException unknown) {
            throw Problem.invalidValue(
                    "prediction", unknown.getMessage() + ": " + Problem.shorten(text), Prediction.wireNames());
        }
    }

    /** Kept to the microsecond. */
    private static Instant timestamp(JsonBody body, Instant now) {
        String text = body.text("timestamp", 64).orElse(null);
        if (text == null) {
            return now.truncatedTo(ChronoUnit.MICROS);
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (time.isBefore(Instant.EPOCH) || time.isAfter(now.plus(AHEAD))) {
                String allowed = "between 1970 and an hour from now";
                throw Problem.invalidValue("timestamp", "timestamp must be " + allowed + ": " + text, allowed);
            }
            return time;
        } catch (DateTimeParseException malformed) {
            throw Problem.invalidValue(
                    "timestamp",
                    "timestamp must be a time such as 2026-03-01T12:00:00Z: " + Problem.shorten(text),
                    "ISO-8601 with offset");
        }
    }
}
