package io.sentinelsdn.slicing;

import io.sentinelsdn.domain.net.ControllerRole;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.FailMode;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.net.SwitchView.PortView;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Switches as the controller would show them. */
public final class FakeSwitches {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private FakeSwitches() {}

    /** A connected switch with these edge ports. */
    public static SwitchView of(Dpid dpid, int... ports) {
        List<PortView> views = IntStream.of(ports).mapToObj(FakeSwitches::edge).toList();
        return new SwitchView(
                dpid,
                "127.0.0.1:50000",
                true,
                START,
                "Nicira, Inc.",
                "Open vSwitch",
                "3.1.0",
                254,
                true,
                true,
                List.of(),
                views,
                17,
                4,
                List.of(),
                10_000,
                1,
                0,
                new SwitchView.SessionView(ControllerRole.EQUAL, 0, true, Set.of("s1")),
                new SwitchView.Abilities(List.of(), 100, List.of(), FailMode.SECURE),
                List.of());
    }

    private static PortView edge(int number) {
        return new PortView(number, "p" + number, "02:00:00:00:00:01", true, true, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
