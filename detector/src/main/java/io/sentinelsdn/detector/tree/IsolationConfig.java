package io.sentinelsdn.detector.tree;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How an isolation forest is grown.
 *
 * @param trees number of trees, 1 to 1000
 * @param sample rows drawn for each tree, 2 to 65,536
 * @param pairs share of the nodes that split on two features at once, 0 to 1
 * @param heldOut share of the rows, the last ones, by which the threshold is set, above 0 and below 1
 * @param falseAlarms share of the normal rows that may exceed the threshold, above 0 and below 1
 * @param seed the same seed and rows give the same forest
 */
@RecordBuilder
public record IsolationConfig(int trees, int sample, double pairs, double heldOut, double falseAlarms, long seed)
        implements IsolationConfigBuilder.With {
    /** A hundred trees of 512 rows. */
    public static final IsolationConfig DEFAULT = new IsolationConfig(100, 512, 0.5, 0.2, 0.08, 42);

    public IsolationConfig {
        if (trees < 1 || trees > 1000) {
            throw new IllegalArgumentException("trees must be between 1 and 1000: " + trees);
        }
        if (sample < 2 || sample > 65_536) {
            throw new IllegalArgumentException("sample must be between 2 and 65536: " + sample);
        }
        if (!(pairs >= 0 && pairs <= 1)) {
            throw new IllegalArgumentException("pairs must be between 0 and 1: " + pairs);
        }
        if (!(heldOut > 0 && heldOut < 1) || !(falseAlarms > 0 && falseAlarms < 1)) {
            throw new IllegalArgumentException(
                    "heldOut and falseAlarms must be above 0 and below 1: " + heldOut + ", " + falseAlarms);
        }
    }
}
