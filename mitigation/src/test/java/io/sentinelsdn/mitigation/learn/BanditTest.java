package io.sentinelsdn.mitigation.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BanditTest {
    private static final Situation PLAIN = new Situation(5_000, 0.9, false, 3, 1, 10, 0.98);

    @Test
    void shouldLearnALinearRewardAsLeastSquaresDoes() {
        LinUcb model = new LinUcb(1, 2, 0.5);
        model.learn(0, new double[] {1, 0}, 2);
        model.learn(0, new double[] {1, 1}, 3);

        // by hand: (I + [[2, 1], [1, 1]]) w = [5, 3]
        assertThat(model.weights(0)).containsExactly(new double[] {1.4, 0.8}, within(1e-9));
        assertThat(model.width(0, new double[] {1, 0})).isCloseTo(0.5 * Math.sqrt(0.4), within(1e-9));
    }

    @Test
    void shouldEstimateAPolicyFromTheDecisionsOfAnotherWithoutBias() {
        Random random = new Random(3);
        double sum = 0;
        int rounds = 20_000;
        for (int i = 0; i < rounds; i++) {
            boolean taken = random.nextDouble() < 0.2;
            double reward = (taken ? 0.7 : 0.1) + 0.1 * random.nextGaussian();
            sum += OffPolicy.term(0.4, taken, 0.2, reward, 0.4);
        }
        assertThat(sum / rounds).isCloseTo(0.7, within(0.02));
    }

    @Test
    void shouldFollowTheLadderInItsShadowButForSomeDraws() {
        Bandit bandit = new Bandit(1);
        int followed = 0;
        for (int i = 0; i < 1_000; i++) {
            if (bandit.decide(PLAIN, EnumSet.allOf(Arm.class), Arm.LIMIT).taken() == Arm.LIMIT) {
                followed++;
            }
        }
        assertThat(bandit.isPromoted()).isFalse();
        assertThat(followed).isBetween(900, 970);
    }

    @Test
    void shouldOnlyTakeWhatIsSafe() {
        Bandit bandit = new Bandit(1);
        for (int i = 0; i < 500; i++) {
            Bandit.Decision decision = bandit.decide(PLAIN, EnumSet.of(Arm.VICTIM), Arm.VICTIM);
            assertThat(decision.taken()).isEqualTo(Arm.VICTIM);
            bandit.reward(decision, 0.5);
        }
    }

    @Test
    void shouldTakeOverOnceItIsShownToBeBetterAndGiveBackWhenItIsNot() {
        Bandit bandit = new Bandit(5);
        int untilPromoted = rewarded(bandit, Arm.LIMIT, 5_000);
        assertThat(bandit.isPromoted()).isTrue();
        assertThat(untilPromoted).isGreaterThanOrEqualTo(Bandit.LEAST_SAMPLES);

        // from now on the ladder knows something that no feature tells
        Random hidden = new Random(9);
        for (int i = 0; i < 5_000 && bandit.isPromoted(); i++) {
            Arm ladder = hidden.nextBoolean() ? Arm.BLOCK : Arm.LIMIT;
            Bandit.Decision decision = bandit.decide(PLAIN, EnumSet.of(Arm.BLOCK, Arm.LIMIT), ladder);
            bandit.reward(decision, decision.taken() == ladder ? 0.9 : -0.5);
        }
        assertThat(bandit.isPromoted()).isFalse();
    }

    /** The ladder always blocks, but another arm is better; answers after how many decisions the bandit took over. */
    private static int rewarded(Bandit bandit, Arm better, int most) {
        int rounds = 0;
        while (!bandit.isPromoted() && rounds++ < most) {
            Bandit.Decision decision = bandit.decide(PLAIN, EnumSet.of(Arm.BLOCK, Arm.LIMIT), Arm.BLOCK);
            bandit.reward(decision, decision.taken() == better ? 0.9 : 0.1);
        }
        return rounds;
    }

    @Test
    void shouldNotTakeOverWhenNothingIsBetter() {
        Bandit bandit = new Bandit(5);
        Random random = new Random(8);
        for (int i = 0; i < 2_000; i++) {
            Bandit.Decision decision = bandit.decide(PLAIN, EnumSet.of(Arm.BLOCK, Arm.LIMIT), Arm.BLOCK);
            bandit.reward(decision, (decision.taken() == Arm.BLOCK ? 0.9 : 0.3) + 0.1 * random.nextGaussian());
        }
        assertThat(bandit.isPromoted()).isFalse();
        assertThat(bandit.report("rl").deciding()).isEqualTo("ladder");
    }

    @Test
    void shouldComeBackAsItWas() {
        Bandit bandit = new Bandit(5);
        rewarded(bandit, Arm.LIMIT, 5_000);
        Bandit again = new Bandit(6);

        assertThat(again.restore(bandit.save())).isTrue();
        assertThat(again.isPromoted()).isTrue();
        assertThat(again.report("rl").arms()).isEqualTo(bandit.report("rl").arms());
        assertThat(again.restore("1 2 three")).isFalse();
        assertThat(again.restore("")).isFalse();
        assertThat(again.isPromoted()).isTrue();
    }

    @Test
    void shouldBeatTheLadderInTheSimulation() {
        List<PolicyTrial.Point> points = new PolicyTrial(42).run(2_000);
        PolicyTrial.Point last = points.get(points.size() - 1);

        assertThat(last.promoted()).isTrue();
        assertThat(last.rl()).isGreaterThan(last.ladder());
        assertThat(new PolicyTrial(42).run(2_000)).isEqualTo(points);
    }
}
