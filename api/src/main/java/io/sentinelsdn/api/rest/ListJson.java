package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import java.util.List;
import java.util.function.Function;

/** A list: some items and the number of all. */
record ListJson<T>(List<T> items, long total) {
    static <D, J> Response of(Page<D> page, Function<D, J> shape) {
        return Response.ok(new ListJson<>(page.items().stream().map(shape).toList(), page.total()));
    }

    static <J> Response all(List<J> items) {
        return Response.ok(new ListJson<>(items, items.size()));
    }
}
