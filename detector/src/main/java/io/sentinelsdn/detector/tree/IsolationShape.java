package io.sentinelsdn.detector.tree;

/** Whether the arrays of an {@link IsolationForest} fit together and each walk ends: children come after their parent. */
final class IsolationShape {
    private IsolationShape() {}

    static void check(IsolationForest forest) {
        int nodes = forest.first.length;
        int features = forest.median.length;
        if (forest.roots.length == 0 || features == 0) {
            throw new IllegalArgumentException("an isolation forest needs a tree and a feature");
        }
        for (int root : forest.roots) {
            require(root >= 0 && root < nodes, "root outside the nodes", root);
            require(forest.size[root] > 1, "rows of a tree", forest.size[root]);
        }
        for (int node = 0; node < nodes; node++) {
            require(forest.size[node] >= 0, "rows of a node", forest.size[node]);
            if (forest.first[node] != IsolationForest.LEAF) {
                require(forest.first[node] >= 0 && forest.first[node] < features, "feature", forest.first[node]);
                require(forest.second[node] >= 0 && forest.second[node] < features, "feature", forest.second[node]);
                require(
                        forest.left[node] > node && forest.left[node] < nodes - 1,
                        "child outside the nodes",
                        forest.left[node]);
                double weight =
                        Math.abs((double) forest.firstWeight[node]) + Math.abs((double) forest.secondWeight[node]);
                if (!(weight > 0) || !Double.isFinite(weight) || !Float.isFinite(forest.threshold[node])) {
                    throw new IllegalArgumentException("a cut is not finite at node " + node);
                }
            }
        }
        for (float value : forest.median) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("a median is not finite: " + value);
            }
        }
    }

    private static void require(boolean condition, String what, int value) {
        if (!condition) {
            throw new IllegalArgumentException("isolation forest: wrong " + what + ": " + value);
        }
    }
}
