package io.sentinelsdn.detector.window;

/**
 * How much the windows may remember.
 *
 * @param destinations destinations with a baseline
 * @param ports ingress ports with sampled packets
 * @param counters counters of the monitor tables
 * @param pairs address pairs that talk UDP
 * @param cells cells (ingress port, destination) of one window
 */
public record WindowLimits(int destinations, int ports, int counters, int pairs, int cells) {
    public WindowLimits {
        requireBetween("destinations", destinations);
        requireBetween("ports", ports);
        requireBetween("counters", counters);
        requireBetween("pairs", pairs);
        requireBetween("cells", cells);
    }

    private static void requireBetween(String name, int value) {
        if (value < 16 || value > 1 << 20) {
            throw new IllegalArgumentException(name + " must be between 16 and 1048576: " + value);
        }
    }
}
