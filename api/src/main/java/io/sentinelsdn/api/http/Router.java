package io.sentinelsdn.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds the route of a request. Immutable. */
public final class Router {
    private final List<Route> routes;

    public Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
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
        return here.stream()
                .filter(found -> found.route().method().equals(wanted))
                .findFirst()
                .orElseThrow(() -> Problem.methodNotAllowed(method, allow(rawPath)));
    }

    /** Whether large bodies are welcome there. */
    boolean takesLarge(String method, String rawPath) {
        try {
            return find(method, rawPath).route().isLarge();
        } catch (Problem answeredLater) {
            return false;
        }
    }

    /** The Allow header of a path; empty when there is none such. */
    String allow(String rawPath) {
        TreeSet<String> methods = new TreeSet<>();
        for (Found found : candidates(rawPath)) {
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
        List<Found> found = new ArrayList<>();
        if (rawPath.startsWith("/")) {
            List<String> segments = new ArrayList<>();
            for (String segment : rawPath.substring(1).split("/", -1)) {
                segments.add(Percent.decode(segment, false));
            }
            for (Route route : routes) {
                Map<String, String> values = route.match(segments);
                if (values != null) {
                    found.add(new Found(route, values));
                }
            }
        }
        return found;
    }
}
