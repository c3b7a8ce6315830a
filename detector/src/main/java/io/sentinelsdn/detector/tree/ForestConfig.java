package io.sentinelsdn.detector.tree;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a forest is grown.
 *
 * @param trees number of trees, 1 to 1000
 * @param depth greatest depth, 1 to 24
 * @param minLeaf fewest drawn rows in a leaf, &ge; 1
 * @param mtry features tried at a node; 0 for the square root of the number of those that vary, rounded up
 * @param balance how much rare classes are drawn more often: 0 as they come, 1 all classes alike
 * @param sampleRows rows drawn for each tree; 0 for as many as there are
 * @param seed where all chance comes from: the same seed and rows give the same forest
 * @param threads threads to grow with, &ge; 1; does not change the result
 */
@RecordBuilder
public record ForestConfig(
        int trees, int depth, int minLeaf, int mtry, double balance, int sampleRows, long seed, int threads)
        implements ForestConfigBuilder.With {
    /** Fifty trees of depth 12; rare classes are not favoured, because that doubled false alarms and more. */
    public static final ForestConfig DEFAULT = new ForestConfig(
            50, 12, 2, 0, 0, 0, 42, Math.min(2, Runtime.getRuntime().availableProcessors()));

    public ForestConfig {
        between("trees", trees, 1, 1000);
        between("depth", depth, 1, 24);
        between("minLeaf", minLeaf, 1, Integer.MAX_VALUE);
        between("mtry", mtry, 0, Short.MAX_VALUE);
        between("sampleRows", sampleRows, 0, Integer.MAX_VALUE);
        between("threads", threads, 1, 256);
        if (!(balance >= 0 && balance <= 1)) {
            throw new IllegalArgumentException("balance must be between 0 and 1: " + balance);
        }
    }

    public ForestConfig withShape(int newTrees, int newDepth, int newMinLeaf) {
        return with().trees(newTrees).depth(newDepth).minLeaf(newMinLeaf).build();
    }

    /** What shapes the forest, by name; seed and threads apart. */
    public Map<String, String> byName() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("trees", Integer.toString(trees));
        settings.put("depth", Integer.toString(depth));
        settings.put("min_leaf", Integer.toString(minLeaf));
        settings.put("mtry", Integer.toString(mtry));
        settings.put("balance", Double.toString(balance));
        settings.put("sample_rows", Integer.toString(sampleRows));
        return settings;
    }

    private static void between(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " must be between " + low + " and " + high + ": " + value);
        }
    }
}
