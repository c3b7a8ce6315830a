package io.sentinelsdn.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as maps, lists, numbers and texts. What cannot be said again in an answer is a {@link Problem} 422. Stateless. */
final class JsonValues {
    private static final int DEEPEST = 8;
    private static final int LONGEST = 200;

    private JsonValues() {}

    static Map<String, Object> map(String where, JsonNode value) {
        if (!value.isObject()) {
            throw Problem.invalidValue(where, where + " must be an object", "an object");
        }
        return object(where, value, 0);
    }

    static Object plain(String where, JsonNode value) {
        return plain(where, value, 0);
    }

    private static Map<String, Object> object(String where, JsonNode value, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        value.properties().forEach(field -> {
            String name = text(where, field.getKey());
            map.put(name, plain(where + "." + name, field.getValue(), depth + 1));
        });
        return map;
    }

    private static Object plain(String where, JsonNode value, int depth) {
        if (depth > DEEPEST) {
            throw Problem.invalidValue(Problem.shorten(where), "the body is nested too deeply", "at most 8 levels");
        }
        if (value.isObject()) {
            return object(where, value, depth);
        }
        if (value.isArray()) {
            List<Object> list = new ArrayList<>();
            value.forEach(item -> list.add(plain(where + "[" + list.size() + "]", item, depth + 1)));
            return list;
        }
        if (value.isNumber()) {
            return value.numberValue();
        }
        return value.isTextual() ? text(where, value.textValue()) : value.asText();
    }

    private static String text(String where, String text) {
        boolean unprintable = text.codePoints().anyMatch(c -> Character.isISOControl(c) || Problem.isLoneSurrogate(c));
        if (unprintable || text.length() > LONGEST) {
            String allowed = "at most 200 characters, without control characters";
            throw Problem.invalidValue(Problem.shorten(where), "a text in the body must have " + allowed, allowed);
        }
        return text;
    }
}
