package io.sentinelsdn.detector.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.detect.Explanation;
import io.sentinelsdn.domain.detect.Explanation.Contribution;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static Explanation explained(Explainer.Inputs inputs) {
        return new Explanation(
                inputs.feature(),
                inputs.observed(),
                inputs.baseline(),
                inputs.threshold(),
                Explainer.reason(inputs).contributions(),
                "because");
    }

    @Test
    void shouldComeToTheSameBits() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 1000; i++) {
            Explainer.Inputs inputs = new Explainer.Inputs(
                    "half_open_syn_pps",
                    random.nextDouble() * 1e6,
                    random.nextDouble() * 100,
                    1 + random.nextDouble() * 1000,
                    random.nextDouble(),
                    i % 3 == 0 ? 0 : random.nextDouble(),
                    i % 4 == 0 ? Double.NaN : random.nextDouble());

            Replay replay = Replay.of(explained(inputs), null);

            assertThat(replay.same()).isTrue();
            assertThat(replay.confidence())
                    .isEqualTo(Explainer.reason(inputs).confidence())
                    .isBetween(0.0, 1.0);
        }
    }

    @Test
    void shouldNoticeASingleBit() {
        Explanation then = explained(new Explainer.Inputs("icmp_echo_pps", 5000, 3, 150, 0.9, 0.4, 0.8));
        List<Contribution> contributions = new ArrayList<>(then.contributions());
        Contribution first = contributions.get(0);
        contributions.set(
                0,
                new Contribution(
                        first.feature(), first.observed(), first.baseline(), Math.nextUp(first.contribution())));
        Explanation changed = new Explanation(
                then.feature(), then.observed(), then.baseline(), then.threshold(), contributions, then.sentence());

        assertThat(Replay.of(changed, null).same()).isFalse();
    }

    @Test
    void shouldSayWhichInputIsMissing() {
        Explanation bare = new Explanation("icmp_echo_pps", 5000, 3, 150, List.of(), "because");
        assertThatThrownBy(() -> Replay.of(bare, null)).hasMessage("the decision lacks its input attack_share");
    }
}
