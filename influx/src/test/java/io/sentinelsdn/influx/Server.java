package io.sentinelsdn.influx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A real time series database as a child process on a free port of loopback. */
final class Server implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final String url;
    private final Process process;

    private Server(int port, Process process) {
        this.url = "http://127.0.0.1:" + port;
        this.process = process;
    }

    /** VictoriaMetrics, which speaks the write interface of InfluxDB 2. */
    static Server victoriaMetrics(Path dir) throws IOException {
        int port = freePort();
        return start(
                port,
                dir,
                "victoria-metrics",
                "-httpListenAddr=127.0.0.1:" + port,
                "-storageDataPath=" + dir.resolve("data"),
                "-retentionPeriod=100y",
                "-memory.allowedBytes=64MB");
    }

    /** InfluxDB 1, which speaks InfluxQL. */
    static Server influxDb(Path dir) throws IOException {
        int port = freePort();
        Path config = Files.writeString(dir.resolve("influxdb.conf"), """
                reporting-disabled = true
                bind-address = "127.0.0.1:%d"
                [meta]
                  dir = "%s/meta"
                [data]
                  dir = "%s/data"
                  wal-dir = "%s/wal"
                [http]
                  bind-address = "127.0.0.1:%d"
                  log-enabled = false
                [monitor]
                  store-enabled = false
                """.formatted(freePort(), dir, dir, dir, port));
        return start(port, dir, "influxd", "-config", config.toString());
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).GET().build());
    }

    HttpResponse<String> post(String path, String type, String body) {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 30 s");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static Server start(int port, Path dir, String... command) throws IOException {
        boolean installed = List.of("/usr/bin", "/usr/sbin", "/usr/local/bin").stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command[0])));
        assumeTrue(installed, command[0] + " is not installed (scripts/test installs it)");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("log").toFile())
                .start();
        Server server = new Server(port, process);
        await(() -> server.answers() || !process.isAlive());
        return server;
    }

    private boolean answers() {
        try {
            return get("/ping").statusCode() == 204;
        } catch (AssertionError notYet) {
            return false;
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
