package io.sentinelsdn.ovsdb.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The rows of one table, as far as they are known: none while the server is away. Owned by the event loop; {@link #rows}
 * may be asked by any thread.
 */
public final class TableWatch {
    private final String database;
    private final String table;
    private final List<String> columns;
    private final JsonNode where;
    private final Consumer<Map<String, Row>> listener;
    private final Map<String, Row> known = new HashMap<>();
    private final Set<String> composite = new HashSet<>();
    private volatile Map<String, Row> rows = Map.of();

    /**
     * @param where conditions that rows must meet (ovsdb-server(7), "Monitor_cond"), or null for all; a server without
     *     {@code monitor_cond} tells all
     * @param listener told of all rows in the event loop whenever one has changed
     */
    public TableWatch(
            String database, String table, List<String> columns, JsonNode where, Consumer<Map<String, Row>> listener) {
        this.database = database;
        this.table = table;
        this.columns = List.copyOf(columns);
        this.where = where;
        this.listener = listener;
    }

    /** The rows by UUID. */
    public Map<String, Row> rows() {
        return rows;
    }

    String database() {
        return database;
    }

    @Override
    public String toString() {
        return database + "." + table;
    }

    /** Takes from the schema which columns may have more than one element: their changes are told as differences. */
    void schema(JsonNode schema) {
        composite.clear();
        JsonNode described = schema.path("tables").path(table).path("columns");
        for (String column : columns) {
            JsonNode max = described.path(column).path("type").path("max");
            if (max.isTextual() || max.asInt(1) > 1) {
                composite.add(column);
            }
        }
    }

    /** What is asked of the server. */
    ArrayNode request(String id, boolean conditional) {
        ObjectNode what = JsonNodeFactory.instance.objectNode();
        ArrayNode wanted = what.putArray("columns");
        columns.forEach(wanted::add);
        if (conditional && where != null) {
            what.set("where", where);
        }
        ObjectNode tables = JsonNodeFactory.instance.objectNode();
        tables.putArray(table).add(what);
        return JsonNodeFactory.instance.arrayNode().add(database).add(id).add(tables);
    }

    /**
     * Takes what {@code monitor_cond} answered or {@code update2} told.
     *
     * @return rows that there was no room for
     */
    int differences(JsonNode told, int maxRows) {
        int refused = 0;
        for (Map.Entry<String, JsonNode> update : told.path(table).properties()) {
            String uuid = update.getKey();
            JsonNode change = update.getValue();
            JsonNode whole = change.has("initial") ? change.get("initial") : change.get("insert");
            if (change.has("delete")) {
                known.remove(uuid);
            } else if (whole != null) {
                refused += put(Row.of(uuid, whole), maxRows) ? 0 : 1;
            } else if (change.has("modify") && known.containsKey(uuid)) {
                known.put(uuid, modified(known.get(uuid), change.get("modify")));
            }
        }
        publish();
        return refused;
    }

    /** The same for what {@code monitor} answered or {@code update} told (RFC 7047 section 4.1.6). */
    int states(JsonNode told, int maxRows) {
        int refused = 0;
        for (Map.Entry<String, JsonNode> update : told.path(table).properties()) {
            JsonNode now = update.getValue().get("new");
            if (now == null || now.isNull()) {
                known.remove(update.getKey());
            } else {
                refused += put(Row.of(update.getKey(), now), maxRows) ? 0 : 1;
            }
        }
        publish();
        return refused;
    }

    /** Nothing is known any more. */
    void clear() {
        if (!known.isEmpty()) {
            known.clear();
            publish();
        }
    }

    private boolean put(Row row, int maxRows) {
        if (known.size() >= maxRows && !known.containsKey(row.uuid())) {
            return false;
        }
        known.put(row.uuid(), row);
        return true;
    }

    private Row modified(Row before, JsonNode changes) {
        Map<String, JsonNode> after = new HashMap<>(before.columns());
        List<Map.Entry<String, JsonNode>> changed = new ArrayList<>(changes.properties());
        for (Map.Entry<String, JsonNode> change : changed) {
            String column = change.getKey();
            after.put(
                    column, Datum.changed(before.columns().get(column), change.getValue(), composite.contains(column)));
        }
        return new Row(before.uuid(), after);
    }

    private void publish() {
        rows = Map.copyOf(known);
        listener.accept(rows);
    }
}
