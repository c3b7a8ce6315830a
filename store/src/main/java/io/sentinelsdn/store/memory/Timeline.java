package io.sentinelsdn.store.memory;

import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** A bounded list by time with unique ids. Guarded by the store's lock. */
final class Timeline<T> {
    private final int capacity;
    private final Function<T, String> idOf;
    private final Function<T, Instant> timeOf;
    private final Comparator<T> byLastChange;
    private final Map<String, T> items = new LinkedHashMap<>();

    Timeline(int capacity, Function<T, String> idOf, Function<T, Instant> timeOf, Function<T, Instant> changedAt) {
        this.capacity = capacity;
        this.idOf = idOf;
        this.timeOf = timeOf;
        this.byLastChange = Comparator.comparing(changedAt);
    }

    void put(T item) {
        items.put(idOf.apply(item), item);
        if (items.size() > capacity) {
            items.values().stream().min(byLastChange).ifPresent(oldest -> items.remove(idOf.apply(oldest)));
        }
    }

    Optional<T> get(String id) {
        return Optional.ofNullable(items.get(id));
    }

    Page<T> page(Query query) {
        return page(query, item -> true);
    }

    Page<T> page(Query query, Predicate<T> wanted) {
        List<T> matching = items.values().stream()
                .filter(wanted)
                .filter(item -> query.since() == null || !timeOf.apply(item).isBefore(query.since()))
                .filter(item -> query.until() == null || timeOf.apply(item).isBefore(query.until()))
                .sorted(Comparator.comparing(timeOf).reversed())
                .toList();
        return new Page<>(
                matching.stream().skip(query.offset()).limit(query.limit()).toList(), matching.size());
    }
}
