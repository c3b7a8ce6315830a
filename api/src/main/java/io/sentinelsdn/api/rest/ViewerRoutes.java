package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * {@code /docs}: Swagger UI (Apache-2.0) from its WebJar, with {@code /openapi.json}. Only the files named here are
 * served, and the page may load nothing from elsewhere.
 */
public final class ViewerRoutes {
    private static final String JAR = "/META-INF/resources/webjars/swagger-ui/";
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";
    private static final Map<String, String> FILES = Map.of(
            "swagger-ui.css",
            "text/css; charset=utf-8",
            "swagger-ui-bundle.js",
            "text/javascript; charset=utf-8",
            "favicon-32x32.png",
            "image/png");
    private static final String START = """
            window.onload = () => {
              window.ui = SwaggerUIBundle({
                url: "/openapi.json", dom_id: "#viewer", deepLinking: true, validatorUrl: null
              });
            };
            """;
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Sentinel API</title>
            <link rel="icon" href="/docs/favicon-32x32.png">
            <link rel="stylesheet" href="/docs/swagger-ui.css">
            <script src="/docs/swagger-ui-bundle.js"></script>
            <script src="/docs/start.js"></script>
            </head>
            <body><div id="viewer"></div></body>
            </html>
            """;

    public List<Route> routes() {
        return List.of(
                Route.get("/docs", this::page).open(),
                Route.get("/docs/{file}", this::file).open());
    }

    private Response page(Request request) {
        return shown("text/html; charset=utf-8", PAGE.getBytes(StandardCharsets.UTF_8));
    }

    private Response file(Request request) {
        String name = request.path("file");
        if (name.equals("start.js")) {
            return shown("text/javascript; charset=utf-8", START.getBytes(StandardCharsets.UTF_8));
        }
        String type = FILES.get(name);
        if (type == null) {
            throw Problem.notFound("no such file: " + Problem.shorten(name));
        }
        return shown(type, packaged(name)).header("Cache-Control", "max-age=3600");
    }

    private static Response shown(String type, byte[] body) {
        return Response.bytes(type, body).header("Content-Security-Policy", POLICY);
    }

    private static byte[] packaged(String name) {
        try (InputStream file = ViewerRoutes.class.getResourceAsStream(JAR + version() + "/" + name)) {
            return file.readAllBytes();
        } catch (IOException brokenBuild) {
            throw new UncheckedIOException(brokenBuild);
        }
    }

    private static String version() throws IOException {
        Properties maven = new Properties();
        try (InputStream file =
                ViewerRoutes.class.getResourceAsStream("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            maven.load(file);
        }
        return maven.getProperty("version");
    }
}
