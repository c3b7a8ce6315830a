package io.sentinelsdn.slicing.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.slicing.share.Pool.Member;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PoolTest {
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Pool pool = new Pool();
    private long nowNs = TimeUnit.HOURS.toNanos(1);
    private Map<String, Double> limits = Map.of();

    private static Member lender(double demand) {
        return new Member("lender", 20, 5, 1000, 0, demand, false);
    }

    private static Member borrower(double demand) {
        return new Member("borrower", 20, 5, 1000, 0, demand, true);
    }

    /** Answers in how many milliseconds the limit is reached. */
    private long until(String id, double limit, Member... members) {
        for (long ms = 0; ms <= 10_000; ms += 250) {
            tick(members);
            if (Math.abs(limits.get(id) - limit) < 0.01) {
                return ms;
            }
        }
        return -1;
    }

    private void tick(Member... members) {
        nowNs += TICK_NS;
        limits = pool.adjust(List.of(members), nowNs);
    }

    @Test
    void shouldMoveWhatIsIdleAndGiveItBackWithinThreeSeconds() {
        assertThat(until("borrower", 35, lender(0), borrower(60))).isBetween(0L, 3_000L);
        assertThat(limits.get("lender")).isEqualTo(5);

        assertThat(until("lender", 20, lender(30), borrower(60))).isBetween(0L, 3_000L);
        assertThat(limits.get("borrower")).isEqualTo(20);
    }

    @Test
    void shouldChangeAtMostOnceInTwoSecondsWhateverDemandDoes() {
        Random random = new Random(3);
        Map<String, Double> before = Map.of();
        long lastChange = 0;
        int changes = 0;
        for (int i = 0; i < 4_000; i++) {
            tick(lender(random.nextInt(3) * 15), borrower(random.nextInt(3) * 25));
            if (!before.isEmpty() && !limits.equals(before)) {
                assertThat(lastChange == 0 ? Pool.PAUSE_NS : nowNs - lastChange).isGreaterThanOrEqualTo(Pool.PAUSE_NS);
                lastChange = nowNs;
                changes++;
            }
            before = limits;
            assertThat(limits.get("lender") + limits.get("borrower")).isCloseTo(40, within(1e-6));
            assertThat(limits.get("lender")).isGreaterThanOrEqualTo(5);
        }
        assertThat(changes).isPositive();
    }

    @Test
    void shouldNotSwingWhileDemandIsSteady() {
        until("borrower", 33, lender(5.6), borrower(60));
        Map<String, Double> settled = limits;
        for (int i = 0; i < 400; i++) {
            tick(lender(5.4 + (i % 3) * 0.2), borrower(limits.get("borrower") + 3));
            assertThat(limits).isEqualTo(settled);
        }
    }

    @Test
    void shouldServeTheBestPriorityFirst() {
        Member best = new Member("best", 10, 3, 18, 7, 50, true);
        Member other = new Member("other", 10, 3, 1000, 1, 50, true);
        until("best", 18, lender(0), best, other);

        assertThat(limits)
                .containsEntry("best", 18.0)
                .containsEntry("other", 17.0)
                .containsEntry("lender", 5.0);
    }

    @Test
    void shouldTakeBackAtOnceWhatALeavingSliceHadLent() {
        until("borrower", 35, lender(0), borrower(60));
        tick(borrower(60));

        assertThat(limits).containsExactly(Map.entry("borrower", 20.0));
    }
}
