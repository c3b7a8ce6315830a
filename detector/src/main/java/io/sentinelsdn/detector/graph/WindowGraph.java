package io.sentinelsdn.detector.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The flows of one window as a directed graph. Immutable once built; any thread.
 */
public final class WindowGraph {
    /** Most nodes. */
    public static final int MAX_NODES = 5_000;

    /** Most edges. */
    public static final int MAX_EDGES = 50_000;

    final int nodes;
    final int edges;
    final int featureCount;
    final int[] source;
    final int[] destination;
    final float[] features;
    final int[] inDegree;
    final int[] outDegree;

    private WindowGraph(int nodes, int edges, int featureCount, int[] source, int[] destination, float[] features) {
        this.nodes = nodes;
        this.edges = edges;
        this.featureCount = featureCount;
        this.source = source;
        this.destination = destination;
        this.features = features;
        inDegree = new int[nodes];
        outDegree = new int[nodes];
        for (int edge = 0; edge < edges; edge++) {
            outDegree[source[edge]]++;
            inDegree[destination[edge]]++;
        }
    }

    public int nodeCount() {
        return nodes;
    }

    public int edgeCount() {
        return edges;
    }

    /** Node that an edge comes from; nodes are numbered as they appeared. */
    public int source(int edge) {
        return source[edge];
    }

    /** Node that an edge goes to. */
    public int destination(int edge) {
        return destination[edge];
    }

    /** The graph without the edges between two nodes, in either direction, except one edge that stays. */
    WindowGraph without(int one, int other, int kept) {
        int[] from = new int[edges];
        int[] to = new int[edges];
        float[] values = new float[features.length];
        int count = 0;
        for (int edge = 0; edge < edges; edge++) {
            boolean between = (source[edge] == one && destination[edge] == other)
                    || (source[edge] == other && destination[edge] == one);
            if (!between || edge == kept) {
                from[count] = source[edge];
                to[count] = destination[edge];
                System.arraycopy(features, edge * featureCount, values, count * featureCount, featureCount);
                count++;
            }
        }
        return new WindowGraph(nodes, count, featureCount, from, to, values);
    }

    /** Collects flows; owned by one thread. */
    public static final class Builder {
        private final int featureCount;
        private final Map<Long, Integer> nodeOf = new HashMap<>();
        private int[] source = new int[256];
        private int[] destination = new int[256];
        private float[] features;
        private int edges;
        private long dropped;

        /** For flows of so many features. */
        public Builder(int featureCount) {
            this.featureCount = featureCount;
            features = new float[256 * featureCount];
        }

        /**
         * Adds a flow.
         *
         * @param from any number that stands for the sender in this window
         * @param to the same for the receiver
         * @param row {@code float[features]}, copied; {@code NaN} is unknown
         * @return number of its edge, or -1 when the graph is full: the flow is then dropped and counted
         */
        public int add(long from, long to, float[] row) {
            int fresh = (nodeOf.containsKey(from) ? 0 : 1) + (from == to || nodeOf.containsKey(to) ? 0 : 1);
            if (edges == MAX_EDGES || nodeOf.size() + fresh > MAX_NODES) {
                dropped++;
                return -1;
            }
            if (edges == source.length) {
                int capacity = Math.min(MAX_EDGES, edges * 2);
                source = Arrays.copyOf(source, capacity);
                destination = Arrays.copyOf(destination, capacity);
                features = Arrays.copyOf(features, capacity * featureCount);
            }
            source[edges] = node(from);
            destination[edges] = node(to);
            System.arraycopy(row, 0, features, edges * featureCount, featureCount);
            return edges++;
        }

        private int node(long key) {
            Integer known = nodeOf.putIfAbsent(key, nodeOf.size());
            return known == null ? nodeOf.size() - 1 : known;
        }

        /** Flows that did not fit. */
        public long dropped() {
            return dropped;
        }

        public WindowGraph build() {
            return new WindowGraph(
                    nodeOf.size(),
                    edges,
                    featureCount,
                    Arrays.copyOf(source, edges),
                    Arrays.copyOf(destination, edges),
                    Arrays.copyOf(features, edges * featureCount));
        }
    }
}
