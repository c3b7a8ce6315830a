package io.sentinelsdn.ovsdb.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The database of {@link FakeServer}: the table Bridge, transactions and their differences. Owned by the server. */
public final class FakeTables {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Tables that are there and stay empty. */
    private static final Set<String> EMPTY = Set.of("Port", "Interface", "QoS", "Queue");

    /** Rows by table and UUID. */
    record State(Map<String, Map<String, Map<String, JsonNode>>> tables) {}

    static final State NOTHING = new State(Map.of());

    private final List<String> comments = new ArrayList<>();
    private State state = new State(Map.of("Bridge", Map.of()));

    synchronized List<String> comments() {
        return List.copyOf(comments);
    }

    boolean has(String table) {
        return state.tables().containsKey(table) || EMPTY.contains(table);
    }

    synchronized State copy() {
        return state;
    }

    JsonNode schema() {
        try {
            return JSON.readTree("""
                    {"name": "Open_vSwitch", "tables": {"Bridge": {"columns": {
                      "name": {"type": "string"},
                      "datapath_id": {"type": {"key": "string", "min": 0, "max": 1}},
                      "fail_mode": {"type": {"key": "string", "min": 0, "max": 1}},
                      "flood_vlans": {"type": {"key": "integer", "min": 0, "max": 4096}},
                      "external_ids": {"type": {"key": "string", "value": "string", "min": 0, "max": "unlimited"}}
                    }}}}
                    """);
        } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** All of it, or nothing and an error in the place of the operation that failed. */
    synchronized JsonNode transact(JsonNode params) {
        Map<String, Map<String, JsonNode>> bridges = new LinkedHashMap<>();
        state.tables().get("Bridge").forEach((uuid, row) -> bridges.put(uuid, new HashMap<>(row)));
        ArrayNode results = JSON.createArrayNode();
        List<String> said = new ArrayList<>();
        for (int i = 1; i < params.size(); i++) {
            JsonNode operation = params.get(i);
            String problem = carryOut(operation, bridges, results, said);
            if (problem != null) {
                results.addObject()
                        .put("error", problem)
                        .put("details", "in " + operation.path("op").asText());
                for (int rest = i + 1; rest < params.size(); rest++) {
                    results.addNull();
                }
                return results;
            }
        }
        comments.addAll(said);
        state = new State(Map.of("Bridge", bridges));
        return results;
    }

    private static String carryOut(
            JsonNode operation, Map<String, Map<String, JsonNode>> rows, ArrayNode results, List<String> said) {
        String op = operation.path("op").asText();
        if (op.equals("comment")) {
            said.add(operation.path("comment").asText());
            results.addObject();
            return null;
        }
        if (!operation.path("table").asText().equals("Bridge")) {
            return "unknown table";
        }
        if (op.equals("insert")) {
            String uuid = UUID.randomUUID().toString();
            Map<String, JsonNode> row = new HashMap<>();
            operation.path("row").properties().forEach(column -> row.put(column.getKey(), column.getValue()));
            rows.put(uuid, row);
            results.addObject().set("uuid", Datum.uuid(uuid));
            return null;
        }
        String uuid = operation.path("where").path(0).path(2).path(1).asText();
        Map<String, JsonNode> row = rows.get(uuid);
        int count = row == null ? 0 : 1;
        switch (op) {
            case "delete" -> rows.remove(uuid);
            case "update" ->
                operation.path("row").properties().forEach(column -> {
                    if (row != null) {
                        row.put(column.getKey(), column.getValue());
                    }
                });
            case "mutate" -> mutate(row, operation.path("mutations").path(0));
            case "wait" -> {
                Map.Entry<String, JsonNode> wanted =
                        operation.path("rows").path(0).properties().iterator().next();
                if (row == null || !wanted.getValue().equals(row.get(wanted.getKey()))) {
                    return "timed out";
                }
            }
            default -> {
                return "unknown operation";
            }
        }
        results.addObject().put("count", count);
        return null;
    }

    private static void mutate(Map<String, JsonNode> row, JsonNode mutation) {
        String column = mutation.path(0).asText();
        boolean insert = mutation.path(1).asText().equals("insert");
        Set<JsonNode> elements = new LinkedHashSet<>(Datum.elements(row.get(column)));
        Datum.elements(mutation.path(2)).forEach(element -> {
            if (insert) {
                elements.add(element);
            } else {
                elements.remove(element);
            }
        });
        row.put(column, Datum.set(elements));
    }

    /** What a monitor is told: of {@code monitor} old and new rows, of {@code monitor_cond} what is different. */
    synchronized JsonNode updates(JsonNode request, State before, boolean differences) {
        String table = request.fieldNames().next();
        Set<String> wanted = new LinkedHashSet<>();
        request.path(table).path(0).path("columns").forEach(column -> wanted.add(column.asText()));
        Map<String, Map<String, JsonNode>> old = before.tables().getOrDefault(table, Map.of());
        Map<String, Map<String, JsonNode>> now = state.tables().getOrDefault(table, Map.of());
        Set<String> uuids = new LinkedHashSet<>(old.keySet());
        uuids.addAll(now.keySet());
        ObjectNode rows = JSON.createObjectNode();
        for (String uuid : uuids) {
            ObjectNode was = columns(old.get(uuid), wanted);
            ObjectNode is = columns(now.get(uuid), wanted);
            if (was == null || !was.equals(is)) {
                rows.set(uuid, differences ? difference(was, is, before.tables().isEmpty()) : states(was, is));
            }
        }
        ObjectNode updates = JSON.createObjectNode();
        if (!rows.isEmpty()) {
            updates.set(table, rows);
        }
        return updates;
    }

    private static ObjectNode columns(Map<String, JsonNode> row, Set<String> wanted) {
        if (row == null) {
            return null;
        }
        ObjectNode columns = JSON.createObjectNode();
        wanted.forEach(column -> columns.set(column, row.getOrDefault(column, Datum.set(List.of()))));
        return columns;
    }

    private static ObjectNode states(ObjectNode was, ObjectNode is) {
        ObjectNode update = JSON.createObjectNode();
        if (was != null) {
            update.set("old", was);
        }
        if (is != null) {
            update.set("new", is);
        }
        return update;
    }

    private static ObjectNode difference(ObjectNode was, ObjectNode is, boolean initial) {
        ObjectNode update = JSON.createObjectNode();
        if (is == null) {
            update.putNull("delete");
        } else if (was == null) {
            update.set(initial ? "initial" : "insert", is);
        } else {
            ObjectNode changed = update.putObject("modify");
            is.properties().forEach(column -> {
                JsonNode before = was.get(column.getKey());
                if (!column.getValue().equals(before)) {
                    changed.set(column.getKey(), change(column.getKey(), before, column.getValue()));
                }
            });
        }
        return update;
    }

    private static JsonNode change(String column, JsonNode before, JsonNode after) {
        if (column.equals("external_ids")) {
            Map<JsonNode, JsonNode> pairs = new LinkedHashMap<>(Datum.pairs(after));
            Datum.pairs(before).forEach((key, value) -> {
                if (!pairs.remove(key, value)) {
                    pairs.putIfAbsent(key, value);
                }
            });
            return Datum.map(pairs);
        }
        if (column.equals("flood_vlans")) {
            Set<JsonNode> elements = new LinkedHashSet<>(Datum.elements(before));
            Datum.elements(after).forEach(element -> {
                if (!elements.remove(element)) {
                    elements.add(element);
                }
            });
            return Datum.set(elements);
        }
        return after;
    }
}
