package io.sentinelsdn.detector.deep;

import io.sentinelsdn.detector.feature.Scaling;
import io.sentinelsdn.detector.tree.Progress;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * Trains an {@link Autoencoder} in DL4J and takes its weights out. Everything of DL4J stays in this class, which is
 * loaded when an autoencoder is trained and never before. One training at a time; ND4J is held to one thread, so that
 * the same seed and rows give the same bits.
 */
public final class AutoencoderTrainer {
    /** Fewest rows to learn from. */
    public static final int LEAST_ROWS = 100;

    private AutoencoderTrainer() {}

    /**
     * Trains.
     *
     * @param rows normal rows one after the other, the earlier ones first; {@code NaN} is unknown
     * @param features values in a row
     * @throws IllegalArgumentException if there are fewer than {@value #LEAST_ROWS} rows
     * @throws IllegalStateException if this host has no native library for DL4J
     * @throws CancellationException if {@code progress} said so
     */
    public static synchronized Autoencoder train(
            float[] rows, int features, AutoencoderConfig config, Progress progress) {
        int count = rows.length / features;
        if (count < LEAST_ROWS) {
            throw new IllegalArgumentException(
                    "an autoencoder needs at least " + LEAST_ROWS + " normal rows to learn from: " + count);
        }
        int learnt = Math.max(1, (int) (count * (1 - config.heldOut())));
        Scaling scaling = Scaling.of(rows, features, learnt);
        float[] scaled = new float[learnt * features];
        for (int row = 0; row < learnt; row++) {
            scaling.apply(rows, row * features, scaled, row * features);
        }
        DenseLayers layers = export(features, fit(scaled, features, config, progress));
        Reconstruction reconstruction = new Autoencoder(scaling, layers, 1).newReconstruction();
        float[] row = new float[features];
        double[] errors = new double[count - learnt];
        for (int i = 0; i < errors.length; i++) {
            System.arraycopy(rows, (learnt + i) * features, row, 0, features);
            errors[i] = reconstruction.error(row);
        }
        Arrays.sort(errors);
        int at = Math.min(errors.length - 1, (int) Math.ceil(errors.length * (1 - config.falseAlarms())));
        return new Autoencoder(scaling, layers, (float) Math.max(1e-6, errors[at]));
    }

    private static MultiLayerNetwork fit(float[] scaled, int features, AutoencoderConfig config, Progress progress) {
        MultiLayerNetwork network = network(features, config);
        SplittableRandom random = new SplittableRandom(config.seed());
        int rows = scaled.length / features;
        int size = Math.min(config.batch(), rows);
        float[] batch = new float[size * features];
        for (int step = 0; step < config.steps(); step++) {
            if (Thread.interrupted() || !progress.report((double) step / config.steps())) {
                throw new CancellationException("training was cancelled");
            }
            for (int i = 0; i < size; i++) {
                System.arraycopy(scaled, random.nextInt(rows) * features, batch, i * features, features);
            }
            try (INDArray values = Nd4j.createFromArray(batch).reshape(size, features)) {
                network.fit(values, values);
            }
        }
        return network;
    }

    static MultiLayerNetwork network(int features, AutoencoderConfig config) {
        try {
            Nd4j.getEnvironment().setMaxThreads(1);
            Nd4j.getEnvironment().setMaxMasterThreads(1);
        } catch (LinkageError | RuntimeException e) {
            throw new IllegalStateException(
                    "this host cannot train autoencoders: the native library of DL4J cannot be loaded ("
                            + e.getMessage() + "); it can use those trained elsewhere",
                    e);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(config.seed())
                .optimizationAlgo(OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT)
                .updater(new Adam(config.learningRate()))
                .weightInit(WeightInit.XAVIER)
                .list()
                .layer(dense(features, config.outer()))
                .layer(dense(config.outer(), config.code()))
                .layer(dense(config.code(), config.outer()))
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(config.outer())
                        .nOut(features)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        return network;
    }

    private static DenseLayer dense(int in, int out) {
        return new DenseLayer.Builder()
                .nIn(in)
                .nOut(out)
                .activation(Activation.RELU)
                .build();
    }

    /** DL4J keeps weights as {@code [in, out]}; ours are {@code [out, in]}. */
    static DenseLayers export(int features, MultiLayerNetwork network) {
        int count = network.getnLayers();
        float[][] weights = new float[count][];
        float[][] biases = new float[count][];
        for (int k = 0; k < count; k++) {
            INDArray weight = network.getLayer(k).getParam("W");
            weights[k] = weight.transpose().dup('c').data().asFloat();
            biases[k] = network.getLayer(k).getParam("b").dup('c').data().asFloat();
        }
        return new DenseLayers(features, weights, biases);
    }
}
