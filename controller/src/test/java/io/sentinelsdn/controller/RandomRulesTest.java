package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.SliceSwitches.Plan;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked for, and whenever switches restart: in the end they hold what is desired and nothing else. */
class RandomRulesTest {
    private static final int OPERATIONS = 1_000;
    private static final int NAMES = 60;

    private final Map<String, FlowRule> desired = new LinkedHashMap<>();

    /** A rule at a place of its own, so that two names never stand for one entry. */
    private static FlowRule rule(Random random, int name) {
        Prefix source = Prefix.host(IpAddress.v4(0xc6336400 + name));
        Match match = random.nextBoolean()
                ? Match.source(source)
                : Match.source(source).withProto(17);
        Dpid dpid = random.nextBoolean() ? null : new Dpid(1 + random.nextInt(2));
        boolean limits = random.nextInt(3) == 0;
        FlowRule rule = new FlowRule(
                "r" + name,
                dpid,
                random.nextBoolean() ? RuleBand.USER : RuleBand.AUTO_NARROW,
                match,
                limits ? Verdict.METER : random.nextInt(4) == 0 ? Verdict.ALLOW : Verdict.DROP,
                limits ? MeterSpec.packetsPerSecond(1 + random.nextInt(1000)) : null,
                random.nextBoolean() ? null : Duration.ofHours(1));
        FlowRule part = random.nextBoolean() ? rule : rule.ofIncident("d" + random.nextInt(3));
        return part.verdict() == Verdict.ALLOW || random.nextBoolean() ? part : part.lookedAt(10);
    }

    /** Priority and whether there is a meter, of each entry that should be there. */
    private List<String> wanted(EmulatedSwitch lan) {
        return desired.values().stream()
                .filter(rule -> rule.dpid() == null || rule.dpid().equals(lan.dpid()))
                .map(rule -> (rule.band() == RuleBand.USER ? 50_000 : 30_000) + " "
                        + (rule.meter() != null || rule.lookPps() != null))
                .sorted()
                .toList();
    }

    private static List<String> held(EmulatedSwitch lan) {
        return lan.flows(0).stream()
                .filter(flow -> Cookies.isRule(flow.cookie()))
                .map(flow -> flow.priority() + " " + (flow.meterId() != 0))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shouldEndWithWhatIsDesiredOnEverySwitch(long seed) throws Exception {
        Random random = new Random(seed);
        try (TestNet net = new TestNet()) {
            List<EmulatedSwitch> lans = List.of(net.connect(1, 2), net.connect(2, 2));
            int metersBefore = lans.get(0).meters().size();
            // Nobody slices: only now may meters be collected that a switch has kept while it was away.
            net.controller
                    .sliceSwitches()
                    .want(Map.of(new Dpid(1), Plan.NOTHING, new Dpid(2), Plan.NOTHING))
                    .get(10, TimeUnit.SECONDS);
            for (int i = 0; i < OPERATIONS; i++) {
                change(net, random);
                if (random.nextInt(100) == 0) {
                    lans.get(random.nextInt(2)).restart();
                } else if (random.nextInt(100) == 0) {
                    lans.get(random.nextInt(2)).dropConnection();
                }
            }
            for (EmulatedSwitch lan : lans) {
                List<String> wanted = wanted(lan);
                int limits = desired.values().stream()
                        .filter(rule -> rule.dpid() == null || rule.dpid().equals(lan.dpid()))
                        .mapToInt(rule -> (rule.meter() != null ? 1 : 0) + (rule.lookPps() == null ? 0 : 1))
                        .sum();
                await(
                        "switch " + lan.dpid() + " holds what is desired",
                        () -> held(lan).equals(wanted) && lan.meters().size() == metersBefore + limits);
            }
            await(
                    "all are confirmed",
                    () -> desired.keySet().stream()
                            .allMatch(id -> net.controller.ruleStates().get(id).status() == Status.INSTALLED));
            assertThat(net.controller.ruleStates().keySet()).isEqualTo(desired.keySet());
        }
    }

    private void change(TestNet net, Random random) throws Exception {
        List<FlowRule> add = new ArrayList<>();
        List<String> remove = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int name = random.nextInt(NAMES);
            String id = "r" + name;
            if (add.stream().anyMatch(rule -> rule.id().equals(id)) || remove.contains(id)) {
                continue;
            }
            if (desired.containsKey(id)) {
                remove.add(id);
                desired.remove(id);
            } else {
                FlowRule rule = rule(random, name);
                add.add(rule);
                desired.put(id, rule);
            }
        }
        var answer = net.controller.apply(new RuleBatch(add, remove));
        if (random.nextInt(10) == 0) {
            answer.get(10, TimeUnit.SECONDS);
        }
    }
}
