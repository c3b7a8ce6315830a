package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.evidence;
import static io.sentinelsdn.mitigation.TestObjects.ingress;
import static io.sentinelsdn.mitigation.TestObjects.spoofedSyn;
import static io.sentinelsdn.mitigation.TestObjects.synFromOneHost;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void shouldFailAPlanBeyondTheNumberOfAutomaticRules() {
        Fixture house = with(TestConfig.withAutoRules(10));
        house.see("d1", floodAtEightPorts("10.0.0.4"));
        house.see("d2", floodAtEightPorts("10.0.0.5"));

        assertThat(house.autoRules()).hasSize(8);
        assertThat(house.plan("d2").status()).isEqualTo(Status.FAILED);
        assertThat(house.plan("d2").rationale()).contains("needs 8 rules").contains("8 of at most 10");
        assertThat(house.progress.get("d2").state()).isEqualTo(MitigationProgress.State.FAILED);
        assertThat(house.count("sentinel_mitigation_over_limit_total")).isEqualTo(1);
    }

    @Test
    void shouldTryAgainWhenThereIsRoom() {
        Fixture house = with(TestConfig.withAutoRules(10));
        house.see("d1", floodAtEightPorts("10.0.0.4"));
        house.see("d2", floodAtEightPorts("10.0.0.5"));
        house.end("d1", floodAtEightPorts("10.0.0.4"));
        house.pass(Duration.ofSeconds(31));

        assertThat(house.autoRules()).hasSize(8);
        assertThat(house.plans("d2"))
                .singleElement()
                .satisfies(plan -> assertThat(plan.status()).isEqualTo(Status.ACTIVE));
    }

    @Test
    void shouldFailAPlanBeyondTheNumberOfIncidents() {
        Fixture house = with(TestConfig.withIncidents(1));
        house.see("d1", synFromOneHost(5000));
        house.see("d2", floodAtEightPorts("10.0.0.5"));

        assertThat(house.autoRules()).hasSize(1);
        assertThat(house.plan("d2").rationale()).isEqualTo("At most 1 incidents are mitigated at once.");
    }

    @Test
    void shouldFailAPlanWithoutAnIngressPortUntilOneIsKnown() {
        Fixture house = with(TestConfig.WITHOUT_PROBES);
        house.see("d1", TestObjects.synFlood(true, 5000, List.of(), List.of()));
        assertThat(house.plan("d1").status()).isEqualTo(Status.FAILED);

        house.see("d1", spoofedSyn(5000));
        assertThat(house.autoRules()).hasSize(1);
        assertThat(house.plans("d1")).hasSize(1);
    }

    @Test
    void shouldHoldRepeatedOffendersTwiceAsLongEachTimeUpToEightHours() {
        Fixture house = with(TestConfig.WITHOUT_PROBES);
        List<Long> minutes = IntStream.range(0, 8)
                .mapToObj(i -> {
                    house.see("d" + i, spoofedSyn(5000));
                    long lifetime = house.autoRules().get(0).hardTimeout().toMinutes();
                    house.end("d" + i, spoofedSyn(0));
                    return lifetime;
                })
                .toList();

        assertThat(minutes).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 480L, 480L);
    }

    @Test
    void shouldKnowARealOffenderAtAnotherVictim() {
        Fixture house = with(TestConfig.WITHOUT_PROBES);
        house.see("d1", synFromOneHost(5000));
        house.end("d1", synFromOneHost(0));
        AttackEvidence elsewhere = evidence(
                "10.0.0.6",
                17,
                null,
                false,
                false,
                900,
                List.of(ingress(3, 900)),
                List.of(TestObjects.source("10.0.0.3", 1, 3)),
                List.of());
        house.see("d2", elsewhere);

        assertThat(house.autoRules().get(0).hardTimeout()).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void shouldForgiveAfterADay() {
        Fixture house = with(TestConfig.WITHOUT_PROBES);
        house.see("d1", spoofedSyn(5000));
        house.end("d1", spoofedSyn(0));
        house.clock.advance(Duration.ofHours(25));
        house.see("d2", spoofedSyn(5000));

        assertThat(house.autoRules().get(0).hardTimeout()).isEqualTo(Duration.ofMinutes(10));
    }

    private static Fixture with(MitigationConfig config) {
        return new Fixture(config, new InMemoryHistoryStore()).started();
    }

    private static AttackEvidence floodAtEightPorts(String victim) {
        List<AttackEvidence.Ingress> ports =
                IntStream.rangeClosed(1, 8).mapToObj(port -> ingress(port, 500)).toList();
        return evidence(victim, 17, null, false, true, 4000, ports, List.of(), List.of());
    }
}
