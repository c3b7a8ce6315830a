package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Records of one kind: their JSON, and columns for what is searched. The first column is the id. Any thread may call;
 * reads see what was written before.
 */
final class RecordTable<T> {
    /** Columns and where their values come from, in the order of the statement. */
    static final class Columns<T> {
        private final Map<String, Function<T, Object>> values = new LinkedHashMap<>();

        Columns<T> with(String name, Function<T, Object> value) {
            values.put(name, value);
            return this;
        }
    }

    private final String table;
    private final Class<T> type;
    private final boolean durable;
    private final Map<String, Function<T, Object>> columns;
    private final String save;
    private final String delete;
    private final WriteQueue queue;
    private final Rows rows;
    private final StoredForm form;

    /**
     * A table.
     *
     * @param durable whether a record is never dropped and synced to the disk
     */
    RecordTable(
            String table,
            Class<T> type,
            boolean durable,
            Columns<T> columns,
            WriteQueue queue,
            Rows rows,
            StoredForm form) {
        this.table = table;
        this.type = type;
        this.durable = durable;
        this.columns = columns.values;
        this.queue = queue;
        this.rows = rows;
        this.form = form;
        this.save = upsert();
        this.delete = "DELETE FROM " + table + " WHERE id = ?";
    }

    private String upsert() {
        List<String> names = new java.util.ArrayList<>(columns.keySet());
        names.addAll(List.of("form", "body"));
        return "INSERT INTO " + table + " (" + String.join(", ", names) + ") VALUES ("
                + names.stream().map(name -> "?").collect(Collectors.joining(", "))
                + ") ON CONFLICT (id) DO UPDATE SET "
                + names.stream()
                        .skip(1)
                        .map(name -> name + " = excluded." + name)
                        .collect(Collectors.joining(", "));
    }

    /** Queues it, in the place of one with the same id. */
    void save(T item) {
        String id = (String) columns.values().iterator().next().apply(item);
        queue.add(new Write(table + ":" + id, durable, save, () -> values(item)));
    }

    void delete(String id) {
        queue.add(new Write(table + ":" + id, durable, delete, () -> new Object[] {id}));
    }

    Optional<T> one(String id) {
        queue.awaitReadable();
        return rows.one(type, table, id);
    }

    /** Oldest first, by {@code created_at}. */
    List<T> all() {
        queue.awaitReadable();
        return rows.all(type, table);
    }

    /** Newest first, by this column. */
    Page<T> page(String time, Query query) {
        queue.awaitReadable();
        return rows.page(type, table, time, query);
    }

    private Object[] values(T item) {
        Object[] values = new Object[columns.size() + 2];
        int next = 0;
        for (Function<T, Object> column : columns.values()) {
            values[next++] = column.apply(item);
        }
        values[next++] = StoredForm.VERSION;
        values[next] = form.write(item);
        return values;
    }
}
