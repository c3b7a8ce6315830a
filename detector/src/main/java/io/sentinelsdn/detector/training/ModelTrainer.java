package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.ModelKind;
import io.sentinelsdn.detector.tree.Progress;
import java.util.Map;

/** Learns models of one kind. Stateless: any thread may call. */
public interface ModelTrainer {
    ModelKind kind();

    /** How it learns, by name and in the order of writing; stands in the model file. */
    Map<String, String> configuration();

    /** Whether it looks at attack rows at all; one that learns what is normal leaves them out. */
    boolean learnsAttacks();

    /**
     * Learns. The same flows, rows, seed and configuration give the same model bit for bit, whatever the threads.
     *
     * @param flows all flows at hand
     * @param rows which of them to learn from, ascending; no other may be looked at
     * @param seed where all chance comes from
     * @param threads how many it may use, &ge; 1
     * @param progress is told of [0, 1] in the calling thread
     * @throws IllegalArgumentException if nothing can be learnt from the rows; says why
     * @throws java.util.concurrent.CancellationException if {@code progress} said so, or the thread was interrupted
     */
    FlowModel train(LabelledFlows flows, int[] rows, long seed, int threads, Progress progress);
}
