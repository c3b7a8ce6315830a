package io.sentinelsdn.slicing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.slice.SliceMatch;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SliceView;
import io.sentinelsdn.domain.slice.SliceView.Status;
import io.sentinelsdn.domain.spi.SliceStore;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DisabledSliceTest {
    private final FakeNet net = new FakeNet();

    private static SliceSpec named(String name) {
        SliceMatch match = SliceMatch.of(Prefix.parse("10.0.1.0/24"));
        return new SliceSpec(name, 20, 0, 0, match, false, false, null, null, false);
    }

    @Test
    void shouldAnswerWithWhatWasAskedThoughNoSwitchHearsOfIt() throws Exception {
        try (Slices slices = new Slices(
                SliceConfig.defaults(),
                net,
                net,
                net.queues,
                SliceStore.NONE,
                net,
                () -> true,
                event -> {},
                new Counters(),
                Clock.systemUTC())) {
            slices.start(List.of());
            for (int i = 0; i < 10; i++) {
                SliceView made = slices.create(named("first")).get(20, TimeUnit.SECONDS);
                assertThat(made.status()).isEqualTo(Status.DISABLED);
                String id = made.slice().id();

                SliceView changed = slices.replace(id, named("second"))
                        .get(20, TimeUnit.SECONDS)
                        .orElseThrow();
                assertThat(changed.slice().spec().name()).isEqualTo("second");

                assertThat(slices.remove(id).get(20, TimeUnit.SECONDS)).isTrue();
                assertThat(slices.slices()).isEmpty();
            }
        }
    }
}
