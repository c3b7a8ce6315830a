package io.sentinelsdn.slicing.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.slicing.share.Shares.Use;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharesTest {
    private static final List<String> THREE = List.of("a", "b", "c");

    private final Shares<String> shares = new Shares<>();

    private static Use use(double offered) {
        return new Use(offered, offered, false);
    }

    @Test
    void shouldGiveNearlyAllToTheOnlyOneThatSends() {
        Map<String, Double> parts = shares.divide(
                5, THREE, shares.equal(5, THREE), Map.of("a", new Use(50, 50, true), "b", use(0), "c", use(0)));

        assertThat(parts.get("a")).isBetween(4.85, 5.0);
        assertThat(sum(parts)).isCloseTo(5, within(1e-9));
    }

    @Test
    void shouldShareEvenlyAmongThoseThatCouldUseAll() {
        Map<String, Use> flooded =
                Map.of("a", new Use(50, 50, true), "b", new Use(50, 50, true), "c", new Use(50, 50, true));

        Map<String, Double> parts = shares.divide(5, THREE, Map.of("a", 4.9, "b", 0.05, "c", 0.05), flooded);

        assertThat(parts.values()).allSatisfy(part -> assertThat(part).isCloseTo(5 / 3.0, within(1e-9)));
    }

    @Test
    void shouldLeaveAsItIsWhileNobodyCouldUseMore() {
        Map<String, Double> now = Map.of("a", 3.0, "b", 1.0, "c", 1.0);

        assertThat(shares.divide(5, THREE, now, Map.of("a", use(2), "b", use(0.1), "c", use(0))))
                .isEqualTo(now);
    }

    @Test
    void shouldKeepRoomForWhatAnswersComeBack() {
        Map<String, Use> tcp = Map.of("a", new Use(12, 12, true), "b", new Use(0.1, 0.3, false), "c", use(0));

        Map<String, Double> parts = shares.divide(10, THREE, shares.equal(10, THREE), tcp);

        assertThat(parts.get("b")).isBetween(0.3, 0.6);
        assertThat(parts.get("a")).isGreaterThan(9.2);
    }

    @Test
    void shouldAlwaysAddUpToTheLimit() {
        Random random = new Random(7);
        Map<String, Double> parts = shares.equal(8, THREE);
        for (int i = 0; i < 1000; i++) {
            double limit = 1 + random.nextInt(40);
            Map<String, Use> uses = new HashMap<>();
            for (String place : THREE) {
                double offered = random.nextInt(3) * random.nextDouble() * 30;
                uses.put(place, new Use(offered, offered * 2, random.nextBoolean()));
            }
            parts = shares.divide(limit, THREE, parts, uses);

            assertThat(sum(parts)).isCloseTo(limit, within(1e-6));
            assertThat(parts.values()).allSatisfy(part -> assertThat(part).isPositive());
        }
    }

    private static double sum(Map<String, Double> parts) {
        return parts.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
