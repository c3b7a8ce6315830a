package io.sentinelsdn.detector.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeShapTest {
    private static final int FEATURES = 6;

    private final SplittableRandom random = new SplittableRandom(11);

    /** A node while a random tree is made: rows seen, and the share of attacks among them. */
    private static final class Node {
        int feature = RandomForest.LEAF;
        float threshold;
        Node left;
        Node right;
        int rows;
        double attacks;
    }

    private Node grow(int depth) {
        Node node = new Node();
        if (depth == 0 || random.nextInt(5) == 0) {
            node.rows = 1 + random.nextInt(20);
            node.attacks = random.nextInt(17) / 16.0;
            return node;
        }
        node.feature = random.nextInt(FEATURES);
        node.threshold = (float) random.nextDouble();
        node.left = grow(depth - 1);
        node.right = grow(depth - 1);
        node.rows = node.left.rows + node.right.rows;
        node.attacks = (node.left.attacks * node.left.rows + node.right.attacks * node.right.rows) / node.rows;
        return node;
    }

    private static RandomForest forest(List<Node> trees) {
        List<Node> flat = new ArrayList<>();
        List<Integer> left = new ArrayList<>();
        int[] roots = new int[trees.size()];
        for (int t = 0; t < roots.length; t++) {
            roots[t] = flat.size();
            flat.add(trees.get(t));
            for (int i = roots[t]; i < flat.size(); i++) {
                Node node = flat.get(i);
                left.add(node.left == null ? 0 : flat.size());
                if (node.left != null) {
                    flat.add(node.left);
                    flat.add(node.right);
                }
            }
        }
        short[] feature = new short[flat.size()];
        float[] threshold = new float[flat.size()];
        float[] distribution = new float[flat.size() * 2];
        for (int i = 0; i < feature.length; i++) {
            feature[i] = (short) flat.get(i).feature;
            threshold[i] = flat.get(i).threshold;
            distribution[2 * i] = (float) (1 - flat.get(i).attacks);
            distribution[2 * i + 1] = (float) flat.get(i).attacks;
        }
        return new RandomForest(
                List.of("normal", "syn_flood"),
                FEATURES,
                roots,
                feature,
                threshold,
                left.stream().mapToInt(i -> i).toArray(),
                distribution);
    }

    /** What the tree gives when only the features in the coalition are known. */
    private static double value(Node node, float[] row, int coalition) {
        if (node.left == null) {
            return node.attacks;
        }
        if ((coalition & (1 << node.feature)) != 0) {
            return value(row[node.feature] > node.threshold ? node.right : node.left, row, coalition);
        }
        return (value(node.left, row, coalition) * node.left.rows + value(node.right, row, coalition) * node.right.rows)
                / node.rows;
    }

    /** By the definition: over all coalitions without the feature. */
    private static double shapley(List<Node> trees, float[] row, int feature) {
        double sum = 0;
        for (int coalition = 0; coalition < 1 << FEATURES; coalition++) {
            if ((coalition & (1 << feature)) == 0) {
                int size = Integer.bitCount(coalition);
                double weight = factorial(size) * factorial(FEATURES - size - 1) / factorial(FEATURES);
                for (Node tree : trees) {
                    sum += weight
                            * (value(tree, row, coalition | (1 << feature)) - value(tree, row, coalition))
                            / trees.size();
                }
            }
        }
        return sum;
    }

    private static double factorial(int n) {
        return n < 2 ? 1 : n * factorial(n - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldAgreeWithShapleyValuesByDefinition(int depth) {
        for (int round = 0; round < 20; round++) {
            List<Node> trees = List.of(grow(depth), grow(depth), grow(depth));
            TreeShap shap = new TreeShap(forest(trees));
            float[] row = new float[FEATURES];
            for (int f = 0; f < FEATURES; f++) {
                row[f] = (float) random.nextDouble();
            }
            double[] contributions = new double[FEATURES];
            double base = shap.contributions(row, contributions);

            assertThat(base)
                    .isCloseTo(
                            trees.stream().mapToDouble(t -> t.attacks).average().orElseThrow(), within(1e-5));
            for (int f = 0; f < FEATURES; f++) {
                assertThat(contributions[f]).isCloseTo(shapley(trees, row, f), within(1e-5));
            }
        }
    }

    /** The same from the forest's own arrays, with the shares that the distributions give. */
    private static double value(RandomForest forest, TreeShap shap, int node, float[] row, int coalition) {
        int feature = forest.feature(node);
        if (feature == RandomForest.LEAF) {
            return 1 - forest.distribution(node, 0);
        }
        int left = forest.left(node);
        if ((coalition & (1 << feature)) != 0) {
            return value(forest, shap, row[feature] > forest.threshold(node) ? left + 1 : left, row, coalition);
        }
        double share = shap.leftShare(node);
        return share * value(forest, shap, left, row, coalition)
                + (1 - share) * value(forest, shap, left + 1, row, coalition);
    }

    @Test
    void shouldBeExactForDeepTreesThatSplitOnAFeatureAgain() {
        for (int round = 0; round < 20; round++) {
            RandomForest forest = forest(List.of(grow(8)));
            TreeShap shap = new TreeShap(forest);
            float[] row = new float[FEATURES];
            for (int f = 0; f < FEATURES; f++) {
                row[f] = (float) random.nextDouble();
            }
            double[] contributions = new double[FEATURES];
            shap.contributions(row, contributions);
            for (int f = 0; f < FEATURES; f++) {
                double sum = 0;
                for (int coalition = 0; coalition < 1 << FEATURES; coalition++) {
                    if ((coalition & (1 << f)) == 0) {
                        int size = Integer.bitCount(coalition);
                        sum += factorial(size)
                                * factorial(FEATURES - size - 1)
                                / factorial(FEATURES)
                                * (value(forest, shap, 0, row, coalition | (1 << f))
                                        - value(forest, shap, 0, row, coalition));
                    }
                }
                assertThat(contributions[f]).isCloseTo(sum, within(1e-9));
            }
        }
    }

    @Test
    void shouldSumToTheScoreOfATrainedForest() {
        LabelledRows rows = SampleRows.of(800, 3);
        RandomForest forest = ForestTrainer.train(
                new LabelledRows(List.of("normal", "a", "b"), 5, values(rows), labels(rows), SampleRows.ones(800)),
                new ForestConfig(10, 10, 2, 0, 0, 0, 3, 1),
                Progress.SILENT);
        TreeShap shap = new TreeShap(forest);
        float[] row = new float[5];
        double[] contributions = new double[5];
        for (int i = 0; i < 100; i++) {
            rows.copyRow(i, row);
            double sum = shap.contributions(row, contributions)
                    + Arrays.stream(contributions).sum();
            assertThat(sum).isCloseTo(forest.newScorer().score(row), within(1e-4));
        }
    }

    private static float[] values(LabelledRows rows) {
        float[] values = new float[rows.size() * 5];
        float[] row = new float[5];
        for (int i = 0; i < rows.size(); i++) {
            rows.copyRow(i, row);
            System.arraycopy(row, 0, values, i * 5, 5);
        }
        return values;
    }

    private static int[] labels(LabelledRows rows) {
        int[] labels = new int[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = rows.label(i);
        }
        return labels;
    }
}
