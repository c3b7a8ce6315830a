package io.sentinelsdn.detector.graph;

import io.sentinelsdn.detector.feature.Scaling;
import io.sentinelsdn.detector.model.RowBatch;
import io.sentinelsdn.detector.tree.Progress;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/**
 * Trains a {@link GraphModel} from labelled windows: cross-entropy over edges, both sides weighing alike in each window,
 * Adam (Kingma, Ba, 2015), one window a step in random order. The caller's thread does the work.
 */
public final class GraphTrainer {
    private static final double FIRST_DECAY = 0.9;
    private static final double SECOND_DECAY = 0.999;
    private static final double TINY = 1e-8;

    private GraphTrainer() {}

    /**
     * How to train.
     *
     * @param hidden units of each layer, 1 to 256
     * @param steps windows learnt, 1 to 100,000
     * @param learningRate step of Adam, above 0 and at most 1
     * @param seed the same seed and rows give the same model
     */
    public record Config(int hidden, int steps, double learningRate, long seed) {
        public static final Config DEFAULT = new Config(32, 1500, 3e-3, 42);

        public Config {
            if (hidden < 1 || hidden > GraphModel.MAX_HIDDEN || steps < 1 || steps > 100_000) {
                throw new IllegalArgumentException("hidden must be between 1 and " + GraphModel.MAX_HIDDEN
                        + " and steps between 1 and 100000: " + hidden + ", " + steps);
            }
            if (!(learningRate > 0 && learningRate <= 1)) {
                throw new IllegalArgumentException("learningRate must be above 0 and at most 1: " + learningRate);
            }
        }

        public Config withSeed(long newSeed) {
            return new Config(hidden, steps, learningRate, newSeed);
        }
    }

    /**
     * Trains.
     *
     * @param batch rows with hosts and windows
     * @param attack whether each row is one
     * @param features values in a row
     * @throws IllegalArgumentException if no row has hosts and a window
     * @throws CancellationException if {@code progress} said so
     */
    public static GraphModel train(RowBatch batch, boolean[] attack, int features, Config config, Progress progress) {
        List<Windows.Window> windows = Windows.of(batch, features);
        if (windows.isEmpty()) {
            throw new IllegalArgumentException(
                    "a graph network needs rows with time, sender and receiver; this layout has none");
        }
        Scaling scaling = scaling(batch, features);
        GraphNet net = new GraphNet(features, config.hidden());
        SplittableRandom random = new SplittableRandom(config.seed());
        double[] parameters = start(net, GraphNet.parameterCount(features, config.hidden()), random);
        double[] gradient = new double[parameters.length];
        double[] first = new double[parameters.length];
        double[] second = new double[parameters.length];
        double positives = share(attack);
        for (int step = 1; step <= config.steps(); step++) {
            if (Thread.interrupted() || !progress.report((step - 1.0) / config.steps())) {
                throw new CancellationException("training was cancelled");
            }
            Windows.Window window = windows.get(random.nextInt(windows.size()));
            double[] odds = net.forward(parameters, window.graph(), GraphModel.scaled(window.graph(), scaling));
            for (int edge = 0; edge < odds.length; edge++) {
                boolean bad = attack[window.rows().get(edge)];
                double weight = 0.5 / (bad ? positives : 1 - positives) / odds.length;
                odds[edge] = weight * (1 / (1 + Math.exp(-odds[edge])) - (bad ? 1 : 0));
            }
            Arrays.fill(gradient, 0);
            net.backward(parameters, odds, gradient);
            adam(parameters, gradient, first, second, step, config.learningRate());
        }
        return new GraphModel(scaling, config.hidden(), parameters);
    }

    /** Normal with deviation sqrt(2 / inputs) (He et al., 2015); 0 for a bias. */
    private static double[] start(GraphNet net, int count, SplittableRandom random) {
        double[] parameters = new double[count];
        for (int i = 0; i < count; i++) {
            int inputs = net.fanIn(i);
            parameters[i] = inputs == 0 ? 0 : gaussian(random) * StrictMath.sqrt(2.0 / inputs);
        }
        return parameters;
    }

    /** Sum of twelve uniform numbers: near enough to normal, and the same on every machine. */
    private static double gaussian(SplittableRandom random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }

    private static void adam(
            double[] parameters, double[] gradient, double[] first, double[] second, int step, double rate) {
        double firstCorrection = 1 - Math.pow(FIRST_DECAY, step);
        double secondCorrection = 1 - Math.pow(SECOND_DECAY, step);
        for (int i = 0; i < parameters.length; i++) {
            first[i] = FIRST_DECAY * first[i] + (1 - FIRST_DECAY) * gradient[i];
            second[i] = SECOND_DECAY * second[i] + (1 - SECOND_DECAY) * gradient[i] * gradient[i];
            parameters[i] -= rate * (first[i] / firstCorrection) / (Math.sqrt(second[i] / secondCorrection) + TINY);
        }
    }

    private static double share(boolean[] attack) {
        int count = 0;
        for (boolean bad : attack) {
            count += bad ? 1 : 0;
        }
        if (count == 0 || count == attack.length) {
            throw new IllegalArgumentException(
                    "the data has only " + (count == 0 ? "normal" : "attack") + " rows to learn from; both are needed");
        }
        return (double) count / attack.length;
    }

    private static Scaling scaling(RowBatch batch, int features) {
        int step = 1 + batch.size() / 200_000;
        int count = (batch.size() + step - 1) / step;
        float[] rows = new float[count * features];
        float[] row = new float[features];
        for (int i = 0; i < count; i++) {
            batch.copyRow(i * step, row);
            System.arraycopy(row, 0, rows, i * features, features);
        }
        return Scaling.of(rows, features, count);
    }
}
