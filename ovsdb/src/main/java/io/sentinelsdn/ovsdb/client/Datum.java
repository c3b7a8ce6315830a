package io.sentinelsdn.ovsdb.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads and writes the values of columns (RFC 7047 section 5.1): an atom, {@code ["set",[…]]} where one element may stand
 * alone, {@code ["map",[[key,value],…]]}, {@code ["uuid","…"]}. Stateless.
 */
public final class Datum {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Datum() {}

    /** The elements of a set; of an atom itself alone; none of null. */
    public static List<JsonNode> elements(JsonNode value) {
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!isTagged(value, "set")) {
            return List.of(value);
        }
        List<JsonNode> elements = new ArrayList<>();
        value.get(1).forEach(elements::add);
        return elements;
    }

    /** The text of an optional string; null when it is not there. */
    public static String text(JsonNode value) {
        List<JsonNode> elements = elements(value);
        return elements.isEmpty() ? null : elements.get(0).asText();
    }

    /** The UUIDs of a set of references. */
    public static List<String> uuids(JsonNode value) {
        List<String> uuids = new ArrayList<>();
        for (JsonNode element : elements(value)) {
            if (isTagged(element, "uuid")) {
                uuids.add(element.get(1).asText());
            }
        }
        return uuids;
    }

    /** The pairs of a map; none of null. */
    public static Map<JsonNode, JsonNode> pairs(JsonNode value) {
        Map<JsonNode, JsonNode> pairs = new LinkedHashMap<>();
        if (value != null && isTagged(value, "map")) {
            value.get(1).forEach(pair -> pairs.put(pair.path(0), pair.path(1)));
        }
        return pairs;
    }

    /** A set. */
    public static JsonNode set(Iterable<? extends JsonNode> elements) {
        ArrayNode inner = NODES.arrayNode();
        elements.forEach(inner::add);
        return NODES.arrayNode().add("set").add(inner);
    }

    /** A map. */
    public static JsonNode map(Map<JsonNode, JsonNode> pairs) {
        ArrayNode inner = NODES.arrayNode();
        pairs.forEach((key, value) -> inner.add(NODES.arrayNode().add(key).add(value)));
        return NODES.arrayNode().add("map").add(inner);
    }

    /** A map of texts, as {@code external_ids} is. */
    public static JsonNode textMap(Map<String, String> pairs) {
        Map<JsonNode, JsonNode> nodes = new LinkedHashMap<>();
        pairs.forEach((key, value) -> nodes.put(NODES.textNode(key), NODES.textNode(value)));
        return map(nodes);
    }

    /** A reference to a row. */
    public static JsonNode uuid(String uuid) {
        return NODES.arrayNode().add("uuid").add(uuid);
    }

    /** A reference to a row that is inserted in the same transaction. */
    public static JsonNode namedUuid(String name) {
        return NODES.arrayNode().add("named-uuid").add(name);
    }

    /**
     * A value after a change that {@code update2} tells (ovsdb-server(7), "Update2 Notification"): the change of a column
     * with at most one element is its new value; of a set, the elements that came or went; of a map, the pairs that came
     * or went, and the new pairs of keys that have changed.
     *
     * @param composite whether the column may have more than one element
     */
    static JsonNode changed(JsonNode before, JsonNode change, boolean composite) {
        if (!composite || before == null) {
            return change;
        }
        if (isTagged(change, "map") || isTagged(before, "map")) {
            Map<JsonNode, JsonNode> pairs = pairs(before);
            pairs(change).forEach((key, value) -> {
                if (!pairs.remove(key, value)) {
                    pairs.put(key, value);
                }
            });
            return map(pairs);
        }
        Set<JsonNode> elements = new LinkedHashSet<>(elements(before));
        for (JsonNode element : elements(change)) {
            if (!elements.remove(element)) {
                elements.add(element);
            }
        }
        return set(elements);
    }

    private static boolean isTagged(JsonNode value, String tag) {
        return value.isArray()
                && value.size() == 2
                && value.get(0).isTextual()
                && value.get(0).asText().equals(tag);
    }
}
