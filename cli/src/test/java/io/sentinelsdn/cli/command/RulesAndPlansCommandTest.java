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

class RulesAndPlansCommandTest {
    private static final String ENTRY = "{\"verdict\":\"meter\",\"match_text\":\"dst=10.0.0.4\",\"dpid\":null,"
            + "\"meter\":{\"unit\":\"pktps\",\"rate\":50}}";
    private static final String RULE = "{\"id\":\"r-1\",\"owner\":\"auto\",\"status\":\"installed\","
            + "\"action\":\"rate_limit\",\"packets\":12,\"rule\":" + ENTRY + "}";
    private static final String PLAN = "{\"id\":\"plan-d1-1\",\"detection_id\":\"d1\",\"status\":\"proposed\","
            + "\"action\":\"block\",\"expected_attack_removed\":0.98,\"rules\":[" + ENTRY + "]}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().toString();
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add((exchange.getRequestMethod() + " " + path + " " + sent).strip());
            boolean refused = path.endsWith("plan-over/approve");
            byte[] body = answer(path, refused).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(refused ? 409 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private static String answer(String path, boolean refused) {
        if (refused) {
            return "{\"detail\":\"plan plan-over does not wait for an answer\"}";
        }
        if (path.contains("owner=user")) {
            return "{\"removed\":3}";
        }
        if (path.startsWith("/api/mitigation/plans?")) {
            return "{\"items\":[" + PLAN + "],\"total\":1}";
        }
        if (path.startsWith("/api/mitigation/rules?") || path.equals("/api/ddos/mitigate")) {
            return "{\"items\":[" + RULE + "],\"total\":1}";
        }
        return path.contains("/plans/") ? PLAN : RULE;
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return line.execute(
                Stream.concat(Stream.of(arguments), Stream.of("--url", url)).toArray(String[]::new));
    }

    @Test
    void shouldShowPlansAndTakeTheAnswerThere() {
        assertThat(run("plans", "list")).as(err.toString()).isZero();
        assertThat(run("plans", "show", "plan-d1-1")).isZero();
        assertThat(run("plans", "approve", "plan-d1-1")).isZero();
        assertThat(run("plans", "reject", "plan-d1-1")).isZero();

        assertThat(out.toString())
                .contains("98.0 %")
                .contains("meter above 50 packets/s  dst=10.0.0.4  at every switch");
        assertThat(asked)
                .containsExactly(
                        "GET /api/mitigation/plans?limit=20",
                        "GET /api/mitigation/plans/plan-d1-1",
                        "POST /api/mitigation/plans/plan-d1-1/approve {}",
                        "POST /api/mitigation/plans/plan-d1-1/reject {}");
    }

    @Test
    void shouldSayInOneLineWhyAPlanIsNotApproved() {
        assertThat(run("plans", "approve", "plan-over")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("sentinel: plan plan-over does not wait for an answer\n");
    }

    @Test
    void shouldListCreateAndDeleteRules() {
        assertThat(run("rules", "list", "--owner", "auto")).as(err.toString()).isZero();
        assertThat(run("rules", "create", "--target", "10.0.0.4", "--action", "rate_limit", "--pps", "50"))
                .as(err.toString())
                .isZero();
        assertThat(run("rules", "delete", "r-1")).isZero();
        assertThat(run("rules", "delete", "--owner", "user")).isZero();

        assertThat(out.toString()).contains("r-1").contains("deleted      3 rules");
        assertThat(asked)
                .containsExactly(
                        "GET /api/mitigation/rules?limit=100&owner=auto",
                        "POST /api/ddos/mitigate {\"target_ip\":\"10.0.0.4\",\"action\":\"rate_limit\","
                                + "\"duration_seconds\":600,\"packets_per_second\":50}",
                        "DELETE /api/mitigation/rules/r-1",
                        "DELETE /api/mitigation/rules?owner=user");
    }

    @Test
    void shouldRefuseHalfARequest() {
        assertThat(run("rules", "create", "--action", "block")).isEqualTo(2);
        assertThat(run("rules", "delete")).isEqualTo(2);
        assertThat(run("plans")).isEqualTo(2);
        assertThat(asked).isEmpty();
    }
}
