package io.sentinelsdn.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.SeriesStore;
import io.sentinelsdn.domain.spi.SeriesStore.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class InfluxSeriesStoreTest {
    private static final Instant LONG_AGO = Instant.ofEpochSecond(1_700_000_040L);

    @TempDir
    Path dir;

    private final Counters counters = new Counters();
    private final Remembering ours = new Remembering();

    @Test
    void shouldWriteSoThatVictoriaMetricsHasEverySecond() throws IOException {
        try (Server server = Server.victoriaMetrics(dir)) {
            try (InfluxSeriesStore store = start(at(server.url))) {
                for (int i = 0; i < 20; i++) {
                    store.record(LONG_AGO.plusSeconds(i), Map.of("pps", i + 0.5, "bps", 8.0 * i));
                }
                Server.await(() -> count("sentinel_influx_written_total") == 20);
            }
            Server.await(() -> exported(server).contains("19.5"));
            assertThat(exported(server))
                    .contains("\"__name__\":\"sentinel_pps\"")
                    .contains("\"values\":[0.5,1.5,2.5")
                    .contains("1700000040000");
        }
        assertThat(ours.seconds).isEqualTo(20);
    }

    @Test
    void shouldReadBackFromInfluxDbWhatIsOlderThanOurs() throws IOException {
        try (Server server = Server.influxDb(dir)) {
            server.post("/query", "application/x-www-form-urlencoded", "q=CREATE+DATABASE+lab");
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                lines.append(LineProtocol.line(LONG_AGO.plusSeconds(i), Map.of("pps", (double) i)))
                        .append('\n');
            }
            assertThat(server.post("/write?db=lab&precision=s", "text/plain", lines.toString())
                            .statusCode())
                    .isEqualTo(204);

            try (InfluxSeriesStore store = start(at(server.url))) {
                List<Point> points = store.points("pps", LONG_AGO, LONG_AGO.plusSeconds(60), Duration.ofSeconds(30));

                assertThat(points)
                        .containsExactly(new Point(LONG_AGO, 14.5, 29), new Point(LONG_AGO.plusSeconds(30), 44.5, 59));
                assertThat(store.points("bps", LONG_AGO, LONG_AGO.plusSeconds(60), Duration.ofSeconds(30)))
                        .isEmpty();
                assertThat(store.points("x\" FROM y; DROP", LONG_AGO, LONG_AGO.plusSeconds(60), Duration.ofSeconds(30)))
                        .isEmpty();
            }
        }
    }

    @Test
    void shouldSendTokenBucketAndOrganisationAndKeepTheTokenOutOfText() throws IOException {
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpServer stub = stub(204, seen);
        try (InfluxSeriesStore store =
                start(at("http://127.0.0.1:" + stub.getAddress().getPort()))) {
            store.record(LONG_AGO, Map.of("pps", 1.0));
            Server.await(() -> count("sentinel_influx_written_total") == 1);
        } finally {
            stub.stop(0);
        }
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0))
                .contains("/api/v2/write?")
                .contains("org=campus")
                .contains("bucket=lab")
                .contains("precision=s")
                .contains("Token secret-token")
                .endsWith("sentinel pps=1.0 1700000040");
        assertThat(at("http://127.0.0.1:1").toString()).doesNotContain("secret-token");
    }

    @Test
    void shouldKeepTheNewestWhileItIsAwayAndCountWhatIsDropped() throws IOException {
        int port = closedPort();
        InfluxConfig small =
                new InfluxConfig("http://127.0.0.1:" + port, "campus", "lab", "t", 5, Duration.ofSeconds(2));
        try (InfluxSeriesStore store = start(small)) {
            for (int i = 0; i < 12; i++) {
                store.record(LONG_AGO.plusSeconds(i), Map.of("pps", (double) i));
            }
            Server.await(() -> count("sentinel_influx_failures_total") > 0);
            assertThat(count("sentinel_influx_dropped_total")).isEqualTo(7);
            assertThat(ours.seconds).isEqualTo(12);

            List<String> seen = new CopyOnWriteArrayList<>();
            HttpServer back = stub(port, 204, seen);
            Server.await(() -> count("sentinel_influx_written_total") == 5);
            back.stop(0);
            assertThat(seen.get(0)).contains("sentinel pps=7.0").contains("sentinel pps=11.0");
        }
    }

    @Test
    void shouldDropWhatIsRefusedAsWrongAndGoOn() throws IOException {
        HttpServer stub = stub(400, new CopyOnWriteArrayList<>());
        try (InfluxSeriesStore store =
                start(at("http://127.0.0.1:" + stub.getAddress().getPort()))) {
            store.record(LONG_AGO, Map.of("pps", 1.0));
            Server.await(() -> count("sentinel_influx_dropped_total") == 1);
            assertThat(counters.gauges().get("sentinel_influx_waiting").value().getAsDouble())
                    .isZero();
        } finally {
            stub.stop(0);
        }
    }

    @Test
    void shouldSayThatItDoesNotAnswer() throws IOException {
        try (InfluxSeriesStore store = start(at("http://127.0.0.1:" + closedPort()))) {
            assertThatThrownBy(() -> store.points("pps", LONG_AGO, LONG_AGO.plusSeconds(1), Duration.ofSeconds(1)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("influx does not answer");
            assertThat(store.points("pps", Instant.now().minusSeconds(60), Instant.now(), Duration.ofSeconds(1)))
                    .isEmpty();
        }
    }

    @Test
    void shouldEscapeNamesAndLeaveOutWhatIsNoNumber() {
        assertThat(LineProtocol.line(LONG_AGO, Map.of("a b,c=d", 1.0, "nan", Double.NaN)))
                .isEqualTo("sentinel a\\ b\\,c\\=d=1.0 1700000040");
        assertThat(LineProtocol.line(LONG_AGO, Map.of("nan", Double.NaN))).isEmpty();
    }

    @Test
    void shouldRefuseAnAddressThatIsNone() {
        assertThatThrownBy(() -> at("ftp://x")).hasMessage("influx.url must be http://… or https://…: ftp://x");
        assertThatThrownBy(() -> InfluxConfig.at("http://x", "", " ", "")).hasMessageContaining("influx.bucket");
    }

    private InfluxSeriesStore start(InfluxConfig config) {
        return InfluxSeriesStore.start(ours, config, Clock.systemUTC(), counters);
    }

    private static InfluxConfig at(String url) {
        return InfluxConfig.at(url, "campus", "lab", "secret-token");
    }

    private long count(String name) {
        return counters.counters().get(name).value();
    }

    private static String exported(Server server) {
        String match = URLEncoder.encode("{__name__=\"sentinel_pps\"}", StandardCharsets.UTF_8);
        return server.get("/api/v1/export?start=1700000000&end=1700001000&match[]="
                                .replace("[", "%5B")
                                .replace("]", "%5D")
                        + match)
                .body();
    }

    private static HttpServer stub(int status, List<String> seen) throws IOException {
        return stub(0, status, seen);
    }

    private static HttpServer stub(int port, int status, List<String> seen) throws IOException {
        HttpServer stub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5);
        stub.createContext("/", exchange -> {
            String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
            byte[] body = exchange.getRequestBody().readAllBytes();
            seen.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " " + encoding + " "
                    + new String(body, StandardCharsets.UTF_8).strip());
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        stub.start();
        return stub;
    }

    private static int closedPort() throws IOException {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static final class Remembering implements SeriesStore {
        private int seconds;

        @Override
        public void record(Instant at, Map<String, Double> values) {
            seconds++;
        }

        @Override
        public Set<String> metrics() {
            return Set.of();
        }

        @Override
        public List<Point> points(String metric, Instant since, Instant until, Duration step) {
            return List.of();
        }
    }
}
