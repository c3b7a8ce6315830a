package io.sentinelsdn.detector.ensemble;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.tree.ForestConfig;
import io.sentinelsdn.detector.tree.ForestTrainer;
import io.sentinelsdn.detector.tree.IsolationConfig;
import io.sentinelsdn.detector.tree.IsolationTrainer;
import io.sentinelsdn.detector.tree.Progress;
import java.util.Optional;

/** A hybrid that knows the home network; without autoencoder, so that no native library is needed. */
final class TestHybrids {
    private TestHybrids() {}

    static HybridModel home() {
        LabelledFlows flows = TestFlows.home(2000, 1);
        return new HybridModel(
                ForestTrainer.train(TestFlows.rows(flows), ForestConfig.DEFAULT.withShape(20, 8, 2), Progress.SILENT),
                Optional.of(IsolationTrainer.train(
                        TestFlows.normalValues(flows), FlowFeatures.COUNT, IsolationConfig.DEFAULT, Progress.SILENT)),
                Optional.empty(),
                new Stack(0, new double[] {1, 0.5, 0}),
                Domain.of(TestFlows.rows(flows)),
                Optional.empty());
    }
}
