package io.sentinelsdn.controller.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleLedgerTest {
    private static final Dpid SWITCH = new Dpid(1);
    private static final long SECOND_NS = 1_000_000_000L;

    private final List<RuleState> changes = new ArrayList<>();
    private final RuleLedger ledger = new RuleLedger(changes::add);

    private Status status() {
        ledger.publish();
        return ledger.snapshot().get("r1").status();
    }

    private void install(Duration lifetime, long nowNs) {
        Match source = Match.source(Prefix.parse("10.0.0.1"));
        ledger.want(new FlowRule("r1", null, RuleBand.USER, source, FlowRule.Verdict.DROP, null, lifetime), nowNs);
        ledger.answered("r1", SWITCH, null);
    }

    @Test
    void shouldKeepARuleWithoutALifetimeForever() {
        install(null, 0);

        ledger.tick(1_000_000 * SECOND_NS);
        ledger.expired("r1", SWITCH, 1_000_000 * SECOND_NS);

        assertThat(status()).isEqualTo(Status.INSTALLED);
    }

    @Test
    void shouldEndARuleASecondAfterItsLifetime() {
        install(Duration.ofSeconds(10), 0);

        ledger.tick(10 * SECOND_NS);
        assertThat(status()).isEqualTo(Status.INSTALLED);
        ledger.tick(12 * SECOND_NS);
        assertThat(status()).isEqualTo(Status.EXPIRED);
        assertThat(changes).last().extracting(RuleState::status).isEqualTo(Status.EXPIRED);
    }

    @Test
    void shouldEndARuleWhenItsSwitchLetsItGoAtTheEndOfItsLifetime() {
        install(Duration.ofSeconds(10), 0);

        ledger.expired("r1", SWITCH, 5 * SECOND_NS);
        assertThat(status()).as("removed long before").isEqualTo(Status.INSTALLED);
        ledger.expired("r1", SWITCH, 9 * SECOND_NS);
        assertThat(status()).isEqualTo(Status.EXPIRED);
    }

    @Test
    void shouldKeepTheSumOfWhatAForgottenSwitchCounted() {
        install(null, 0);
        ledger.counted("r1", SWITCH, 70, 7_000, SECOND_NS);

        assertThat(ledger.switchGone(SWITCH)).as("counters kept").isEqualTo(1);
        ledger.forget(SWITCH);
        ledger.answered("r1", new Dpid(2), null);
        ledger.counted("r1", new Dpid(2), 5, 500, 2 * SECOND_NS);

        ledger.publish();
        assertThat(ledger.snapshot().get("r1").packets()).isEqualTo(75);
        assertThat(ledger.snapshot().get("r1").bytes()).isEqualTo(7_500);
    }

    @Test
    void shouldRememberNothingOfASwitchThatCountedNothing() {
        install(null, 0);

        assertThat(ledger.switchGone(SWITCH)).isZero();
        assertThat(status()).isEqualTo(Status.PENDING);
    }
}
