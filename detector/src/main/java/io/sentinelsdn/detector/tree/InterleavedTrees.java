package io.sentinelsdn.detector.tree;

/**
 * Finds the leaves of a row in eight trees at a time. A walk down one tree waits for memory at every step, because the
 * next node depends on the comparison; eight walks side by side wait together. Leaves are nodes that lead to themselves,
 * so that all eight take the same number of steps without asking.
 *
 * <p>A node is one word: the bits of the threshold &lt;&lt; 32 | feature &lt;&lt; {@value #STEP_BITS} | how far the left
 * child is; the right child is the next one. The idea of trading branches for independent work is that of QuickScorer
 * (Lucchese et al., SIGIR 2015); its bit vectors were not taken, because trees of depth 12 have more than 64 leaves.
 *
 * <p>Immutable: any thread may ask.
 */
final class InterleavedTrees {
    /** Trees walked at a time; callers round their arrays up to a multiple. */
    static final int WIDTH = 8;

    private static final int STEP_BITS = 22;
    private static final int STEP_MASK = (1 << STEP_BITS) - 1;
    private static final int MAX_FEATURES = 1 << (Integer.SIZE - STEP_BITS);

    private final long[] nodes;
    private final int[] roots;
    /** Most steps in each eight trees. */
    private final int[] steps;

    private InterleavedTrees(long[] nodes, int[] roots, int[] steps) {
        this.nodes = nodes;
        this.roots = roots;
        this.steps = steps;
    }

    /** Packs a forest whose shape was checked; null when it does not fit. */
    static InterleavedTrees of(int features, int[] roots, short[] feature, float[] threshold, int[] left) {
        if (features > MAX_FEATURES) {
            return null;
        }
        long[] nodes = new long[feature.length];
        int[] depth = new int[feature.length]; // steps from here to the deepest leaf; children come after their parent
        for (int node = feature.length - 1; node >= 0; node--) {
            boolean leaf = feature[node] == RandomForest.LEAF;
            int step = leaf ? 0 : left[node] - node;
            if (step > STEP_MASK) {
                return null;
            }
            float limit = leaf ? Float.POSITIVE_INFINITY : threshold[node];
            int path = leaf ? step : feature[node] << STEP_BITS | step;
            nodes[node] = (long) Float.floatToRawIntBits(limit) << 32 | (path & 0xffff_ffffL);
            depth[node] = leaf ? 0 : 1 + Math.max(depth[left[node]], depth[left[node] + 1]);
        }
        int groups = (roots.length + WIDTH - 1) / WIDTH;
        int[] padded = new int[groups * WIDTH];
        int[] steps = new int[groups];
        for (int tree = 0; tree < padded.length; tree++) {
            padded[tree] = roots[Math.min(tree, roots.length - 1)];
            steps[tree / WIDTH] = Math.max(steps[tree / WIDTH], depth[padded[tree]]);
        }
        return new InterleavedTrees(nodes, padded, steps);
    }

    /** Number of groups of {@value #WIDTH} trees; the last may repeat its last tree. */
    int groups() {
        return steps.length;
    }

    /**
     * Adds up the class distributions of the leaves of one group, in the order of the trees.
     *
     * @param count trees of this group that count
     */
    void add(int group, int count, float[] row, float[] distribution, int classes, float[] out) {
        int first = group * WIDTH;
        int a = roots[first];
        int b = roots[first + 1];
        int c = roots[first + 2];
        int d = roots[first + 3];
        int e = roots[first + 4];
        int f = roots[first + 5];
        int g = roots[first + 6];
        int h = roots[first + 7];
        for (int step = steps[group]; step > 0; step--) {
            a = next(a, row);
            b = next(b, row);
            c = next(c, row);
            d = next(d, row);
            e = next(e, row);
            f = next(f, row);
            g = next(g, row);
            h = next(h, row);
        }
        add(a, distribution, classes, out);
        if (count == WIDTH) {
            add(b, distribution, classes, out);
            add(c, distribution, classes, out);
            add(d, distribution, classes, out);
            add(e, distribution, classes, out);
            add(f, distribution, classes, out);
            add(g, distribution, classes, out);
            add(h, distribution, classes, out);
            return;
        }
        for (int tree = 1; tree < count; tree++) {
            int leaf = tree < 4 ? (tree == 1 ? b : tree == 2 ? c : d) : tree == 4 ? e : tree == 5 ? f : g;
            add(leaf, distribution, classes, out);
        }
    }

    private int next(int node, float[] row) {
        long word = nodes[node];
        int path = (int) word;
        int right = row[path >>> STEP_BITS] > Float.intBitsToFloat((int) (word >>> 32)) ? 1 : 0;
        return node + (path & STEP_MASK) + right;
    }

    private static void add(int leaf, float[] distribution, int classes, float[] out) {
        int at = leaf * classes;
        for (int i = 0; i < classes; i++) {
            out[i] += distribution[at + i];
        }
    }
}
