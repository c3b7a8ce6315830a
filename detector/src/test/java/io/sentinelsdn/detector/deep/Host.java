package io.sentinelsdn.detector.deep;

import io.sentinelsdn.detector.ensemble.HybridModel;
import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.registry.ModelRegistry;
import io.sentinelsdn.detector.training.FlowGenerator;
import io.sentinelsdn.detector.training.ModelTrainers;
import io.sentinelsdn.detector.tree.Progress;
import java.util.stream.IntStream;

/** What {@link WithoutNativeLibraryTest} runs in a Java machine of its own. */
final class Host {
    private Host() {}

    /** Scores with the model in the jar, trains a hybrid, and tries to train an autoencoder. */
    public static void main(String[] arguments) {
        float[] row = new float[FlowFeatures.COUNT];
        FlowFeatures.fill(row, 17, 3000, 3000 * 60, 1, 0, 0, Double.NaN, Double.NaN, Double.NaN);
        double score = ModelRegistry.defaultModel().model().newScorer().score(row);
        System.out.println("scored " + Math.round(score) + " flood");

        LabelledFlows flows = new LabelledFlows();
        FlowGenerator generator = new FlowGenerator(1);
        for (int i = 0; i < 1000; i++) {
            int classIndex = i % 2 == 0 ? 0 : 1 + i / 2 % (Labels.ALL.size() - 1);
            generator.fill(Labels.ALL.get(classIndex), row);
            flows.add(row, classIndex, Labels.ALL.get(classIndex), null, i);
        }
        HybridModel hybrid = (HybridModel) train("hybrid", flows);
        System.out.println("hybrid " + (hybrid.hasAutoencoder() ? "with" : "without") + " autoencoder");
        try {
            train("autoencoder", flows);
            System.out.println("not refused");
        } catch (IllegalStateException refused) {
            System.out.println("refused: " + refused.getMessage());
        }
    }

    private static FlowModel train(String kind, LabelledFlows flows) {
        int[] rows = IntStream.range(0, flows.size()).toArray();
        return ModelTrainers.of(kind).train(flows, rows, 1, 1, Progress.SILENT);
    }
}
