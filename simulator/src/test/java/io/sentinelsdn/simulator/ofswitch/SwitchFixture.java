package io.sentinelsdn.simulator.ofswitch;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.simulator.frame.Frames;
import io.sentinelsdn.simulator.frame.TcpFlags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A switch with four ports in virtual time and the controller that has greeted it. */
final class SwitchFixture implements AutoCloseable {
    static final Frames.Hop HOP =
            new Frames.Hop(MacAddress.parse("02:00:00:00:00:01"), MacAddress.parse("02:00:00:00:00:02"));
    static final IpAddress A = IpAddress.parse("10.0.0.1");
    static final IpAddress B = IpAddress.parse("10.0.0.2");
    static final IpAddress A6 = IpAddress.parse("fd00::1");
    static final IpAddress B6 = IpAddress.parse("fd00::2");
    static final byte[] UDP = Frames.udp(HOP, A, B, 1000, 53, new byte[58]);
    static final byte[] SYN = Frames.syn(HOP, A, B, 1000, 80);
    static final byte[] SYN_ACK = Frames.tcp(HOP, A, B, 80, 1000, 1, 2, TcpFlags.SYN | TcpFlags.ACK, new byte[0]);

    final VirtualClock clock = new VirtualClock();
    final EmulatedSwitch emulated;
    final ScriptedController controller;

    SwitchFixture() {
        this(UnaryOperator.identity());
    }

    SwitchFixture(UnaryOperator<SwitchConfig> change) {
        emulated = new EmulatedSwitch(change.apply(SwitchConfig.of(new Dpid(7), 4)), clock);
        try {
            controller = new ScriptedController();
            controller.greet(emulated);
        } catch (IOException notGreeted) {
            throw new UncheckedIOException(notGreeted);
        }
    }

    void pass(Duration time) {
        clock.advance(time);
        emulated.tick();
    }

    List<Integer> wayOf(byte[] frame) {
        return emulated.probe(1, frame).outputPorts();
    }

    long packets(int table, int priority) {
        return emulated.flows(table).stream()
                .filter(flow -> flow.priority() == priority)
                .mapToLong(FlowSnapshot::packets)
                .sum();
    }

    @Override
    public void close() throws IOException {
        emulated.close();
        controller.close();
    }
}
