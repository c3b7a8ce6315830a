package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.tree.Progress;

/** Is told how far a training has come, and says whether to go on. Called by the training thread. */
@FunctionalInterface
public interface TrainingProgress {
    /** Hears nothing and never stops. */
    TrainingProgress SILENT = (stage, fraction) -> true;

    /** What a training does, in this order. */
    enum Stage {
        READING(0, 0.2),
        LEARNING(0.2, 0.6),
        JUDGING(0.6, 0.7),
        LEAVING_OUT(0.7, 1);

        private final double from;
        private final double to;

        Stage(double from, double to) {
            this.from = from;
            this.to = to;
        }
    }

    /**
     * Takes what is done.
     *
     * @param fraction of the whole training, in [0, 1], never falling
     * @return false to cancel
     */
    boolean report(Stage stage, double fraction);

    /** Translates the progress of a stage into that of the whole. */
    default Progress within(Stage stage) {
        return within(stage, 0, 1);
    }

    /** The same for a part of a stage. */
    default Progress within(Stage stage, int part, int parts) {
        double share = (stage.to - stage.from) / parts;
        return fraction -> report(stage, stage.from + share * (part + fraction));
    }
}
