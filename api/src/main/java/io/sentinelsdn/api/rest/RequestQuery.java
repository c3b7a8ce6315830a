package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.QueryParams;
import io.sentinelsdn.domain.gateway.Prediction;
import io.sentinelsdn.domain.gateway.RequestFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The parameters of lists of requests: {@code page}, {@code limit}, {@code hours} and filters. */
final class RequestQuery {
    static final int STANDARD_HOURS = 24;
    static final int MOST_HOURS = 720;
    private static final int MOST_PAGES = 1_000_000;

    private RequestQuery() {}

    static int hours(QueryParams query) {
        return query.number("hours", 1, MOST_HOURS, STANDARD_HOURS);
    }

    static int page(QueryParams query) {
        return query.number("page", 1, MOST_PAGES, 1);
    }

    static int limit(QueryParams query) {
        return query.number("limit", 1, 1000, 100);
    }

    /** The end of what has happened: clocks of gateways may be a little ahead. */
    static Instant end() {
        return Instant.now().plus(LogReader.AHEAD);
    }

    static RequestFilter filter(QueryParams query) {
        return new RequestFilter(
                Instant.now().minus(Duration.ofHours(hours(query))),
                end(),
                says(query, "is_blocked")
                        ? query.oneOf("is_blocked", List.of("true", "false", "1", "0"))
                                .map(text -> text.equals("true") || text.equals("1"))
                                .orElse(null)
                        : null,
                query.text("source_ip")
                        .filter(text -> !text.isEmpty())
                        .map(text -> Inputs.address("source_ip", text).toString())
                        .orElse(null),
                says(query, "prediction")
                        ? query.oneOf("prediction", Prediction.wireNames())
                                .map(Prediction::parse)
                                .orElse(null)
                        : null);
    }

    /** A filter without a value is none, as forms send it. */
    private static boolean says(QueryParams query, String name) {
        return query.text(name).filter(text -> !text.isEmpty()).isPresent();
    }
}
