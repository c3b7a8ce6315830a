package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.synFromOneHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.mitigation.FakeNetwork.Packet;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A store whose queue is full on a disk that takes nothing. */
class FullStoreTest {
    private static final Prefix ADDRESS = Prefix.parse("10.0.0.9");
    private static final Prefix OTHER = Prefix.parse("10.0.0.8");

    private final Fixture house = new Fixture().started();

    @Test
    void shouldRefuseWhatPeopleAskAndChangeNothing() {
        String rule = house.ask(block(ADDRESS)).rule().id();
        house.ask(house.mitigator.blacklist(Prefix.parse("10.0.1.0/24"), ""));
        int before = house.mitigator.rules().size();
        MitigationMode mode = house.mitigator.mode();
        house.store.full = true;

        assertRefused(block(OTHER));
        assertRefused(house.mitigator.blacklist(OTHER, ""));
        assertRefused(house.mitigator.allow(OTHER, ""));
        assertRefused(house.mitigator.unblacklist(Prefix.parse("10.0.1.0/24")));
        assertRefused(house.mitigator.remove(rule));
        assertRefused(house.mitigator.mode(MitigationMode.OFF));

        assertThat(house.mitigator.rules()).hasSize(before);
        assertThat(house.mitigator.blackList()).hasSize(1);
        assertThat(house.mitigator.allowList()).isEmpty();
        assertThat(house.mitigator.mode()).isEqualTo(mode);
        assertThat(dropped("10.0.0.9")).isTrue();
        assertThat(dropped("10.0.0.8")).isFalse();
        house.store.full = false;
        assertThat(house.ask(house.mitigator.remove(rule))).isTrue();
    }

    @Test
    void shouldGoOnMitigatingAndCountWhatIsNotKept() {
        house.store.full = true;
        house.see("d1", synFromOneHost(5000));

        assertThat(house.autoRules()).hasSize(1);
        assertThat(house.store.rules()).isEmpty();
        assertThat(house.counters
                        .counters()
                        .get("sentinel_mitigation_unstored_total")
                        .value())
                .isPositive();
    }

    private CompletableFuture<io.sentinelsdn.domain.mitigate.MitigationRule> block(Prefix prefix) {
        return house.mitigator.block(prefix, Duration.ofMinutes(10), "test");
    }

    private void assertRefused(CompletableFuture<?> asked) {
        assertThatThrownBy(() -> house.ask(asked)).isInstanceOf(UncheckedIOException.class);
    }

    private boolean dropped(String source) {
        return house.network
                .decide(Packet.tcp(1, source, "10.0.0.4", 80))
                .map(rule -> rule.verdict() == FlowRule.Verdict.DROP)
                .orElse(false);
    }
}
