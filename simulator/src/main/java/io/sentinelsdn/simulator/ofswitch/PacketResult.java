package io.sentinelsdn.simulator.ofswitch;

import java.util.List;

/**
 * Where a packet would go.
 *
 * @param outputPorts ports it would leave by, in order
 * @param punted whether the controller would get it; meters considered
 * @param fate how its walk through the tables ends
 * @param table table in which the walk ends
 * @param path the entries it would match, in order
 */
public record PacketResult(List<Integer> outputPorts, boolean punted, Fate fate, int table, List<FlowSnapshot> path) {
    /** How the walk through the tables ends. */
    public enum Fate {
        /** It was sent out of at least one port. */
        FORWARDED,
        /** It went to the controller only. */
        PUNTED,
        /** An entry without output ended it. */
        DROPPED_BY_ENTRY,
        /** No entry of {@code table} matched. */
        DROPPED_BY_MISS,
        /** A meter let it not pass and it had gone nowhere before. */
        DROPPED_BY_METER,
        /** The ingress port is down or does not exist. */
        DROPPED_BY_PORT
    }

    public PacketResult {
        outputPorts = List.copyOf(outputPorts);
        path = List.copyOf(path);
    }

    /** Whether it leaves by this port. */
    public boolean reaches(int port) {
        return outputPorts.contains(port);
    }

    /** Whether it leaves by no port. */
    public boolean dropped() {
        return outputPorts.isEmpty();
    }
}
