package io.sentinelsdn.mitigation.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.domain.flow.RuleLook;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LooksTest {
    private static final IpAddress VICTIM = IpAddress.parse("10.0.0.4");

    private final Looks looks = new Looks();

    private static RuleLook look(String ruleId, int source) {
        return new RuleLook(ruleId, new Dpid(1), 3, IpAddress.v4(0x0a000000 + source), VICTIM, 6);
    }

    /** Worked by hand: with p = k/n the bound is the smaller root of (p - x)² = z² x (1 - x) / n. */
    @Test
    void shouldBoundAShareFromBelow() {
        for (double[] each : new double[][] {{1, 5}, {5, 100}, {50, 100}, {100, 100}, {3, 17}}) {
            double p = each[0] / each[1];
            double x = Looks.atLeast(each[0], each[1]);
            assertThat(x).isLessThan(p);
            assertThat((p - x) * (p - x)).isCloseTo(1.645 * 1.645 * x * (1 - x) / each[1], within(1e-9));
        }
        assertThat(Looks.atLeast(0, 100)).isCloseTo(0, within(1e-12));
        assertThat(Looks.atLeast(0, 0)).isZero();
    }

    @Test
    void shouldFadeByATenthEachSecondAndForgetRulesThatAreGone() {
        looks.take(IntStream.range(0, 100).mapToObj(i -> look("r1", 7)).toList(), id -> true);
        assertThat(looks.packets("r1")).isEqualTo(100);

        looks.take(List.of(look("r1", 8)), id -> true);
        assertThat(looks.packets("r1")).isCloseTo(91, within(1e-9));
        assertThat(looks.sources("r1").get(IpAddress.parse("10.0.0.7"))).isCloseTo(90, within(1e-9));

        looks.take(List.of(look("r2", 8)), id -> false);
        assertThat(looks.packets("r1")).isZero();
        assertThat(looks.packets("r2")).isZero();
    }

    @Test
    void shouldNotGrowWithForgedSources() {
        looks.take(IntStream.range(0, 4_000).mapToObj(i -> look("r1", i)).toList(), id -> true);

        assertThat(looks.packets("r1")).isEqualTo(4_000);
        assertThat(looks.sources("r1")).hasSize(Looks.SOURCES);
    }
}
