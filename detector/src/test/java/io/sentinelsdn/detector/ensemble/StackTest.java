package io.sentinelsdn.detector.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StackTest {
    private final SplittableRandom random = new SplittableRandom(9);
    private final boolean[] attack = new boolean[2000];
    private final double[] logOdds = new double[2000 * Stack.MEMBERS];

    private void fill(int member, double right) {
        for (int row = 0; row < attack.length; row++) {
            attack[row] = row % 2 == 0;
            logOdds[row * Stack.MEMBERS + member] = (random.nextDouble() < right) == attack[row] ? 2 : -2;
        }
    }

    @Test
    void shouldWeighTheMemberThatIsRightMoreOften() {
        fill(Stack.FOREST, 0.6);
        fill(Stack.AUTOENCODER, 0.95);

        Stack stack = Stack.fit(logOdds, attack);

        assertThat(stack.weights[Stack.AUTOENCODER]).isGreaterThan(2 * stack.weights[Stack.FOREST]);
        assertThat(stack.weights[Stack.ISOLATION]).isZero();
    }

    @Test
    void shouldSayHowOftenTheMemberIsRight() {
        fill(Stack.FOREST, 0.8);

        Stack stack = Stack.fit(logOdds, attack);

        assertThat(stack.probability(2, 0, 0)).isEqualTo(0.8, within(0.03));
        assertThat(stack.probability(-2, 0, 0)).isEqualTo(0.2, within(0.03));
    }

    @Test
    void shouldGiveNoVoteToAMemberThatIsMostlyWrong() {
        fill(Stack.FOREST, 0.9);
        fill(Stack.ISOLATION, 0.2);

        assertThat(Stack.fit(logOdds, attack).weights[Stack.ISOLATION]).isZero();
    }

    @Test
    void shouldRefuseNegativeWeights() {
        assertThatThrownBy(() -> new Stack(0, new double[] {1, -1, 0})).hasMessageContaining("negative");
        assertThatThrownBy(() -> new Stack(0, new double[] {1, Double.NaN, 0})).hasMessageContaining("not finite");
    }
}
