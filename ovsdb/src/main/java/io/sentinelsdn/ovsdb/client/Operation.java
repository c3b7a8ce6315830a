package io.sentinelsdn.ovsdb.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * One operation of a transaction (RFC 7047 section 5.2).
 *
 * @param json as it is sent
 */
public record Operation(ObjectNode json) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /**
     * Inserts a row.
     *
     * @param name what {@link Datum#namedUuid} calls it in this transaction; null for nothing
     */
    public static Operation insert(String table, Map<String, JsonNode> row, String name) {
        ObjectNode json = of("insert", table);
        json.set("row", columns(row));
        if (name != null) {
            json.put("uuid-name", name);
        }
        return new Operation(json);
    }

    /** Sets columns of the row with this UUID. */
    public static Operation update(String table, String uuid, Map<String, JsonNode> row) {
        ObjectNode json = of("update", table);
        json.set("where", is(uuid));
        json.set("row", columns(row));
        return new Operation(json);
    }

    /**
     * Changes a column of the row with this UUID by its own value.
     *
     * @param mutator {@code insert} or {@code delete} for sets and maps, {@code +=} and the like for numbers
     */
    public static Operation mutate(String table, String uuid, String column, String mutator, JsonNode value) {
        ObjectNode json = of("mutate", table);
        json.set("where", is(uuid));
        ArrayNode mutation = NODES.arrayNode().add(column).add(mutator).add(value);
        json.set("mutations", NODES.arrayNode().add(mutation));
        return new Operation(json);
    }

    /** Deletes the row with this UUID. */
    public static Operation delete(String table, String uuid) {
        ObjectNode json = of("delete", table);
        json.set("where", is(uuid));
        return new Operation(json);
    }

    /** Fails the transaction unless a column of the row with this UUID has this value: nobody was faster. */
    public static Operation expect(String table, String uuid, String column, JsonNode value) {
        ObjectNode json = of("wait", table);
        json.set("where", is(uuid));
        json.set("columns", NODES.arrayNode().add(column));
        json.put("until", "==");
        json.set("rows", NODES.arrayNode().add(columns(Map.of(column, value))));
        json.put("timeout", 0);
        return new Operation(json);
    }

    /** Words for the log of the server. */
    static Operation comment(String text) {
        ObjectNode json = NODES.objectNode();
        json.put("op", "comment");
        json.put("comment", text);
        return new Operation(json);
    }

    private static ObjectNode of(String op, String table) {
        ObjectNode json = NODES.objectNode();
        json.put("op", op);
        json.put("table", table);
        return json;
    }

    private static ArrayNode is(String uuid) {
        ArrayNode condition = NODES.arrayNode().add("_uuid").add("==").add(Datum.uuid(uuid));
        return NODES.arrayNode().add(condition);
    }

    private static ObjectNode columns(Map<String, JsonNode> row) {
        ObjectNode columns = NODES.objectNode();
        row.forEach(columns::set);
        return columns;
    }
}
