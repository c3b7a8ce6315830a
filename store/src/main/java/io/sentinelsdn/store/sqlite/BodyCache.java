package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.store.sqlite.StoredForm.UnreadableBodyException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last bodies read and what they mean. Clients poll the same lists many times a second while an attack goes on, and
 * turning JSON into records is most of the work of a read. Any thread may ask; least recently used goes first.
 */
final class BodyCache {
    private static final int CAPACITY = 512;

    private record Known(Class<?> type, String body, Object value) {}

    private final StoredForm form;
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > CAPACITY;
        }
    };

    BodyCache(StoredForm form) {
        this.form = form;
    }

    /** The record of a body; the same object as last time while the body is the same. */
    <T> T read(Class<T> type, String id, int version, String body) throws UnreadableBodyException {
        Known before;
        synchronized (known) {
            before = known.get(id);
        }
        if (before != null && before.type() == type && before.body().equals(body)) {
            return type.cast(before.value());
        }
        T value = form.read(type, version, body);
        synchronized (known) {
            known.put(id, new Known(type, body, value));
        }
        return value;
    }
}
