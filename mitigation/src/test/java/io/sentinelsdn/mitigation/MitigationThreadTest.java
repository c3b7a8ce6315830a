package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.detected;
import static io.sentinelsdn.mitigation.TestObjects.synFromOneHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With the thread running, as in the real house. */
@Timeout(30)
class MitigationThreadTest {
    private final Fixture house = new Fixture();
    private final BlockingQueue<MitigationProgress> told = new LinkedBlockingQueue<>();

    @Test
    void shouldMitigateAndTellTheTracker() throws InterruptedException {
        try (Mitigator mitigator = house.mitigator) {
            mitigator.start((id, progress) -> told.add(progress));
            mitigator.onDetection(detected("d1", synFromOneHost(5000)));

            MitigationProgress progress = told.poll(10, TimeUnit.SECONDS);
            while (progress != null && progress.state() != MitigationProgress.State.INSTALLED) {
                progress = told.poll(10, TimeUnit.SECONDS);
            }
            assertThat(progress).isNotNull();
            assertThat(house.autoRules()).hasSize(1);
        }
    }

    @Test
    void shouldListABlockBeforeItsFutureCompletes() throws Exception {
        try (Mitigator mitigator = house.mitigator) {
            mitigator.start((id, progress) -> {});
            for (int host = 1; host <= 50; host++) {
                MitigationRule rule = mitigator
                        .block(Prefix.parse("10.0.1." + host), Duration.ofMinutes(1), "")
                        .get(10, TimeUnit.SECONDS);
                assertThat(rule.state().status()).isEqualTo(RuleState.Status.INSTALLED);
                assertThat(mitigator.rules()).contains(rule);
                assertThat(mitigator.remove(rule.rule().id()).get(10, TimeUnit.SECONDS))
                        .isTrue();
                assertThat(mitigator.rules()).isEmpty();
            }
        }
    }

    @Test
    void shouldRefuseRequestsWhenTooManyWait() {
        Fixture busy = new Fixture(TestConfig.withQueue(2), new InMemoryHistoryStore());
        for (int host = 1; host <= 2; host++) {
            busy.mitigator
                    .block(Prefix.parse("10.0.1." + host), Duration.ofMinutes(1), "")
                    .isDone();
        }

        assertThatThrownBy(() -> busy.mitigator
                        .block(Prefix.parse("10.0.1.3"), Duration.ofMinutes(1), "")
                        .get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(Refused.class)
                .hasMessageContaining("too many requests wait");
        assertThat(busy.count("sentinel_mitigation_busy_total")).isEqualTo(1);
    }

    @Test
    void shouldDoWhatWaitsAndRefuseTheRestWhenItStops()
            throws InterruptedException, ExecutionException, TimeoutException {
        Mitigator mitigator = house.mitigator;
        mitigator.start((id, progress) -> {});
        CompletableFuture<MitigationRule> last = mitigator.block(Prefix.parse("10.0.1.1"), Duration.ofMinutes(1), "");
        mitigator.close();

        assertThat(last.get(10, TimeUnit.SECONDS).rule().id()).startsWith("user-10.0.1.1-");
        assertThat(house.store.rules()).hasSize(1);
        assertThatThrownBy(() -> mitigator.remove("x").get()).hasCauseInstanceOf(Refused.class);
    }

    @Test
    void shouldTellWhoWaitsForASwitchThatItStops() throws InterruptedException {
        Mitigator mitigator = house.mitigator;
        mitigator.start((id, progress) -> {});
        house.network.holdAnswers();
        CompletableFuture<MitigationRule> never = mitigator.block(Prefix.parse("10.0.1.1"), Duration.ofMinutes(1), "");
        mitigator.close();

        assertThatThrownBy(never::get).hasCauseInstanceOf(Refused.class);
    }

    @Test
    void shouldStartOnce() {
        try (Mitigator mitigator = house.mitigator) {
            mitigator.start((id, progress) -> {});
            assertThatThrownBy(() -> mitigator.start((id, progress) -> {})).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldGoOnAfterAStepThatThrew() throws InterruptedException {
        try (Mitigator mitigator = house.mitigator) {
            AtomicInteger calls = new AtomicInteger();
            mitigator.start((id, progress) -> {
                told.add(progress);
                if (calls.incrementAndGet() == 1) {
                    throw new IllegalStateException("the tracker is broken once, for this test");
                }
            });
            mitigator.onDetection(detected("d1", synFromOneHost(5000)));

            assertThat(told.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(told.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(house.count("sentinel_mitigation_errors_total")).isEqualTo(1);
        }
    }
}
