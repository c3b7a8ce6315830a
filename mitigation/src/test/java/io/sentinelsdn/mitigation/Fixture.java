package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.S1;
import static io.sentinelsdn.mitigation.TestObjects.S2;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import io.sentinelsdn.mitigation.policy.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A mitigator in virtual time, with two switches, a store and a tracker that remembers what it is told. */
final class Fixture {
    final TestClock clock = new TestClock();
    final InMemoryHistoryStore store;
    final FakeNetwork network;
    final Counters counters = new Counters();
    final List<Event> events = new ArrayList<>();
    final Map<String, MitigationProgress> progress = new LinkedHashMap<>();
    final Mitigator mitigator;

    /** What was dropped is let go at once when an attack is over. */
    Fixture() {
        this(TestConfig.WITHOUT_PROBES, new InMemoryHistoryStore());
    }

    Fixture(MitigationConfig config, InMemoryHistoryStore store) {
        this(config, store, Surroundings.unknown());
    }

    Fixture(MitigationConfig config, InMemoryHistoryStore store, Surroundings surroundings) {
        this.store = store;
        network = new FakeNetwork(clock, S1, S2);
        mitigator = new Mitigator(config, network, surroundings, store, events::add, counters, clock);
    }

    Fixture started() {
        mitigator.restore(progress::put);
        settle();
        return this;
    }

    /** Does everything that waits, answers of switches included. */
    void settle() {
        for (int i = 0; i < 4; i++) {
            mitigator.drain();
        }
    }

    /** Time goes on in steps of 250 ms. */
    void pass(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 250) {
            clock.advance(Duration.ofMillis(Math.min(250, left)));
            mitigator.tick();
            settle();
        }
    }

    void see(Detection detection) {
        mitigator.onDetection(detection);
        settle();
    }

    void see(String id, AttackEvidence evidence) {
        see(TestObjects.detected(id, evidence));
    }

    void end(String id, AttackEvidence evidence) {
        see(TestObjects.detected(id, evidence).with(DetectionStatus.ENDED, clock.instant(), List.of()));
    }

    <T> T ask(CompletableFuture<T> answer) {
        settle();
        try {
            return answer.get(0, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } catch (InterruptedException | java.util.concurrent.TimeoutException notYet) {
            throw new IllegalStateException("no answer", notYet);
        }
    }

    /** Automatic rules on switch 1. */
    List<FlowRule> autoRules() {
        return network.table(S1).stream()
                .filter(rule -> rule.band() == RuleBand.AUTO_NARROW || rule.band() == RuleBand.AUTO_BROAD)
                .toList();
    }

    /** The newest plan of an incident. */
    MitigationPlan plan(String detectionId) {
        return plans(detectionId).stream()
                .reduce((first, second) -> number(first) > number(second) ? first : second)
                .orElseThrow();
    }

    List<MitigationPlan> plans(String detectionId) {
        return store.plans(Query.newest(1000)).items().stream()
                .filter(plan -> plan.detectionId().equals(detectionId))
                .toList();
    }

    long count(String counter) {
        return counters.counter(counter, "").value();
    }

    private static int number(MitigationPlan plan) {
        return Integer.parseInt(plan.id().substring(plan.id().lastIndexOf('-') + 1));
    }
}
