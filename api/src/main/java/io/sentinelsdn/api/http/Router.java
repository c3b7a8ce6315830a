package io.sentinelsdn.api.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds the route of a request. Immutable. */
public final class Router {
    private final List<Route> routes;
    private final Map<String, List<Found>> plain = new HashMap<>();
    private final List<Pattern> patterns = new ArrayList<>();

    /** Routes for these; a path without names wins over one with names. */
    public Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
        for (Route route : this.routes) {
            if (route.template().contains("{")) {
                patterns.add(new Pattern(route));
            } else {
                plain.computeIfAbsent(route.template(), unused -> new ArrayList<>())
                        .add(new Found(route, Map.of()));
            }
        }
    }

    public List<Route> routes() {
        return routes;
    }

    /** A route and the values in its path. */
    record Found(Route route, Map<String, String> path) {}

    /**
     * The route.
     *
     * @param rawPath still percent-encoded
     * @throws Problem 404 or 405, or 400 when the path cannot be decoded
     */
    Found find(String method, String rawPath) {
        List<Found> here = candidates(rawPath);
        if (here.isEmpty()) {
            throw Problem.notFound("no such path: " + Problem.shorten(rawPath));
        }
        String wanted = method.equals("HEAD") ? "GET" : method;
        for (Found found : here) {
            if (found.route().method().equals(wanted)) {
                return found;
            }
        }
        throw Problem.methodNotAllowed(method, allow(here));
    }

    /** The Allow header of a path; empty when there is none such. */
    String allow(String rawPath) {
        return allow(candidates(rawPath));
    }

    /** The GET route of the same path, or null: what a condition on a change looks at. */
    Found reader(String rawPath) {
        for (Found found : candidates(rawPath)) {
            if (found.route().method().equals("GET")) {
                return found;
            }
        }
        return null;
    }

    private static String allow(List<Found> here) {
        TreeSet<String> methods = new TreeSet<>();
        for (Found found : here) {
            methods.add(found.route().method());
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return String.join(", ", methods);
    }

    private List<Found> candidates(String rawPath) {
        List<Found> found = plain.get(rawPath);
        return found != null ? found : search(rawPath);
    }

    private List<Found> search(String rawPath) {
        List<Found> found = new ArrayList<>();
        if (!rawPath.startsWith("/")) {
            return found;
        }
        List<String> segments = new ArrayList<>();
        for (String segment : rawPath.substring(1).split("/", -1)) {
            segments.add(Percent.decode(segment, false));
        }
        List<Found> decoded = plain.get("/" + String.join("/", segments));
        if (decoded != null && rawPath.indexOf("%2F") < 0 && rawPath.indexOf("%2f") < 0) {
            return decoded;
        }
        for (Pattern pattern : patterns) {
            Map<String, String> values = pattern.match(segments);
            if (values != null) {
                found.add(new Found(pattern.route, values));
            }
        }
        return found;
    }

    /** A template, cut up once. */
    private static final class Pattern {
        private final Route route;
        private final List<String> parts;

        Pattern(Route route) {
            this.route = route;
            this.parts = List.of(route.template().substring(1).split("/", -1));
        }

        /** The values of the names in the template, or null when the path is another one. */
        Map<String, String> match(List<String> path) {
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < parts.size(); i++) {
                String part = parts.get(i);
                if (part.endsWith("...}")) {
                    String rest = path.size() <= i ? "" : String.join("/", path.subList(i, path.size()));
                    values.put(part.substring(1, part.length() - 4), rest);
                    return rest.isEmpty() ? null : values;
                }
                if (i >= path.size() || !matches(part, path.get(i), values)) {
                    return null;
                }
            }
            return path.size() == parts.size() ? values : null;
        }

        private static boolean matches(String part, String segment, Map<String, String> values) {
            if (!part.startsWith("{")) {
                return part.equals(segment);
            }
            values.put(part.substring(1, part.length() - 1), segment);
            return !segment.isEmpty();
        }
    }
}
