package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.SwitchConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sets of rules go as one bundle where the switch has bundles. */
class BundlesTest {
    private static final Station ANN = new Station(1);
    private static final Station BOB = new Station(2);

    private static List<FlowRule> drops(int count) {
        List<FlowRule> rules = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Match source = Match.source(Prefix.parse("10.0." + i / 250 + "." + i % 250));
            rules.add(new FlowRule("r" + i, null, RuleBand.USER, source, Verdict.DROP, null, null));
        }
        return rules;
    }

    private static Map<String, RuleState> apply(TestNet net, RuleBatch batch) throws Exception {
        return net.controller.apply(batch).get(10, TimeUnit.SECONDS);
    }

    private static boolean hasBundles(TestNet net) {
        return net.controller.switches().get(0).session().bundles();
    }

    @Test
    void shouldSendASetOfRulesAsOneBundle() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            await("bundles are found", () -> hasBundles(net));

            Map<String, RuleState> states = apply(net, RuleBatch.adding(drops(500)));

            assertThat(net.counter("sentinel_openflow_bundles_total")).isEqualTo(1);
            assertThat(states.values()).hasSize(500).allMatch(state -> state.status() == Status.INSTALLED);
            assertThat(lan.probe(1, ANN.pingTo(BOB)).dropped()).isTrue();

            apply(net, RuleBatch.removing(List.copyOf(states.keySet())));

            assertThat(net.counter("sentinel_openflow_bundles_total")).isEqualTo(2);
            assertThat(lan.probe(1, ANN.pingTo(BOB)).dropped()).isFalse();
        }
    }

    @Test
    void shouldFailOnlyTheRulesThatDoNotFitWhenABundleIsRefused() throws Exception {
        try (TestNet net = new TestNet()) {
            net.connect(SwitchConfig.of(new Dpid(1), 1).withMaxEntries(100));
            await("bundles are found", () -> hasBundles(net));

            Map<String, RuleState> states = apply(net, RuleBatch.adding(drops(200)));

            assertThat(net.counter("sentinel_openflow_bundle_fallbacks_total")).isEqualTo(1);
            long installed = states.values().stream()
                    .filter(state -> state.status() == Status.INSTALLED)
                    .count();
            assertThat(installed).isBetween(50L, 100L);
            assertThat(states.values())
                    .filteredOn(state -> state.status() != Status.INSTALLED)
                    .allMatch(state ->
                            state.status() == Status.FAILED && state.error().contains("TABLE_FULL"));
        }
    }

    @Test
    void shouldSendOneByOneToASwitchWithoutBundles() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(SwitchConfig.of(new Dpid(1), 2).withBundles(false));

            Map<String, RuleState> states = apply(net, RuleBatch.adding(drops(100)));

            assertThat(states.values()).hasSize(100).allMatch(state -> state.status() == Status.INSTALLED);
            assertThat(net.counter("sentinel_openflow_bundles_total")).isZero();
            assertThat(lan.probe(1, ANN.pingTo(BOB)).dropped()).isTrue();
        }
    }
}
