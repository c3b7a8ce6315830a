package io.sentinelsdn.cli.wiring;

import static io.sentinelsdn.cli.wiring.TestPlatform.await;
import static io.sentinelsdn.cli.wiring.TestPlatform.pings;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelsdn.cli.profile.Settings;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.traffic.Attack;
import io.sentinelsdn.simulator.traffic.AttackKind;
import io.sentinelsdn.simulator.traffic.AttackPlan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks that people ask for over the API, many of them, on three emulated switches. */
class ManyBlocksTest {
    /** {@code -Dsentinel.rules.blocks=10000} asks for more; {@code scripts/bench/rules} prints figures. */
    private static final int BLOCKS = Integer.getInteger("sentinel.rules.blocks", 1_000);

    private static final int SWITCHES = 3;
    private static final int PAGE = 100;
    private static final long CLASS_MASK = 0xffff_ff00_0000_0000L;
    private static final long RULE_CLASS = 0x5e17_8400_0000_0000L;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void shouldHoldManyBlocksOverTheKillSwitchUntilTheirOwnerTakesThemAway(@TempDir Path dataDir) throws Exception {
        try (Platform platform = start(dataDir);
                EmulatedNetwork network = EmulatedNetwork.linear(SWITCHES, 2).build()) {
            network.connect("127.0.0.1", platform.openFlowPort());
            EmulatedHost victim = network.host(1);
            EmulatedHost blocked = network.host(4);
            EmulatedHost attacker = network.host(6);
            victim.serveTcp(80, 500);
            await("hosts reach each other", () -> pings(blocked, victim) && pings(attacker, victim));

            await(
                    "all switches take rules",
                    () -> platform.switches().switches().stream()
                                    .filter(SwitchView::connected)
                                    .count()
                            == SWITCHES);

            List<String> sources = new ArrayList<>(List.of(blocked.ip4().toString()));
            for (int number = 1; number < BLOCKS; number++) {
                sources.add(IpAddress.v4(0xac10_0000 + number).toString());
            }
            askForBlocks(platform, sources);

            assertThat(ruleEntries(network)).as("entries of each switch").containsOnly(BLOCKS);
            assertThat(pings(blocked, victim)).isFalse();
            assertThat(listed(platform)).containsExactlyInAnyOrderElementsOf(sources);

            new Attack(network, AttackPlan.of(AttackKind.SPOOFED_SYN_FLOOD, 6, 1, 3_000, Duration.ofSeconds(20)), 7)
                    .start();
            await("an automatic rule is there", () -> automatic(platform) > 0);
            JsonNode off = call(platform, "POST", "/api/system/update", "{\"mitigation_mode\":\"off\"}");

            assertThat(off.at("/settings/mitigation_mode").asText()).isEqualTo("off");
            assertThat(automatic(platform)).isZero();
            assertThat(ruleEntries(network)).as("only those of people").containsOnly(BLOCKS);
            assertThat(listed(platform)).hasSize(BLOCKS);
            assertThat(pings(blocked, victim)).isFalse();

            JsonNode gone = call(platform, "DELETE", "/api/mitigation/rules?owner=user", "");

            assertThat(gone.get("removed").asInt()).isEqualTo(BLOCKS);
            assertThat(ruleEntries(network))
                    .as("barriers are in when it answers")
                    .containsOnly(0);
            assertThat(listed(platform)).isEmpty();
            assertThat(pings(blocked, victim)).isTrue();
        }
    }

    private static Platform start(Path dataDir) throws IOException {
        Settings settings = TestPlatform.settings(dataDir);
        settings.put(Settings.Key.API_RATE_LIMIT, "0", "test");
        return TestPlatform.start(settings);
    }

    /** Four clients at once; each answer must say that the rule is installed. */
    private void askForBlocks(Platform platform, List<String> sources) throws InterruptedException, ExecutionException {
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            List<Future<JsonNode>> answers = new ArrayList<>();
            for (String source : sources) {
                String body = "{\"ip\":\"" + source + "\",\"duration_seconds\":3600}";
                answers.add(clients.submit(() -> call(platform, "POST", "/api/mitigation/block", body)));
            }
            for (Future<JsonNode> answer : answers) {
                assertThat(answer.get().get("status").asText()).isEqualTo("installed");
            }
        } finally {
            clients.shutdownNow();
        }
    }

    /** Sources of people's rules, page by page. */
    private Set<String> listed(Platform platform) throws IOException, InterruptedException {
        Set<String> sources = new HashSet<>();
        int total = 1;
        for (int offset = 0; offset < total; offset += PAGE) {
            JsonNode page =
                    call(platform, "GET", "/api/mitigation/rules?owner=user&limit=" + PAGE + "&offset=" + offset, "");
            total = page.get("total").asInt();
            for (JsonNode rule : page.get("items")) {
                assertThat(rule.get("status").asText()).isEqualTo("installed");
                assertThat(rule.get("switches").asInt()).isEqualTo(SWITCHES);
                assertThat(sources.add(rule.get("ip").asText().replace("/32", "")))
                        .as("on one page only")
                        .isTrue();
            }
        }
        assertThat(sources).hasSize(total);
        return sources;
    }

    private static long automatic(Platform platform) {
        return platform.mitigation().rules().stream()
                .filter(rule -> rule.owner() == Owner.AUTO)
                .count();
    }

    private static List<Integer> ruleEntries(EmulatedNetwork network) {
        return network.switches().stream().map(ManyBlocksTest::ruleEntries).toList();
    }

    private static int ruleEntries(EmulatedSwitch emulated) {
        return (int) emulated.flows().stream()
                .filter(flow -> (flow.cookie() & CLASS_MASK) == RULE_CLASS)
                .count();
    }

    private JsonNode call(Platform platform, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + platform.apiPort() + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isBetween(200, 201);
        return json.readTree(answer.body());
    }
}
