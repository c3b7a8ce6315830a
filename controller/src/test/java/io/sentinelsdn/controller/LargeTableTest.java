package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.controller.stats.TableSizes;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.net.SwitchView.ClassCount;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.ForeignEntry;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LargeTableTest {
    private static final long FOREIGN = 7;

    private static SwitchView view(TestNet net) {
        return net.controller.switches().get(0);
    }

    /** An entry for one Ethernet source. */
    private static ForeignEntry entry(int number) {
        byte[] match = Unpooled.buffer()
                .writeInt(0x8000_0806)
                .writeShort(0x0a00)
                .writeInt(number)
                .array();
        return new ForeignEntry(9, 1, FOREIGN, Arrays.copyOf(match, 10), new byte[0], 2, 100);
    }

    @Test
    void shouldCountALargeTableByAggregateAndStillPutOurEntriesBack() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            assertThat(view(net).classes()).isEmpty();
            int ours = lan.flowCount();
            for (int i = 0; i <= TableSizes.LARGE; i++) {
                lan.addForeign(entry(i));
            }

            await(
                    "its entries are counted",
                    () -> view(net).classes().stream()
                            .anyMatch(count -> count.name().equals("all") && count.flows() > TableSizes.LARGE));
            assertThat(view(net).degraded()).anyMatch(reason -> reason.contains("AGGREGATE"));
            assertThat(view(net).classes()).contains(new ClassCount("user_flows", 0, 0L, 0L));

            assertThat(lan.removeSilently(Cookies.PUNT, Cookies.CLASS_MASK)).isPositive();
            await("our entries are back", () -> lan.flowCount() == ours + TableSizes.LARGE + 1);

            lan.removeSilently(FOREIGN, -1);
            await("it is listed again", () -> view(net).classes().isEmpty());
            assertThat(view(net).degraded()).noneMatch(reason -> reason.contains("AGGREGATE"));
        }
    }

    @Test
    void shouldSayWhatASwitchCan() throws Exception {
        try (TestNet net = new TestNet()) {
            net.connect(1, 2);

            assertThat(view(net).abilities().capabilities()).contains("FLOW_STATS", "PORT_STATS");
            assertThat(view(net).abilities().maxMeters()).isPositive();
            assertThat(view(net).abilities().failMode())
                    .as("not told over OpenFlow")
                    .isEqualTo(io.sentinelsdn.domain.net.FailMode.UNKNOWN);
        }
    }
}
