package io.sentinelsdn.cli.command;

import com.sun.net.httpserver.HttpServer;
import io.sentinelsdn.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Answers as it is told to, remembers what it was asked, and runs commands against itself. */
final class FakeApi implements AutoCloseable {
    /** Requests, with key and body where they had them. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    FakeApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().toString();
            String key = exchange.getRequestHeaders().getFirst("Authorization");
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add((exchange.getRequestMethod() + " " + path + " " + (key == null ? "" : key + " ") + sent).strip());
            String answer = answers.get(path);
            byte[] body = (answer == null ? "{\"detail\":\"there is nothing at " + path + "\"}" : answer)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** From now on this JSON is at this path; everything else is a 404. */
    FakeApi with(String path, String json) {
        answers.put(path, json);
        return this;
    }

    /** Runs a command against this API and answers its exit code. */
    int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return line.execute(
                Stream.concat(Stream.of(arguments), Stream.of("--url", url)).toArray(String[]::new));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
