package io.sentinelsdn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sentinelsdn.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ModelsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().toString();
            asked.add(exchange.getRequestMethod() + " " + path);
            boolean refused =
                    path.endsWith("active-one") && exchange.getRequestMethod().equals("DELETE");
            byte[] body = answer(path, refused).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(refused ? 409 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private static String answer(String path, boolean refused) {
        if (refused) {
            return "{\"detail\":\"model is active: active-one\"}";
        }
        if (path.startsWith("/api/models?")) {
            return "{\"items\":[{\"id\":\"mine\",\"kind\":\"hybrid\",\"active\":true,\"rows\":7,\"metrics\":{\"f1\":0.5}}]}";
        }
        if (path.contains("/jobs/") || path.endsWith("/train")) {
            String end = path.contains("/jobs/") ? "\"2026-03-01T12:00:00Z\"" : "null";
            return "{\"id\":\"job-1\",\"status\":\"succeeded\",\"progress\":1,\"ended_at\":" + end
                    + ",\"model_id\":\"new\"}";
        }
        return "{\"id\":\"mine\",\"kind\":\"hybrid\",\"metrics\":{\"f1\":0.5},\"configuration\":{\"trees\":\"50\"}}";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(Stream.concat(
                        Stream.of("models"),
                        Stream.concat(
                                Stream.of(arguments),
                                Stream.of(
                                        "--url",
                                        "http://127.0.0.1:"
                                                + server.getAddress().getPort())))
                .toArray(String[]::new));
    }

    @Test
    void shouldListModelsAsATableAndAsJson() {
        assertThat(run("list")).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("mine")
                .contains("hybrid")
                .contains("0.5000")
                .contains("yes");
        assertThat(run("list", "--json")).isZero();
        assertThat(out.toString()).contains("\"items\"");
    }

    @Test
    void shouldShowActivateAndDelete() {
        assertThat(run("show", "mine")).isZero();
        assertThat(out.toString()).contains("trees").contains("f1");
        assertThat(run("activate", "mine")).isZero();
        assertThat(run("delete", "a b")).isZero();
        assertThat(asked)
                .contains("GET /api/models/mine", "POST /api/models/mine/activate", "DELETE /api/models/a%20b");
    }

    @Test
    void shouldTrainAndWait() {
        assertThat(run("train", "--data", "a.csv")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("model        new");
        assertThat(asked).contains("POST /api/models/train", "GET /api/models/jobs/job-1");
    }

    @Test
    void shouldFailWithTheWordsOfTheApi() {
        assertThat(run("delete", "active-one")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("sentinel: model is active: active-one" + System.lineSeparator());
    }

    @Test
    void shouldSayWhenNobodyAnswers() {
        server.stop(0);
        assertThat(run("list")).isEqualTo(1);
        assertThat(err.toString()).contains("nobody answers at ");
    }

    @Test
    void shouldCallOddUseBadUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("show")).isEqualTo(2);
    }
}
