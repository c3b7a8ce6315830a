package io.sentinelsdn.detector.graph;

/**
 * Two layers over a window graph and a classifier of edges, after E-GraphSAGE (Lo, Layeghy, Sarhan, Gallagher, Portmann,
 * NOMS 2022), with two changes: what a host receives and what it sends are averaged apart, and a node starts with the
 * logarithms of its degrees, because an average alone cannot tell one neighbour from a thousand.
 *
 * <pre>
 * layer 1   h1[v] = relu(W1 · [ln(1+in), ln(1+out) | mean of edges in | mean of edges out] + b1)
 * layer 2   h2[v] = relu(W2 · [h1[v] | mean of h1 of senders | mean of h1 of receivers] + b2)
 * edge      p = sigmoid(w · [h2[source] | h2[destination] | edge] + b)
 * </pre>
 *
 * All parameters stand in one array. Owned by one thread.
 */
final class GraphNet {
    static final int DEGREES = 2;

    private final int features;
    private final int hidden;
    private final int width1;
    private final int width2;
    private final int atB1;
    private final int atW2;
    private final int atB2;
    private final int atOut;
    private final int count;

    private WindowGraph graph;
    private float[] edge;
    private double[] in1;
    private double[] h1;
    private double[] in2;
    private double[] h2;

    GraphNet(int features, int hidden) {
        this.features = features;
        this.hidden = hidden;
        width1 = DEGREES + 2 * features;
        width2 = 3 * hidden;
        atB1 = hidden * width1;
        atW2 = atB1 + hidden;
        atB2 = atW2 + hidden * width2;
        atOut = atB2 + hidden;
        count = atOut + 2 * hidden + features + 1;
    }

    static int parameterCount(int features, int hidden) {
        return new GraphNet(features, hidden).count;
    }

    /** Width that a parameter's inputs have together, for its first value; 0 for a bias. */
    int fanIn(int parameter) {
        if (parameter < atB1) {
            return width1;
        }
        if (parameter >= atW2 && parameter < atB2) {
            return width2;
        }
        return parameter >= atOut && parameter < count - 1 ? 2 * hidden + features : 0;
    }

    /**
     * Log-odds of an attack for each edge.
     *
     * @param edgeValues scaled features of the edges, nothing unknown
     */
    double[] forward(double[] parameters, WindowGraph window, float[] edgeValues) {
        graph = window;
        edge = edgeValues;
        in1 = new double[window.nodes * width1];
        for (int v = 0; v < window.nodes; v++) {
            in1[v * width1] = Math.log1p(window.inDegree[v]);
            in1[v * width1 + 1] = Math.log1p(window.outDegree[v]);
        }
        for (int e = 0; e < window.edges; e++) {
            int to = window.destination[e];
            int from = window.source[e];
            for (int f = 0; f < features; f++) {
                in1[to * width1 + DEGREES + f] += edge[e * features + f] / window.inDegree[to];
                in1[from * width1 + DEGREES + features + f] += edge[e * features + f] / window.outDegree[from];
            }
        }
        h1 = layer(parameters, 0, atB1, in1, width1);
        in2 = new double[window.nodes * width2];
        for (int v = 0; v < window.nodes; v++) {
            System.arraycopy(h1, v * hidden, in2, v * width2, hidden);
        }
        for (int e = 0; e < window.edges; e++) {
            int to = window.destination[e];
            int from = window.source[e];
            for (int k = 0; k < hidden; k++) {
                in2[to * width2 + hidden + k] += h1[from * hidden + k] / window.inDegree[to];
                in2[from * width2 + 2 * hidden + k] += h1[to * hidden + k] / window.outDegree[from];
            }
        }
        h2 = layer(parameters, atW2, atB2, in2, width2);
        double[] odds = new double[window.edges];
        for (int e = 0; e < window.edges; e++) {
            double sum = parameters[count - 1];
            for (int k = 0; k < hidden; k++) {
                sum += parameters[atOut + k] * h2[window.source[e] * hidden + k];
                sum += parameters[atOut + hidden + k] * h2[window.destination[e] * hidden + k];
            }
            for (int f = 0; f < features; f++) {
                sum += parameters[atOut + 2 * hidden + f] * edge[e * features + f];
            }
            odds[e] = sum;
        }
        return odds;
    }

    /**
     * Adds the gradient of the loss over the graph of the last {@link #forward}.
     *
     * @param slope derivative of the loss by the log-odds of each edge
     * @param gradient receives it, as long as the parameters
     */
    void backward(double[] parameters, double[] slope, double[] gradient) {
        double[] by2 = new double[graph.nodes * hidden];
        for (int e = 0; e < graph.edges; e++) {
            int from = graph.source[e] * hidden;
            int to = graph.destination[e] * hidden;
            gradient[count - 1] += slope[e];
            for (int k = 0; k < hidden; k++) {
                gradient[atOut + k] += slope[e] * h2[from + k];
                gradient[atOut + hidden + k] += slope[e] * h2[to + k];
                by2[from + k] += slope[e] * parameters[atOut + k];
                by2[to + k] += slope[e] * parameters[atOut + hidden + k];
            }
            for (int f = 0; f < features; f++) {
                gradient[atOut + 2 * hidden + f] += slope[e] * edge[e * features + f];
            }
        }
        double[] byIn2 = layerBack(parameters, atW2, atB2, in2, width2, h2, by2, gradient, true);
        double[] by1 = new double[graph.nodes * hidden];
        for (int v = 0; v < graph.nodes; v++) {
            System.arraycopy(byIn2, v * width2, by1, v * hidden, hidden);
        }
        for (int e = 0; e < graph.edges; e++) {
            int to = graph.destination[e];
            int from = graph.source[e];
            for (int k = 0; k < hidden; k++) {
                by1[from * hidden + k] += byIn2[to * width2 + hidden + k] / graph.inDegree[to];
                by1[to * hidden + k] += byIn2[from * width2 + 2 * hidden + k] / graph.outDegree[from];
            }
        }
        layerBack(parameters, 0, atB1, in1, width1, h1, by1, gradient, false);
    }

    private double[] layer(double[] parameters, int weights, int biases, double[] in, int width) {
        double[] out = new double[graph.nodes * hidden];
        for (int v = 0; v < graph.nodes; v++) {
            for (int k = 0; k < hidden; k++) {
                double sum = parameters[biases + k];
                int at = weights + k * width;
                for (int i = 0; i < width; i++) {
                    sum += parameters[at + i] * in[v * width + i];
                }
                out[v * hidden + k] = Math.max(0, sum);
            }
        }
        return out;
    }

    /** Adds the gradient of weights and biases, and gives that of the inputs where it is wanted. */
    private double[] layerBack(
            double[] parameters,
            int weights,
            int biases,
            double[] in,
            int width,
            double[] out,
            double[] byOut,
            double[] gradient,
            boolean wanted) {
        double[] byIn = wanted ? new double[in.length] : new double[0];
        for (int v = 0; v < graph.nodes; v++) {
            for (int k = 0; k < hidden; k++) {
                double slope = out[v * hidden + k] > 0 ? byOut[v * hidden + k] : 0;
                if (slope == 0) {
                    continue;
                }
                int at = weights + k * width;
                gradient[biases + k] += slope;
                for (int i = 0; i < width; i++) {
                    gradient[at + i] += slope * in[v * width + i];
                }
                if (wanted) {
                    for (int i = 0; i < width; i++) {
                        byIn[v * width + i] += slope * parameters[at + i];
                    }
                }
            }
        }
        return byIn;
    }
}
