package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.spi.HistoryStore.ListEntry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Lists of addresses and single values. Any thread may call; reads see what was written before. */
final class ListsAndConfig {
    private static final String ADD = "INSERT INTO list_entries (list, prefix, reason, created_at)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT (list, prefix) DO NOTHING";
    private static final String REMOVE = "DELETE FROM list_entries WHERE list = ? AND prefix = ?";
    private static final String ENTRIES =
            "SELECT prefix, reason, created_at FROM list_entries WHERE list = ? ORDER BY created_at, rowid";
    private static final String PUT =
            "INSERT INTO config (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    private static final String GET = "SELECT value FROM config WHERE name = ?";

    private final Database database;
    private final WriteQueue queue;
    private final AtomicLong changes = new AtomicLong();

    ListsAndConfig(Database database, WriteQueue queue) {
        this.database = database;
        this.queue = queue;
    }

    void add(String list, ListEntry entry) {
        queue.add(new Write(nextKey(), true, ADD, () ->
                new Object[] {list, entry.prefix(), entry.reason(), Rows.micros(entry.createdAt())}));
    }

    void remove(String list, String prefix) {
        queue.add(new Write(nextKey(), true, REMOVE, () -> new Object[] {list, prefix}));
    }

    List<ListEntry> entries(String list) {
        queue.awaitReadable();
        return database.read(connection -> Statements.list(
                connection,
                ENTRIES,
                row -> new ListEntry(row.getString(1), row.getString(2), Rows.instant(row.getLong(3))),
                list));
    }

    void put(String key, String value) {
        queue.add(new Write("config:" + key, true, PUT, () -> new Object[] {key, value}));
    }

    Optional<String> get(String key) {
        queue.awaitReadable();
        return database.read(connection -> Statements.list(connection, GET, row -> row.getString(1), key)).stream()
                .findFirst();
    }

    /** Changes of lists are kept apart and in order: the first reason of an entry counts. */
    private String nextKey() {
        return "list:" + changes.incrementAndGet();
    }
}
