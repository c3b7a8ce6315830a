package io.sentinelsdn.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.net.Prefix;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoScreenTest {
    private final StringWriter text = new StringWriter();
    private List<MitigationRule> live = List.of();
    private final DemoScreen screen = new DemoScreen(new PrintWriter(text), () -> live);
    private final ScenarioEvents events = new ScenarioEvents(screen);

    @Test
    void shouldShowTrafficAgainstThePeak() {
        events.accept(
                "{\"event\":\"tick\",\"attack_pps_sent\":2000,\"attack_pps_at_victim\":1000,\"benign_ok\":1234,\"benign_failed\":1}");
        assertThat(text.toString()).contains("2,000/s", "1,000/s", "|##########          |", "ok 1,234, failed 1");
    }

    @Test
    void shouldTellARuleOnceForEachStatus() {
        screen.publish(new Event.RuleStateChanged(state(RuleState.Status.PENDING, 0, 0)));
        screen.publish(new Event.RuleStateChanged(state(RuleState.Status.INSTALLED, 10, 0)));
        screen.publish(new Event.RuleStateChanged(state(RuleState.Status.INSTALLED, 500, 1990)));
        assertThat(text.toString().split("RULE installed", -1)).hasSize(2);
    }

    @Test
    void shouldShowTheCountersOfLiveRulesBesideTheTraffic() {
        Match match = Match.destination(Prefix.parse("10.0.0.1"));
        FlowRule rule = new FlowRule("r1", null, RuleBand.AUTO_NARROW, match, FlowRule.Verdict.DROP, null, null);
        live = List.of(new MitigationRule(
                rule,
                MitigationRule.Owner.AUTO,
                new MitigationAction.Block(),
                "flood",
                null,
                Instant.EPOCH,
                null,
                state(RuleState.Status.INSTALLED, 14_098, 1990)));
        screen.traffic(new TrafficTick(2000, 0, 1, 0));
        assertThat(text.toString()).contains("rules hit 14,098 (1,990/s)");
    }

    @Test
    void shouldSayWhichAttackAPlanIsAgainstAndNoMoreWhenItIsOver() {
        screen.publish(new Event.PlanChanged(plan(MitigationPlan.Status.ACTIVE)));
        assertThat(text.toString()).contains("PLAN active, against detection d1: block", "One real source");

        int shown = text.toString().length();
        screen.publish(new Event.PlanChanged(plan(MitigationPlan.Status.RELEASED)));
        assertThat(text.toString().substring(shown))
                .contains("PLAN released, against detection d1")
                .doesNotContain("One real source");
    }

    @Test
    void shouldSayNothingAboutTheEndOfTheShow() {
        screen.mute();
        screen.publish(new Event.RuleStateChanged(state(RuleState.Status.PENDING, 0, 0)));
        assertThat(text.toString()).isEmpty();
    }

    @Test
    void shouldReadResultsAndSummariseThem() {
        events.accept("{\"event\":\"result\",\"result\":{\"scenario\":\"syn-flood\",\"time_to_detect_s\":0.5,"
                + "\"time_to_mitigate_s\":null,\"attack\":{\"dropped_percent\":12.5},"
                + "\"benign\":{\"delivered_percent_min\":99.5},\"failures\":[\"the attack was not mitigated\"]}}");
        screen.summary(events.outcomes());
        assertThat(events.outcomes())
                .containsExactly(
                        new AttackOutcome("syn-flood", 0.5, null, 12.5, 99.5, List.of("the attack was not mitigated")));
        assertThat(events.outcomes().get(0).passed()).isFalse();
        assertThat(text.toString()).contains("0.50 s", "12.50 %", "99.50 %", "NOT AS PROMISED", "not mitigated");
    }

    @Test
    void shouldPassOverWhatIsNoEvent() {
        events.accept("Traceback (most recent call last):");
        events.accept("{\"event\":\"something new\"}");
        assertThat(text.toString()).isEmpty();
    }

    private static MitigationPlan plan(MitigationPlan.Status status) {
        return new MitigationPlan(
                "plan-d1-1",
                "d1",
                Instant.EPOCH,
                new MitigationAction.Block(),
                List.of(),
                0,
                0,
                1,
                0,
                Duration.ofMinutes(10),
                "Removing its rules undoes it.",
                "One real source carries the attack.",
                status);
    }

    private static RuleState state(RuleState.Status status, long packets, double pps) {
        return new RuleState("r1", status, 1, null, packets, 0, pps);
    }
}
