package io.sentinelsdn.slicing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SliceMatch;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SliceView;
import io.sentinelsdn.domain.slice.SliceView.Status;
import io.sentinelsdn.domain.spi.SliceStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuarantineTest {
    private static final int LAST = 7;

    private final FakeNet net = new FakeNet();
    private final AtomicBoolean auto = new AtomicBoolean(true);
    private Slices slices;
    private NetworkSlice victim;
    private NetworkSlice other;

    @BeforeEach
    void start() throws Exception {
        slices = new Slices(
                SliceConfig.defaults(),
                net,
                net,
                net.queues,
                SliceStore.NONE,
                net,
                auto::get,
                event -> {},
                new Counters(),
                Clock.systemUTC());
        slices.start(List.of());
        victim = make("victim", "10.0.1.0/24");
        other = make("other", "10.0.2.0/24");
        await("both are active", () -> status(victim) == Status.ACTIVE && status(other) == Status.ACTIVE);
    }

    @AfterEach
    void stop() {
        slices.close();
    }

    private NetworkSlice make(String name, String prefix) throws Exception {
        SliceSpec spec =
                new SliceSpec(name, 20, 5, 4, SliceMatch.of(Prefix.parse(prefix)), false, false, null, null, true);
        return slices.create(spec).get(20, TimeUnit.SECONDS).slice();
    }

    @Test
    void shouldFenceTheSliceOfAVictimUntilTheAttackIsOver() {
        assertThat(net.kbps(victim)).isEqualTo(20_000);
        assertThat(net.queue(victim).priority()).isEqualTo(LAST - 5);

        net.attacked("d-1", "10.0.1.7");

        await("it is fenced", () -> status(victim) == Status.QUARANTINED);
        assertThat(view(victim).reasons().get(0))
                .contains("syn_flood on 10.0.1.7")
                .contains("d-1");
        assertThat(view(victim).stats().limitMbps()).as("its guarantee").isEqualTo(4);
        assertThat(net.kbps(victim)).isEqualTo(4_000);
        assertThat(net.queue(victim).priority()).isEqualTo(LAST);
        assertThat(status(other)).isEqualTo(Status.ACTIVE);
        assertThat(net.kbps(other)).isEqualTo(20_000);
        assertThat(net.queue(other).priority()).isEqualTo(LAST - 5);

        net.calm();

        await("it is released", () -> status(victim) == Status.ACTIVE);
        assertThat(view(victim).reasons()).isEmpty();
        assertThat(view(victim).stats().limitMbps()).isEqualTo(20);
        assertThat(net.kbps(victim)).isEqualTo(20_000);
        assertThat(net.queue(victim).priority()).isEqualTo(LAST - 5);
    }

    @Test
    void shouldStayFencedUntilTheLastOfItsAttacksIsOver() {
        net.attacked("d-1", "10.0.1.7");
        net.attacked("d-2", "10.0.1.8");
        await("it is fenced", () -> status(victim) == Status.QUARANTINED);

        net.over("d-1");

        await(
                "the other attack is its reason",
                () -> view(victim).reasons().get(0).contains("d-2"));
        assertThat(status(victim)).isEqualTo(Status.QUARANTINED);
        assertThat(net.kbps(victim)).isEqualTo(4_000);
    }

    @Test
    void shouldLeaveASliceAloneUnlessMitigationIsAuto() {
        auto.set(false);
        net.attacked("d-1", "10.0.1.7");
        awaitLooks();
        assertThat(status(victim)).isEqualTo(Status.ACTIVE);
        assertThat(net.kbps(victim)).isEqualTo(20_000);

        auto.set(true);
        await("it is fenced", () -> status(victim) == Status.QUARANTINED);

        auto.set(false);
        await("it is released", () -> status(victim) == Status.ACTIVE);
        assertThat(net.kbps(victim)).isEqualTo(20_000);
    }

    @Test
    void shouldNotFenceForAVictimOfNoSlice() {
        net.attacked("d-1", "10.0.3.7");
        net.attacked("d-2", "0.0.0.0");
        awaitLooks();

        assertThat(status(victim)).isEqualTo(Status.ACTIVE);
        assertThat(status(other)).isEqualTo(Status.ACTIVE);
    }

    private SliceView view(NetworkSlice slice) {
        return slices.slice(slice.id()).orElseThrow();
    }

    private Status status(NetworkSlice slice) {
        return view(slice).status();
    }

    /** Until slices have certainly looked at what is here now, and shown what they make of it. */
    private void awaitLooks() {
        long enough = net.looks() + 3;
        await("slices have looked", () -> net.looks() >= enough);
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
