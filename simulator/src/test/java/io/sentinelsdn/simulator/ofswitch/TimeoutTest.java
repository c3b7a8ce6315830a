package io.sentinelsdn.simulator.ofswitch;

import static io.sentinelsdn.simulator.ofswitch.Flows.add;
import static io.sentinelsdn.simulator.ofswitch.Flows.any;
import static io.sentinelsdn.simulator.ofswitch.Flows.output;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.UDP;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFFlowRemoved;
import org.projectfloodlight.openflow.protocol.OFFlowRemovedReason;
import org.projectfloodlight.openflow.types.U64;

class TimeoutTest {
    @AutoClose
    private final SwitchFixture fixture = new SwitchFixture();

    @Test
    void shouldEndAnIdleEntryAfterItsLastPacket() throws IOException {
        fixture.controller.order(
                Flows.tellingRemoval(add(0, 1, any(), output(2)).setIdleTimeout(10)));
        fixture.pass(Duration.ofSeconds(8));
        fixture.emulated.inject(1, UDP, 3);

        fixture.pass(Duration.ofMillis(9_999));
        assertThat(fixture.wayOf(UDP)).containsExactly(2);
        fixture.pass(Duration.ofMillis(1));

        assertThat(fixture.wayOf(UDP)).isEmpty();
        OFFlowRemoved removed = fixture.controller.hear(OFFlowRemoved.class);
        assertThat(removed.getReason()).isEqualTo(OFFlowRemovedReason.IDLE_TIMEOUT);
        assertThat(removed.getPacketCount()).isEqualTo(U64.of(3));
        assertThat(removed.getDurationSec()).isEqualTo(18);
        assertThat(removed.getIdleTimeout()).isEqualTo(10);
    }

    @Test
    void shouldEndABusyEntryAtItsHardTimeout() throws IOException {
        fixture.controller.order(Flows.tellingRemoval(
                add(0, 1, any(), output(2)).setIdleTimeout(2).setHardTimeout(5)));

        for (int second = 0; second < 5; second++) {
            fixture.emulated.inject(1, UDP);
            fixture.pass(Duration.ofSeconds(1));
        }

        OFFlowRemoved removed = fixture.controller.hear(OFFlowRemoved.class);
        assertThat(removed.getReason()).isEqualTo(OFFlowRemovedReason.HARD_TIMEOUT);
        assertThat(removed.getPacketCount()).isEqualTo(U64.of(5));
        assertThat(fixture.emulated.flows()).isEmpty();
    }

    @Test
    void shouldNotForwardByAnEntryWhoseTimeIsOver() throws IOException {
        fixture.controller.order(add(0, 1, any(), output(2)).setHardTimeout(1).build());

        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.emulated.inject(1, UDP);

        assertThat(fixture.emulated.port(2).txPackets()).isZero();
    }

    @Test
    void shouldStartAnewWhenAnEntryIsReplaced() throws IOException {
        fixture.controller.order(add(0, 1, any(), output(2)).setHardTimeout(5).build());
        fixture.pass(Duration.ofSeconds(4));
        fixture.controller.order(add(0, 1, any(), output(2)).setHardTimeout(5).build());

        fixture.pass(Duration.ofSeconds(4));
        assertThat(fixture.wayOf(UDP)).containsExactly(2);
        fixture.pass(Duration.ofSeconds(1));
        assertThat(fixture.wayOf(UDP)).isEmpty();
    }
}
