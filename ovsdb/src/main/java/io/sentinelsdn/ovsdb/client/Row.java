package io.sentinelsdn.ovsdb.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * A row as it was told last.
 *
 * @param uuid of the row
 * @param columns the watched columns; to be read with {@link Datum}
 */
public record Row(String uuid, Map<String, JsonNode> columns) {
    public Row {
        columns = Map.copyOf(columns);
    }

    static Row of(String uuid, JsonNode json) {
        Map<String, JsonNode> columns = new HashMap<>();
        json.properties().forEach(column -> columns.put(column.getKey(), column.getValue()));
        return new Row(uuid, columns);
    }

    /** The text of an optional string; null when there is none. */
    public String text(String column) {
        return Datum.text(columns.get(column));
    }
}
