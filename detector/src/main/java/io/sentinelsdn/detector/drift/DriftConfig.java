package io.sentinelsdn.detector.drift;

/**
 * How drift is watched.
 *
 * @param trees trees of the forest, 10 to 200
 * @param sample aggregates that each tree remembers, 32 to 1024
 * @param warmUp aggregates before a score counts, &ge; 32
 * @param limit score from which an aggregate counts as odd, above 0; ordinary ones score about 1
 * @param span odd share is taken over about so many aggregates, 10 to 100,000
 * @param share share of odd aggregates from which traffic has drifted, above 0 and below 1
 * @param seed where all chance comes from
 */
public record DriftConfig(int trees, int sample, int warmUp, double limit, int span, double share, long seed) {
    /** Fifty trees of 128 seconds; drifted when a quarter of the last five minutes is odd. */
    public static final DriftConfig DEFAULT = new DriftConfig(50, 128, 300, 1.5, 300, 0.25, 42);

    public DriftConfig {
        between("trees", trees, 10, 200);
        between("sample", sample, 32, 1024);
        between("warmUp", warmUp, 32, 1_000_000);
        between("span", span, 10, 100_000);
        if (!(limit > 0) || !(share > 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "limit must be above 0 and share above 0 and below 1: " + limit + ", " + share);
        }
    }

    private static void between(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " must be between " + low + " and " + high + ": " + value);
        }
    }
}
