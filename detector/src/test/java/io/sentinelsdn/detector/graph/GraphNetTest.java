package io.sentinelsdn.detector.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GraphNetTest {
    private static final int FEATURES = 3;
    private static final int HIDDEN = 4;

    private final SplittableRandom random = new SplittableRandom(11);

    /** Six nodes; node 0 is sent to by three, two edges are parallel, one node talks to itself. */
    private WindowGraph sixNodes() {
        int[][] ends = {{1, 0}, {2, 0}, {3, 0}, {0, 1}, {4, 5}, {4, 5}, {5, 5}, {2, 4}};
        WindowGraph.Builder builder = new WindowGraph.Builder(FEATURES);
        for (int[] end : ends) {
            builder.add(end[0], end[1], new float[] {uniform(), uniform(), uniform()});
        }
        return builder.build();
    }

    private float uniform() {
        return (float) (random.nextDouble() * 2 - 1);
    }

    /** Cross-entropy of the edges, every second one an attack. */
    private static double loss(GraphNet net, double[] parameters, WindowGraph graph) {
        double[] odds = net.forward(parameters, graph, graph.features);
        double sum = 0;
        for (int e = 0; e < odds.length; e++) {
            sum += Math.log1p(Math.exp(e % 2 == 0 ? odds[e] : -odds[e]));
        }
        return sum;
    }

    @Test
    void shouldHaveTheGradientThatFiniteDifferencesGive() {
        GraphNet net = new GraphNet(FEATURES, HIDDEN);
        double[] parameters = new double[GraphNet.parameterCount(FEATURES, HIDDEN)];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = uniform();
        }
        WindowGraph graph = sixNodes();
        assertThat(graph.nodeCount()).isEqualTo(6);
        double[] odds = net.forward(parameters, graph, graph.features);
        for (int e = 0; e < odds.length; e++) {
            double p = 1 / (1 + Math.exp(-odds[e]));
            odds[e] = e % 2 == 0 ? p : p - 1;
        }
        double[] gradient = new double[parameters.length];
        net.backward(parameters, odds, gradient);

        double step = 1e-6;
        int moving = 0;
        for (int i = 0; i < parameters.length; i++) {
            double[] moved = parameters.clone();
            moved[i] = parameters[i] + step;
            double above = loss(net, moved, graph);
            moved[i] = parameters[i] - step;
            double below = loss(net, moved, graph);
            assertThat(gradient[i]).as("parameter %d", i).isEqualTo((above - below) / (2 * step), within(1e-6));
            moving += gradient[i] == 0 ? 0 : 1;
        }
        assertThat(moving).isGreaterThan(parameters.length / 2);
    }

    @Test
    void shouldTellDegreesApartThatAnAverageCannot() {
        GraphNet net = new GraphNet(FEATURES, HIDDEN);
        double[] parameters = new double[GraphNet.parameterCount(FEATURES, HIDDEN)];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = Math.abs(uniform());
        }
        float[] same = {1, 1, 1};
        WindowGraph.Builder one = new WindowGraph.Builder(FEATURES);
        one.add(1, 0, same);
        WindowGraph.Builder many = new WindowGraph.Builder(FEATURES);
        for (int i = 1; i < 50; i++) {
            many.add(i, 0, same);
        }
        WindowGraph few = one.build();
        WindowGraph crowd = many.build();

        assertThat(net.forward(parameters, crowd, crowd.features)[0])
                .isGreaterThan(net.forward(parameters, few, few.features)[0]);
    }
}
