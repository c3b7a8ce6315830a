package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.FailMode;
import io.sentinelsdn.domain.net.SwitchView;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class FailModeTest {
    private static final Dpid FIRST = new Dpid(1);

    @Test
    void shouldShowTheFailModeAndWarnOfStandalone() throws Exception {
        Map<Dpid, FailMode> modes = new ConcurrentHashMap<>(Map.of(FIRST, FailMode.STANDALONE));
        try (TestNet net = new TestNet()) {
            net.controller.failModes(dpid -> modes.getOrDefault(dpid, FailMode.UNKNOWN));
            net.connect(1, 2);
            net.connect(2, 2);

            await("the first is standalone", () -> view(net, 0).abilities().failMode() == FailMode.STANDALONE);
            assertThat(view(net, 0).degraded()).anyMatch(reason -> reason.contains("set fail_mode=secure"));
            assertThat(view(net, 1).abilities().failMode()).isEqualTo(FailMode.UNKNOWN);
            assertThat(view(net, 1).degraded()).isEmpty();

            modes.put(FIRST, FailMode.SECURE);
            await("it is secure now", () -> view(net, 0).abilities().failMode() == FailMode.SECURE);
            assertThat(view(net, 0).degraded()).isEmpty();
        }
    }

    private static SwitchView view(TestNet net, int index) {
        return net.controller.switches().get(index);
    }
}
