package io.sentinelsdn.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A request as a route sees it. Immutable. */
public final class Request {
    private final Json json;
    private final Map<String, String> path;
    private final QueryParams query;
    private final byte[] body;
    private final Caller caller;
    private final Function<String, String> headers;

    /**
     * A request.
     *
     * @param headers the first value of a header, or null
     */
    Request(
            Json json,
            Map<String, String> path,
            QueryParams query,
            Function<String, String> headers,
            byte[] body,
            Caller caller) {
        this.json = json;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.caller = caller;
    }

    /** Who asks. */
    public Caller caller() {
        return caller;
    }

    /** The part of the path that stands for this name in the route's template. */
    public String path(String name) {
        return path.get(name);
    }

    public QueryParams query() {
        return query;
    }

    /** The Accept header, or an empty text. */
    public String accept() {
        String accept = headers.apply("Accept");
        return accept == null ? "" : accept;
    }

    /** The first value of a header, or null. */
    public String header(String name) {
        return headers.apply(name);
    }

    /** The same without query and body: what a GET of the same path would be. */
    Request without() {
        return new Request(json, path, new QueryParams("", java.util.Set.of()), headers, new byte[0], caller);
    }

    byte[] body() {
        return body;
    }

    /**
     * The JSON object in the body.
     *
     * @param fields all that may be in it
     * @throws Problem 415, 400 or 422
     */
    public JsonBody body(List<String> fields) {
        String contentType = headers.apply("Content-Type");
        if (!isJson(contentType)) {
            throw Problem.unsupportedMediaType(contentType);
        }
        return new JsonBody(json.read(body), fields);
    }

    /**
     * One JSON object in the body, or a list of them.
     *
     * @param fields all that may be in each
     * @param read makes something of one
     * @throws Problem 415, 400 or 422, with the index of the item when there is a list
     */
    public <T> List<T> each(List<String> fields, int most, Function<JsonBody, T> read) {
        if (!isJson()) {
            throw Problem.unsupportedMediaType(headers.apply("Content-Type"));
        }
        JsonNode document = json.read(body);
        if (!document.isArray()) {
            return List.of(read.apply(new JsonBody(document, fields)));
        }
        if (document.size() > most) {
            String allowed = "at most " + most + " objects";
            throw Problem.invalidValue(
                    "", "the list has " + document.size() + " objects, allowed: " + allowed, allowed);
        }
        List<T> all = new ArrayList<>(document.size());
        for (JsonNode item : document) {
            try {
                all.add(read.apply(new JsonBody(item, fields)));
            } catch (Problem problem) {
                throw problem.inItem(all.size());
            }
        }
        return all;
    }

    /** Whether the body calls itself JSON. */
    public boolean isJson() {
        return isJson(headers.apply("Content-Type"));
    }

    /**
     * The body as it came.
     *
     * @param types media types that are read here
     * @throws Problem 415 for another one
     */
    public byte[] bytes(List<String> types) {
        String contentType = headers.apply("Content-Type");
        String type = contentType == null
                ? ""
                : contentType.toLowerCase(Locale.ROOT).split(";", -1)[0].strip();
        if (!types.contains(type)) {
            throw Problem.unsupportedMediaType(contentType, types);
        }
        return body.clone();
    }

    private static boolean isJson(String contentType) {
        if (contentType == null) {
            return false;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        boolean known = parts[0].strip().equals("application/json");
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            known &= !parameter.startsWith("charset=") || parameter.matches("charset=\"?utf-8\"?");
        }
        return known;
    }
}
