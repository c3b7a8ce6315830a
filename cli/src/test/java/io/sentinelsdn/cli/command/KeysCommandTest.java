package io.sentinelsdn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sentinelsdn.cli.Main;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.store.StoreConfig;
import io.sentinelsdn.store.Stores;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KeysCommandTest {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintAKeyOnceAndKeepOnlyItsHash() throws IOException {
        assertThat(run("create", "--role", "operator", "--name", "shift")).isZero();
        String key = out.toString().strip();
        String secret = key.substring(key.length() - 43);

        assertThat(run("list")).isZero();

        assertThat(out.toString()).contains("operator", "shift").doesNotContain(secret);
        try (Stream<Path> files = Files.walk(dir)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain(secret));
        }
        try (HouseStore store = open()) {
            assertThat(store.audit(Query.newest(1), "shell").items())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.action()).startsWith("keys create "));
        }
    }

    @Test
    void shouldRevokeAKey() throws IOException {
        run("create", "--role", "viewer");
        String id = out.toString().split("_", -1)[1];

        assertThat(run("revoke", id)).isZero();
        assertThat(run("revoke", id)).isEqualTo(1);

        assertThat(err.toString()).contains("no such key: " + id);
        try (HouseStore store = open()) {
            assertThat(store.keys()).isEmpty();
        }
    }

    @Test
    void shouldSayHowToReachASentinelThatRunsOnTheFolder() throws IOException {
        try (HouseStore running = open()) {
            assertThat(run("create", "--role", "admin")).isEqualTo(1);
            assertThat(running.keys()).isEmpty();
        }

        assertThat(err.toString()).contains("is in use by another running sentinel", "--url");
    }

    @Test
    void shouldRefuseAnUnknownRole() {
        assertThat(run("create", "--role", "root")).isEqualTo(2);
        assertThat(err.toString()).contains("--role must be viewer, operator, admin or gateway: root");
    }

    @Test
    void shouldAskARunningSentinelWithItsKey() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            boolean known = "Bearer mine".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = (known
                            ? "{\"items\":[{\"id\":\"00000000000000ab\",\"role\":\"viewer\",\"name\":\"far\"}]}"
                            : "{\"detail\":\"no\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();

            assertThat(run("list", "--url", url, "--api-key", "mine")).isZero();
            assertThat(out.toString()).contains("00000000000000ab");
            assertThat(run("list", "--url", url, "--api-key", "other")).isEqualTo(1);

            assertThat(asked).containsExactly("GET /api/auth/keys Bearer mine", "GET /api/auth/keys Bearer other");
            assertThat(err.toString())
                    .contains("wants another API key: --api-key or SENTINEL_API_KEY")
                    .doesNotContain("other key");
        } finally {
            server.stop(0);
        }
    }

    private HouseStore open() throws IOException {
        return Stores.open(dir, StoreConfig.defaults(), new Counters());
    }

    private int run(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(
                Stream.of(Stream.of("keys"), Stream.of(words), Stream.of("--data-dir", dir.toString()))
                        .flatMap(each -> each)
                        .toArray(String[]::new));
    }
}
