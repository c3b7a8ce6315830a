package io.sentinelsdn.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON object in a request; only declared fields. Whatever is wrong is a {@link Problem} 422. */
public final class JsonBody {
    private final JsonNode object;

    JsonBody(JsonNode object, List<String> fields) {
        if (!object.isObject()) {
            throw Problem.invalidValue("", "the body must be a JSON object", "an object with " + fields);
        }
        this.object = object;
        object.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                throw Problem.unknownField(name, fields);
            }
        });
    }

    /** Whether a field is there, with a value that is not null. */
    public boolean has(String field) {
        return object.hasNonNull(field);
    }

    /** Whether the field is there with {@code null}. */
    public boolean hasNull(String field) {
        return object.has(field) && object.get(field).isNull();
    }

    /** A text of at most so many characters; empty when missing or null. */
    public Optional<String> text(String field, int longest) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        String allowed = "a text of at most " + longest + " characters";
        if (!value.isTextual()) {
            throw Problem.invalidValue(field, field + " must be " + allowed, allowed);
        }
        String text = value.textValue();
        boolean unprintable = text.codePoints().anyMatch(c -> Character.isISOControl(c) || Problem.isLoneSurrogate(c));
        if (text.length() > longest || unprintable) {
            throw Problem.invalidValue(field, field + " must be " + allowed + ", without control characters", allowed);
        }
        return Optional.of(text);
    }

    public long number(String field, long lowest, long highest, long standard) {
        JsonNode value = object.path(field);
        if (value.isMissingNode()) {
            return standard;
        }
        String range = "between " + lowest + " and " + highest;
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < lowest
                || value.longValue() > highest) {
            throw Problem.invalidValue(
                    field,
                    field + " must be a whole number " + range + ": " + Problem.shorten(value.toString()),
                    range);
        }
        return value.longValue();
    }

    /** A number with or without fraction. */
    public double decimal(String field, double lowest, double highest, double standard) {
        JsonNode value = object.path(field);
        if (value.isMissingNode()) {
            return standard;
        }
        String range = "between " + lowest + " and " + highest;
        if (!value.isNumber() || !(value.doubleValue() >= lowest && value.doubleValue() <= highest)) {
            throw Problem.invalidValue(
                    field, field + " must be a number " + range + ": " + Problem.shorten(value.toString()), range);
        }
        return value.doubleValue();
    }

    /** The whole object: numbers, texts, lists and objects. */
    public Map<String, Object> all() {
        return JsonValues.map("body", object);
    }

    /**
     * Everything that was said, as it would be written in a file: texts, numbers, true or false, lists of them with commas
     * between; empty for null.
     */
    public Map<String, Optional<String>> words() {
        Map<String, Optional<String>> words = new LinkedHashMap<>();
        object.properties().forEach(field -> words.put(field.getKey(), word(field.getKey(), field.getValue(), true)));
        return words;
    }

    private static Optional<String> word(String field, JsonNode value, boolean lists) {
        if (value.isNull() && lists) {
            return Optional.empty();
        }
        if (value.isArray() && lists) {
            List<String> parts = new ArrayList<>();
            value.forEach(part -> parts.add(word(field, part, false).orElseThrow()));
            return Optional.of(String.join(",", parts));
        }
        if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
            String allowed = "a text, a number, true, false, a list of them, or null for what was configured";
            throw Problem.invalidValue(field, field + " must be " + allowed, allowed);
        }
        return Optional.of(value.asText());
    }

    /** Yes or no. */
    public boolean flag(String field, boolean standard) {
        JsonNode value = object.path(field);
        if (value.isMissingNode()) {
            return standard;
        }
        if (!value.isBoolean()) {
            throw Problem.invalidValue(field, field + " must be true or false", List.of(true, false));
        }
        return value.booleanValue();
    }

    /** Yes or no, also as 1 or 0. */
    public boolean yesOrNo(String field, boolean standard) {
        JsonNode value = object.path(field);
        if (value.isIntegralNumber()
                && (value.asText().equals("0") || value.asText().equals("1"))) {
            return value.asText().equals("1");
        }
        return flag(field, standard);
    }

    /** A list of objects with these fields; empty when missing. */
    public List<JsonBody> bodies(String field, List<String> fields, int most) {
        JsonNode value = object.path(field);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > most) {
            String allowed = "a list of at most " + most + " objects";
            throw Problem.invalidValue(field, field + " must be " + allowed, allowed);
        }
        List<JsonBody> bodies = new ArrayList<>();
        value.forEach(item -> bodies.add(new JsonBody(item, fields)));
        return bodies;
    }

    /** A number or a text; null when missing. */
    public Object scalar(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isIntegralNumber() && !value.isTextual()) {
            throw Problem.invalidValue(field, field + " must be a number or a text", "a number or a text");
        }
        return JsonValues.plain(field, value);
    }

    /** An object of numbers, texts, lists and objects; empty when missing. */
    public Map<String, Object> map(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode()) {
            return Map.of();
        }
        return JsonValues.map(field, value);
    }

    /** A list of objects; empty when missing. */
    public List<Map<String, Object>> maps(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw Problem.invalidValue(field, field + " must be a list", "a list of objects");
        }
        List<Map<String, Object>> list = new ArrayList<>();
        value.forEach(item -> list.add(JsonValues.map(field + "[" + list.size() + "]", item)));
        return list;
    }
}
