package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.ControllerRole;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two controllers and one real Open vSwitch bridge; skipped where Open vSwitch does not run or is not ours to change. */
class OpenVSwitchRolesTest {
    private static final String BRIDGE = "sntl-roles";
    private static final Dpid DPID = new Dpid(0x5e17_0001L);

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

    @BeforeEach
    void addBridge() {
        assumeTrue(
                run(
                                "ovs-vsctl",
                                "--timeout=5",
                                "--may-exist",
                                "add-br",
                                BRIDGE,
                                "--",
                                "set",
                                "bridge",
                                BRIDGE,
                                "datapath_type=netdev",
                                "protocols=OpenFlow13",
                                "fail_mode=secure",
                                "other-config:datapath-id=000000005e170001")
                        != null,
                "no Open vSwitch that we may change");
    }

    @AfterEach
    void removeBridge() {
        run("ovs-vsctl", "--timeout=5", "--if-exists", "del-br", BRIDGE);
    }

    private static TestNet net(ControllerRole role) throws IOException {
        ControllerConfig config = ControllerConfig.defaults();
        return new TestNet(config.withOpenFlow(config.openFlow().withRole(role)));
    }

    private static String target(TestNet net) {
        return "tcp:127.0.0.1:" + net.controller.port();
    }

    /** The role that the switch knows of this controller. */
    private static String roleAtTheSwitch(TestNet net) {
        String found = run(
                "ovs-vsctl",
                "--timeout=5",
                "--bare",
                "--columns=role",
                "find",
                "controller",
                "target=\"" + target(net) + "\"");
        return found == null ? "" : found.strip();
    }

    private static ControllerRole role(TestNet net) {
        return net.controller.switches().stream()
                .filter(view -> view.dpid().equals(DPID) && view.connected())
                .map(view -> view.session().role())
                .findFirst()
                .orElse(null);
    }

    private static Status drop(TestNet net, String id, String source) throws Exception {
        Match match = Match.source(Prefix.parse(source));
        FlowRule rule = new FlowRule(id, DPID, RuleBand.USER, match, Verdict.DROP, null, null);
        RuleState state = net.controller
                .apply(RuleBatch.adding(List.of(rule)))
                .get(10, TimeUnit.SECONDS)
                .get(id);
        return state.status();
    }

    private static boolean hasEntryFor(String source) {
        String flows = run("ovs-ofctl", "-O", "OpenFlow13", "dump-flows", BRIDGE, "ip,nw_src=" + source);
        return flows != null && flows.contains(source);
    }

    @Test
    void shouldLetTheMasterAloneWriteAndTheOtherTakeOver() throws Exception {
        try (TestNet first = net(ControllerRole.MASTER);
                TestNet second = net(ControllerRole.SLAVE)) {
            assertThat(run("ovs-vsctl", "--timeout=5", "set-controller", BRIDGE, target(first), target(second)))
                    .isNotNull();
            await(
                    "both are connected in their roles",
                    () -> role(first) == ControllerRole.MASTER
                            && role(second) == ControllerRole.SLAVE
                            && roleAtTheSwitch(first).equals("master")
                            && roleAtTheSwitch(second).equals("slave"));

            assertThat(drop(first, "r1", "192.0.2.1")).isEqualTo(Status.INSTALLED);
            assertThat(hasEntryFor("192.0.2.1")).isTrue();
            assertThat(drop(second, "r2", "192.0.2.2")).isEqualTo(Status.FAILED);
            assertThat(hasEntryFor("192.0.2.2")).isFalse();

            ControllerRole granted =
                    second.controller.role(DPID, ControllerRole.MASTER).get(10, TimeUnit.SECONDS);

            assertThat(granted).isEqualTo(ControllerRole.MASTER);
            await(
                    "the switch has changed its master",
                    () -> roleAtTheSwitch(second).equals("master")
                            && roleAtTheSwitch(first).equals("slave"));
            await("the new master brings its rule", () -> hasEntryFor("192.0.2.2"));
            assertThat(drop(first, "r3", "192.0.2.3")).isEqualTo(Status.FAILED);
            assertThat(hasEntryFor("192.0.2.3")).isFalse();
            await("the former master knows", () -> role(first) == ControllerRole.SLAVE);
        }
    }
}
