package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static io.sentinelsdn.controller.TestNet.pings;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.openflow.Patience;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Peers that send every kind of message rightly, wrongly and at the wrong time, to a controller that has two good
 * switches as well. {@code -Dsentinel.fuzz.seconds=600} makes it longer, {@code -Dsentinel.fuzz.seed} repeats the
 * choices of a run.
 */
class FuzzTest {
    private static final Logger log = LoggerFactory.getLogger(FuzzTest.class);
    private static final long SEED = Long.getLong("sentinel.fuzz.seed", System.nanoTime());
    private static final long SECONDS = Long.getLong("sentinel.fuzz.seconds", 20);
    private static final long MOST_GROWTH = 32 << 20;

    private final Counters counters = new Counters();
    private final FuzzTally tally = new FuzzTally();

    private static ControllerConfig config() {
        // Half-open peers shall be gone within a short run; a good switch shall not go for want of a processor.
        Patience patience = new Patience(
                Duration.ofSeconds(4), Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofMinutes(1));
        return TestNet.with(patience).withLinkProbeMs(100).listeningOn("127.0.0.1", 0);
    }

    @Test
    void shouldServeGoodSwitchesWhateverOthersSend() throws Exception {
        try (Alarms alarms = new Alarms();
                Controller controller =
                        new Controller(config(), counters, event -> {}, new FakeFlowStore(), () -> sample -> {});
                EmulatedNetwork good = EmulatedNetwork.linear(2, 1).build()) {
            controller.start();
            good.connect("127.0.0.1", controller.port());
            await("the good hosts reach each other", () -> reach(good));
            Map<Dpid, Instant> since = goodSessions(controller);
            List<Thread> threads = threads();
            long heapBefore = heap();

            FuzzCrowd crowd = fuzz(controller, good);
            crowd.join();
            await("only the good are left", () -> controller.connectedSwitches() == 2);

            long growth = heap() - heapBefore;
            log.warn(
                    "fuzz seed={} seconds={} {} heap_before_kib={} heap_growth_kib={} malformed={} alarms={}",
                    SEED,
                    SECONDS,
                    tally,
                    heapBefore >> 10,
                    growth >> 10,
                    counters.counter("sentinel_openflow_malformed_total", "").value(),
                    alarms.heard().size());
            assertThat(alarms.heard()).as("seed %d", SEED).isEmpty();
            assertThat(counters.counter("sentinel_control_failures_total", "").value())
                    .isZero();
            assertThat(threads).as("seed %d", SEED).isNotEmpty().allMatch(Thread::isAlive);
            assertThat(tally.neverSent()).as("seed %d", SEED).isEmpty();
            assertThat(counters.counter("sentinel_openflow_malformed_total", "").value())
                    .isGreaterThan(tally.connections() / 10);
            assertThat(goodSessions(controller)).as("seed %d", SEED).isEqualTo(since);
            assertThat(growth).as("bytes kept, seed %d", SEED).isLessThan(MOST_GROWTH);
            await("the good hosts still reach each other", () -> reach(good));
            dropOnTheGood(controller, good);
        }
    }

    private FuzzCrowd fuzz(Controller controller, EmulatedNetwork good) throws Exception {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        FuzzCrowd crowd = new FuzzCrowd(controller.port(), SEED, untilNs, tally);
        FuzzOperator operator = new FuzzOperator(controller);
        crowd.start();
        while (System.nanoTime() < untilNs) {
            operator.work();
            good.host(1).ping(good.host(2).ip4()).get(10, TimeUnit.SECONDS);
        }
        operator.finish();
        return crowd;
    }

    private static boolean reach(EmulatedNetwork good) {
        EmulatedHost one = good.host(1);
        EmulatedHost two = good.host(2);
        return pings(one, two.ip4()) && pings(two, one.ip4());
    }

    private static Map<Dpid, Instant> goodSessions(Controller controller) {
        return controller.switches().stream()
                .filter(view -> view.connected()
                        && view.dpid().value() <= 2
                        && view.dpid().value() > 0)
                .collect(Collectors.toMap(SwitchView::dpid, SwitchView::connectedAt));
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread.getName().equals("control") || thread.getName().startsWith("openflow-"))
                .toList();
    }

    private static long heap() {
        Alarms.collect();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void dropOnTheGood(Controller controller, EmulatedNetwork good) throws Exception {
        EmulatedHost one = good.host(1);
        FlowRule drop = new FlowRule(
                "last", new Dpid(1), RuleBand.USER, Match.source(Prefix.host(one.ip4())), Verdict.DROP, null, null);

        Map<String, RuleState> states =
                controller.apply(RuleBatch.adding(List.of(drop))).get(20, TimeUnit.SECONDS);

        assertThat(states.get("last").status()).isEqualTo(RuleState.Status.INSTALLED);
        assertThat(pings(one, good.host(2).ip4())).isFalse();
    }
}
