package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.FlowModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much of an attack is found by a model that has learnt everything but this attack.
 *
 * @param attack its class
 * @param rows rows of it that were judged
 * @param recall share of them that raised an alarm
 */
public record LeftOut(String attack, long rows, double recall) {
    /** Does it for each class of attack that is judged and, where the kind learns attacks, leaves another to learn. */
    static List<LeftOut> each(
            Trainer.Job job, LabelledFlows flows, Split split, FlowModel whole, TrainingProgress progress) {
        List<LeftOut> results = new ArrayList<>();
        int classes = Labels.ALL.size();
        for (int left = 1; left < classes; left++) {
            int attack = left;
            int[] judged = IntStream.of(split.test())
                    .filter(row -> flows.classIndex(row) == attack)
                    .toArray();
            int[] learnt = IntStream.of(split.train())
                    .filter(row -> flows.classIndex(row) != attack)
                    .toArray();
            boolean possible =
                    !job.trainer().learnsAttacks() || IntStream.of(learnt).anyMatch(row -> flows.classIndex(row) != 0);
            if (judged.length > 0 && possible) {
                FlowModel model = job.trainer().learnsAttacks()
                        ? job.trainer()
                                .train(
                                        flows,
                                        learnt,
                                        job.seed(),
                                        job.threads(),
                                        progress.within(TrainingProgress.Stage.LEAVING_OUT, left - 1, classes - 1))
                        : whole;
                double recall = Evaluation.of(model, flows, judged).all().recall();
                results.add(new LeftOut(Labels.ALL.get(attack), judged.length, recall));
            }
        }
        return results;
    }
}
