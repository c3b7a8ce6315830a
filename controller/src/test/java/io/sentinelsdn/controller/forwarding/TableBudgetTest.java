package io.sentinelsdn.controller.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TableBudgetTest {
    private final TableBudget budget = new TableBudget(1_000);
    private long nowNs;

    /** So many seconds pass while the tables hold so many entries, none of them for counting. */
    private TableBudget hold(int entries, int seconds) {
        for (int i = 0; i < seconds; i++) {
            nowNs += TimeUnit.SECONDS.toNanos(1);
            budget.second(entries, 0, nowNs);
        }
        return budget;
    }

    @Test
    void shouldRiseAtOnceAndFallOnlyWhenCalm() {
        assertThat(hold(699, 1).level()).isZero();
        assertThat(hold(700, 1).level()).isEqualTo(1);
        assertThat(hold(900, 1).level()).isEqualTo(2);
        assertThat(hold(800, 60).level()).isEqualTo(2);
        assertThat(hold(799, 9).level()).isEqualTo(2);
        assertThat(hold(799, 1).level()).isEqualTo(1);
        assertThat(hold(600, 60).level()).isEqualTo(1);
        assertThat(hold(599, 10).level()).isZero();
    }

    @Test
    void shouldJumpOverALevel() {
        assertThat(hold(950, 1).level()).isEqualTo(2);
    }

    @Test
    void shouldCountEntriesThatWereAskedForSinceTheTablesWereRead() {
        hold(500, 1);

        assertThat(budget.isClosed(449)).isFalse();
        assertThat(budget.isClosed(450)).isTrue();
        budget.second(950, 450, nowNs);
        assertThat(budget.isClosed(450))
                .as("450 of 1,400 may still be on their way")
                .isTrue();
        budget.second(950, 450, nowNs);
        assertThat(budget.isClosed(449)).as("now they are among the 950").isFalse();
    }

    @Test
    void shouldTakeARefusalForTheLimitAndTryMoreLater() {
        hold(400, 1);

        budget.tableFull(0, nowNs);

        assertThat(budget.level()).isEqualTo(2);
        assertThat(budget.hasRefused()).isTrue();
        assertThat(budget.limit()).isEqualTo(400);
        assertThat(hold(200, 9).level()).isEqualTo(2);
        assertThat(hold(200, 20).level()).isZero();
        assertThat(budget.hasRefused()).isFalse();
        assertThat(hold(200, 200).limit()).isEqualTo(1_000);
    }

    @Test
    void shouldNotBelieveALimitBelowWhatIsThere() {
        budget.tableFull(0, nowNs);

        assertThat(budget.limit()).isEqualTo(TableBudget.LEAST);
        assertThat(hold(600, 1).limit()).isEqualTo(600);
    }

    @Test
    void shouldRefuseABudgetThatHoldsNothing() {
        MonitorConfig defaults = MonitorConfig.defaults();

        assertThat(defaults.tableBudget()).isEqualTo(10_000);
        assertThatThrownBy(() -> defaults.withTableBudget(99)).hasMessage("tableBudget must be at least 100: 99");
    }
}
