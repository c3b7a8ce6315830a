package io.sentinelsdn.slicing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.slice.SliceMatch;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SliceView;
import io.sentinelsdn.domain.slice.SliceView.Status;
import io.sentinelsdn.domain.spi.SliceStore;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SliceStatusTest {
    private static final Dpid SECOND = new Dpid(2);

    private final FakeNet net = new FakeNet();
    private final Slices slices = new Slices(
            SliceConfig.defaults(),
            net,
            net,
            net.queues,
            SliceStore.NONE,
            net,
            () -> true,
            event -> {},
            new Counters(),
            Clock.systemUTC());

    @BeforeEach
    void start() throws Exception {
        slices.start(List.of());
        SliceMatch match = SliceMatch.of(Prefix.parse("10.0.1.0/24"));
        slices.create(new SliceSpec("web", 20, 0, 5, match, false, false, null, null, true))
                .get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        slices.close();
    }

    private SliceView becomes(Status status) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        SliceView view = slices.slices().get(0);
        while (view.status() != status && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            view = slices.slices().get(0);
        }
        assertThat(view.status()).isEqualTo(status);
        return view;
    }

    /** Lets slices look at the switches and show what they have seen. */
    private void lookAgain() {
        long enough = net.looks() + 3;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (net.looks() < enough && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        assertThat(net.looks()).isGreaterThanOrEqualTo(enough);
    }

    @Test
    void shouldBeActiveOnlyWhenEverySwitchHasConfirmed() {
        becomes(Status.ACTIVE);

        net.joins(SECOND);
        assertThat(becomes(Status.PENDING).reasons()).singleElement().asString().contains(SECOND.toString());
        net.hesitates(SECOND);
        lookAgain();
        becomes(Status.PENDING);

        net.confirms(SECOND);
        assertThat(becomes(Status.ACTIVE).reasons()).isEmpty();
    }

    @Test
    void shouldBeDegradedWhereASwitchSaysWhatItCannotDo() {
        net.joins(SECOND);
        net.complains(SECOND, "has no meters: slices are not limited");

        assertThat(becomes(Status.DEGRADED).reasons())
                .containsExactly("switch " + SECOND + " has no meters: slices are not limited");
    }

    @Test
    void shouldStillLimitAndSayWhyThereAreNoQueuesWithoutADatabase() {
        assertThat(becomes(Status.ACTIVE).stats().queues()).isEqualTo("installed");
        assertThat(net.setsQueues()).isTrue();

        net.losesDatabase();

        SliceView view = becomes(Status.DEGRADED);
        assertThat(view.reasons())
                .containsExactly("queues are unavailable: no database of these switches is connected");
        assertThat(view.stats().queues()).isEqualTo("unavailable");
        assertThat(net.setsQueues()).isFalse();
        assertThat(net.kbps(view.slice())).isEqualTo(20_000);
    }
}
