package io.sentinelsdn.detector.graph;

import io.sentinelsdn.detector.feature.Scaling;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.model.ModelKind;
import io.sentinelsdn.detector.model.RowBatch;
import java.util.List;

/**
 * A trained graph network: how surely each flow of a window is part of an attack, by the flow itself and by what its two
 * hosts and their neighbours do. See {@link GraphNet} for how. Immutable; any thread.
 */
public final class GraphModel implements FlowModel {
    static final int MAX_HIDDEN = 256;

    final Scaling scaling;
    final int hidden;
    final double[] parameters;

    GraphModel(Scaling scaling, int hidden, double[] parameters) {
        if (hidden < 1 || hidden > MAX_HIDDEN) {
            throw new IllegalArgumentException("hidden must be between 1 and " + MAX_HIDDEN + ": " + hidden);
        }
        if (parameters.length != GraphNet.parameterCount(scaling.features(), hidden)) {
            throw new IllegalArgumentException("wrong number of parameters: " + parameters.length);
        }
        this.scaling = scaling;
        this.hidden = hidden;
        this.parameters = parameters;
    }

    /**
     * Scores all flows of a window; takes 20 to 200 ms for the largest one, so call it on a thread of its own.
     *
     * @return {@code float[edges]}, in [0, 1]; above 0.5 an attack
     */
    public float[] score(WindowGraph graph) {
        double[] odds = new GraphNet(featureCount(), hidden).forward(parameters, graph, scaled(graph));
        float[] scores = new float[odds.length];
        for (int edge = 0; edge < odds.length; edge++) {
            scores[edge] = (float) (1 / (1 + Math.exp(-odds[edge])));
        }
        return scores;
    }

    float[] scaled(WindowGraph graph) {
        return scaled(graph, scaling);
    }

    static float[] scaled(WindowGraph graph, Scaling scaling) {
        float[] scaled = new float[graph.features.length];
        for (int edge = 0; edge < graph.edges; edge++) {
            scaling.apply(graph.features, edge * graph.featureCount, scaled, edge * graph.featureCount);
        }
        return scaled;
    }

    @Override
    public ModelKind kind() {
        return ModelKind.GNN;
    }

    @Override
    public int featureCount() {
        return scaling.features();
    }

    /** None: it tells attack from normal. */
    @Override
    public List<String> classNames() {
        return List.of();
    }

    /** Scores a flow as if it were the only one of its window. */
    @Override
    public FlowScorer newScorer() {
        return row -> {
            WindowGraph.Builder alone = new WindowGraph.Builder(row.length);
            alone.add(0, 1, row);
            return score(alone.build())[0];
        };
    }

    /** Scores each flow in the graph of its window, where hosts and windows are known. */
    @Override
    public FlowScorer newScorer(RowBatch together) {
        return new WindowScorer(this, together);
    }
}
