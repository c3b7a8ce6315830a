package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.domain.flow.Detour;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.flow.IncidentCookie;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleLook;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.Prefix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules on a real Open vSwitch bridge; skipped where Open vSwitch does not run or is not ours to change. */
class OpenVSwitchRulesTest {
    private static final String BRIDGE = "sntl-rules";
    private static final Dpid DPID = new Dpid(0x5e17_0002L);
    private static final Station ANN = new Station(1);
    private static final Station BOB = new Station(2);
    private static final MacAddress SCRUBBER = MacAddress.parse("02:5e:17:00:00:01");
    private static final String SEND = "import socket,sys; s=socket.socket(socket.AF_PACKET,socket.SOCK_RAW); "
            + "s.bind((sys.argv[1],0)); f=bytes.fromhex(sys.argv[2]); [s.send(f) for _ in range(int(sys.argv[3]))]";

    /** What a command said, or null when it failed. */
    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? said : null;
        } catch (IOException missing) {
            return null;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static String port(int number) {
        return "sntl-r" + number;
    }

    @BeforeEach
    void addBridge() {
        List<String> command = new ArrayList<>(List.of("ovs-vsctl", "--timeout=5", "--may-exist", "add-br", BRIDGE));
        command.addAll(List.of("--", "set", "bridge", BRIDGE, "datapath_type=netdev", "protocols=OpenFlow13"));
        command.addAll(List.of("fail_mode=secure", "other-config:datapath-id=000000005e170002"));
        for (int n = 1; n <= 3; n++) {
            command.addAll(List.of("--", "--may-exist", "add-port", BRIDGE, port(n), "--", "set", "interface"));
            command.addAll(List.of(port(n), "type=internal", "ofport_request=" + n));
        }
        assumeTrue(run(command.toArray(String[]::new)) != null, "no Open vSwitch that we may change");
        for (int n = 1; n <= 3; n++) {
            assumeTrue(run("ip", "link", "set", port(n), "up") != null, "links may not be set up here");
        }
    }

    @AfterEach
    void removeBridge() {
        run("ovs-vsctl", "--timeout=5", "--if-exists", "del-br", BRIDGE);
    }

    private static TestNet connected() throws Exception {
        TestNet net = new TestNet();
        assertThat(run("ovs-vsctl", "--timeout=5", "set-controller", BRIDGE, "tcp:127.0.0.1:" + net.controller.port()))
                .isNotNull();
        await(
                "it is connected with its ports",
                () -> net.controller.switches().stream()
                        .anyMatch(view -> view.dpid().equals(DPID)
                                && view.connected()
                                && view.ports().size() >= 3));
        return net;
    }

    private static FlowRule rule(String id, RuleBand band, Match match, Verdict verdict, MeterSpec meter, Detour to) {
        return new FlowRule(id, DPID, band, match, verdict, meter, to, Duration.ofMinutes(1)).ofIncident("d1");
    }

    private static void send(Station to, int packets) {
        assertThat(run(
                        "python3",
                        "-c",
                        SEND,
                        port(1),
                        HexFormat.of().formatHex(ANN.pingTo(to)),
                        Integer.toString(packets)))
                .isNotNull();
    }

    private static String flows(String filter) {
        return String.valueOf(run("ovs-ofctl", "-O", "OpenFlow13", "dump-flows", BRIDGE, filter));
    }

    @Test
    void shouldLookAtAFewPacketsAndShareACookieInAnIncident() throws Exception {
        Match fromAnn = Match.source(Prefix.host(ANN.v4())).withInPort(1);
        Match toBob = Match.destination(Prefix.host(BOB.v4())).withInPort(1);
        MeterSpec some = MeterSpec.packetsPerSecond(20);
        try (TestNet net = connected()) {
            List<FlowRule> rules = List.of(
                    rule("drop", RuleBand.AUTO_NARROW, fromAnn, Verdict.DROP, null, null)
                            .lookedAt(10),
                    rule("limit", RuleBand.AUTO_BROAD, toBob, Verdict.METER, some, null)
                            .lookedAt(10));
            assertThat(net.controller
                            .apply(RuleBatch.adding(rules))
                            .get(10, TimeUnit.SECONDS)
                            .values())
                    .extracting(RuleState::status)
                    .containsOnly(Status.INSTALLED);

            send(BOB, 500);

            List<RuleLook> looks = new ArrayList<>();
            await("all are counted, a few are looked at", () -> {
                looks.addAll(net.controller.takeLooks());
                return !looks.isEmpty()
                        && net.controller.ruleStates().get("drop").packets() == 500;
            });
            assertThat(looks).hasSizeLessThan(60).allSatisfy(look -> {
                assertThat(look.ruleId()).isEqualTo("drop");
                assertThat(look.src()).isEqualTo(ANN.v4());
            });
            String mask = "cookie=" + IncidentCookie.text(IncidentCookie.of("d1")) + "/"
                    + IncidentCookie.text(IncidentCookie.MASK);
            assertThat(flows(mask).lines().filter(line -> line.contains("cookie=")))
                    .as("two rules, and the one beside the limit")
                    .hasSize(3);

            net.controller.apply(RuleBatch.removing(List.of("drop"))).get(10, TimeUnit.SECONDS);
            send(BOB, 500);
            await(
                    "what the limit lets pass is looked at",
                    () -> net.controller.takeLooks().stream()
                            .anyMatch(look -> look.ruleId().equals("limit")));
        }
    }

    @Test
    void shouldSendToScrubberPortsByAGroup() throws Exception {
        Match toBob = Match.destination(Prefix.host(BOB.v4())).withInPort(1);
        try (TestNet net = connected()) {
            net.controller.reserve(SCRUBBER, DPID, List.of(2, 3));
            net.controller
                    .apply(RuleBatch.adding(List.of(
                            rule("there", RuleBand.AUTO_BROAD, toBob, Verdict.DETOUR, null, Detour.to(SCRUBBER)))))
                    .get(10, TimeUnit.SECONDS);

            await(
                    "frames to it go to a group",
                    () -> flows("table=2,dl_dst=" + SCRUBBER).contains("group:"));
            String groups = run("ovs-ofctl", "-O", "OpenFlow13", "dump-groups", BRIDGE);
            assertThat(groups).contains("type=select");
            assertThat(flows("table=0,ip,in_port=1,nw_dst=" + BOB.v4())).contains("set_field:" + SCRUBBER);

            send(BOB, 200);
            await(
                    "they leave by the group",
                    () -> String.valueOf(run("ovs-ofctl", "-O", "OpenFlow13", "dump-group-stats", BRIDGE))
                            .contains("packet_count=200"));
        }
    }
}
