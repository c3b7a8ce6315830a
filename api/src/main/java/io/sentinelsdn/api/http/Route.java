package io.sentinelsdn.api.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A method, a path, and what answers it.
 *
 * @param method upper case; GET answers HEAD too
 * @param template segments with names in braces: {@code /api/switches/{dpid}}; a last {@code {entry...}} takes the rest
 * @param query the query parameters it knows
 * @param handler answers on a worker thread, may wait
 * @param isLarge whether its body may be sixteen times as large as others
 */
public record Route(String method, String template, Set<String> query, Handler handler, boolean isLarge) {
    /** What answers a request. */
    @FunctionalInterface
    public interface Handler {
        Response handle(Request request);
    }

    public static Route get(String template, Handler handler) {
        return new Route("GET", template, Set.of(), handler, false);
    }

    public static Route post(String template, Handler handler) {
        return new Route("POST", template, Set.of(), handler, false);
    }

    public static Route delete(String template, Handler handler) {
        return new Route("DELETE", template, Set.of(), handler, false);
    }

    /** The same route with query parameters. */
    public Route query(String... names) {
        return new Route(method, template, Set.of(names), handler, isLarge);
    }

    public Route query(Set<String> names) {
        return new Route(method, template, names, handler, isLarge);
    }

    /** The same route for large bodies. */
    public Route large() {
        return new Route(method, template, query, handler, true);
    }

    /** The values of the names in the template, or null when the path is another one. */
    Map<String, String> match(List<String> path) {
        String[] parts = template.substring(1).split("/", -1);
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].endsWith("...}")) {
                String rest = path.size() <= i ? "" : String.join("/", path.subList(i, path.size()));
                values.put(parts[i].substring(1, parts[i].length() - 4), rest);
                return rest.isEmpty() ? null : values;
            }
            if (i >= path.size() || !matches(parts[i], path.get(i), values)) {
                return null;
            }
        }
        return path.size() == parts.length ? values : null;
    }

    private static boolean matches(String part, String segment, Map<String, String> values) {
        if (!part.startsWith("{")) {
            return part.equals(segment);
        }
        values.put(part.substring(1, part.length() - 1), segment);
        return !segment.isEmpty();
    }
}
