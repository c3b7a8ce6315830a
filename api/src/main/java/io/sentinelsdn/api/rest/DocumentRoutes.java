package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code /} for people and {@code /openapi.json} for programs; each is made once. */
public final class DocumentRoutes {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Sentinel</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
            @media (prefers-color-scheme: dark) { body { background: #111; color: #eee; } a { color: #8cf; } }
            </style>
            </head>
            <body>
            <h1>Sentinel %s</h1>
            <p>An OpenFlow 1.3 controller that detects and mitigates DDoS attacks. This is its API.</p>
            <ul>
            %s</ul>
            </body>
            </html>
            """;

    private final byte[] page;
    private final String version;
    private final List<Route> others;
    private volatile byte[] openApi;

    /**
     * The documents.
     *
     * @param links paths to show on the page
     * @param others all other routes
     */
    public DocumentRoutes(String version, List<String> links, List<Route> others) {
        this.others = List.copyOf(others);
        StringBuilder list = new StringBuilder();
        for (String link : links) {
            list.append("<li><a href=\"%s\">%s</a></li>%n".formatted(link, link).replace("\r", ""));
        }
        this.page = PAGE.formatted(version, list).getBytes(StandardCharsets.UTF_8);
        this.version = version;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/", this::page).open(),
                Route.get("/openapi.json", this::openApi).open());
    }

    private Response page(Request request) {
        return Response.bytes("text/html; charset=utf-8", page);
    }

    /** Made on first use, so that the start does not wait for it; to make it twice does no harm. */
    private Response openApi(Request request) {
        if (openApi == null) {
            List<Route> all = new ArrayList<>(others);
            all.addAll(routes());
            openApi = OpenApiDocument.of(version, all);
        }
        return Response.bytes("application/json", openApi);
    }
}
