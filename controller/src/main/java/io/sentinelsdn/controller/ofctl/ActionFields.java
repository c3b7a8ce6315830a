package io.sentinelsdn.controller.ofctl;

import io.sentinelsdn.domain.ofctl.BadField;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One action as it was written, with the place it stands at for errors. */
record ActionFields(String where, Map<String, Object> fields) {
    /** The word that says what it is. */
    String type(List<String> allowed) {
        Object type = fields.get("type");
        if (!(type instanceof String word) || !allowed.contains(word)) {
            throw new BadField(where + ".type", "one of " + String.join(", ", allowed), Numbers.cut(type));
        }
        return word;
    }

    /** Refuses whatever else is written there. */
    void only(String... names) {
        Set<String> others = new TreeSet<>(fields.keySet());
        others.remove("type");
        Set.of(names).forEach(others::remove);
        if (!others.isEmpty()) {
            String name = Numbers.cut(others.iterator().next());
            String allowed = names.length == 0 ? "nothing but type" : "type, " + String.join(", ", names);
            throw BadField.saying(where + "." + name, where + " has no field " + name, allowed);
        }
    }

    /** An unsigned number of so many bytes. */
    long number(String name, int bytes) {
        return number(name, fields.get(name), bytes);
    }

    long number(String name, long standard, int bytes) {
        return fields.containsKey(name) ? number(name, bytes) : standard;
    }

    int port() {
        Object value = fields.get("port");
        try {
            if (value instanceof Number || value instanceof String) {
                return Ports.number(value.toString());
            }
        } catch (IllegalArgumentException malformed) {
            // Said below, with the name of the field.
        }
        String allowed = "a port number, or IN_PORT, TABLE, NORMAL, FLOOD, ALL, CONTROLLER, LOCAL";
        throw new BadField(where + ".port", allowed, Numbers.cut(value));
    }

    private long number(String name, Object value, int bytes) {
        try {
            if (value instanceof Number || value instanceof String) {
                long number = Numbers.unsigned(value.toString());
                if (bytes == 8 || number >>> (8 * bytes) == 0) {
                    return number;
                }
            }
        } catch (NumberFormatException malformed) {
            // Said below, with the name of the field.
        }
        String most = bytes == 8 ? "18446744073709551615" : Long.toString((1L << (8 * bytes)) - 1);
        throw new BadField(where + "." + name, "a number from 0 to " + most, Numbers.cut(value));
    }
}
