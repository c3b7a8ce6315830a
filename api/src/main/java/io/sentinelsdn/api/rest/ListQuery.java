package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.QueryParams;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The parameters of every list: {@code limit} 1 to 1000 (100), {@code offset}, {@code since} (included), {@code until}. */
final class ListQuery {
    static final Set<String> NAMES = Set.of("limit", "offset", "since", "until");

    private ListQuery() {}

    /** The names of every list and some more. */
    static Set<String> and(String... more) {
        Set<String> names = new TreeSet<>(NAMES);
        names.addAll(List.of(more));
        return names;
    }

    static Query of(QueryParams query) {
        Instant since = query.time("since");
        Instant until = query.time("until");
        if (since != null && until != null && since.isAfter(until)) {
            throw Problem.invalidValue("since", "since must not be later than until", "at most until");
        }
        return new Query(
                query.number("limit", 1, 1000, 100), query.number("offset", 0, Integer.MAX_VALUE, 0), since, until);
    }

    /** The part of a list in memory that the query asks for. An item without a time is in no range of time. */
    static <T> Page<T> cut(List<T> all, Query query, Function<T, Instant> timeOf) {
        List<T> matching = all.stream()
                .filter(item -> query.since() == null || isIn(timeOf.apply(item), query.since(), Instant.MAX))
                .filter(item -> query.until() == null || isIn(timeOf.apply(item), Instant.MIN, query.until()))
                .toList();
        return new Page<>(
                matching.stream().skip(query.offset()).limit(query.limit()).toList(), matching.size());
    }

    private static boolean isIn(Instant time, Instant from, Instant to) {
        return time != null && !time.isBefore(from) && time.isBefore(to);
    }
}
