package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.input.FlowFile;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.registry.Provenance;
import io.sentinelsdn.detector.registry.TrainedModel;
import io.sentinelsdn.detector.training.TrainingProgress.Stage;
import io.sentinelsdn.detector.tree.LabelledRows;
import io.sentinelsdn.detector.tree.Progress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** Trains a model from a file of labelled flows and judges it on rows it has not learnt from. */
public final class Trainer {
    private Trainer() {}

    /**
     * What to train.
     *
     * @param trainer kind and configuration
     * @param data the file
     * @param labelColumn column of the label, or null for the layout's own
     * @param testSize share of the rows to be judged by, above 0 and below 1
     * @param seed where all chance comes from
     * @param threads how many may learn, &ge; 1; does not change the model
     * @param leaveOut whether to train once more for each attack without it; does not change the model
     * @param others other labelled files to be judged by
     * @param codeVersion version of Sentinel, for the provenance
     * @param created when, for the provenance
     */
    public record Job(
            ModelTrainer trainer,
            Path data,
            String labelColumn,
            double testSize,
            long seed,
            int threads,
            boolean leaveOut,
            List<Path> others,
            String codeVersion,
            Instant created) {
        public Job {
            if (!(testSize > 0 && testSize < 1)) {
                throw new IllegalArgumentException("test size must be above 0 and below 1: " + testSize);
            }
            if (threads < 1) {
                throw new IllegalArgumentException("threads must be >= 1: " + threads);
            }
            others = List.copyOf(others);
        }
    }

    /**
     * What came out.
     *
     * @param model the model, learnt from all rows; its metrics are those of the one that learnt from the earlier rows
     * @param file the data
     * @param split how it was cut
     * @param trainRows rows learnt from
     * @param trainDistinct distinct rows among them
     * @param trainSeconds how long the learning itself took
     * @param evaluation the model's figures
     * @param baselines one threshold each
     * @param stumpFigures the best single threshold on the same rows
     * @param volumeFigures the best threshold on packets/s on the same rows
     * @param leftOut attacks that were left out once
     * @param others figures on other files, by name of the file
     */
    public record Result(
            TrainedModel model,
            FlowFile file,
            Split split,
            int trainRows,
            int trainDistinct,
            double trainSeconds,
            Evaluation evaluation,
            Baselines baselines,
            Figures stumpFigures,
            Figures volumeFigures,
            List<LeftOut> leftOut,
            Map<String, Figures> others) {}

    /**
     * Trains twice: from the earlier rows, to be judged by the later ones, and in the same way from all rows. The second
     * model is kept; the figures are those of the first, for nothing is left that could judge the second.
     *
     * @throws IllegalArgumentException if the data cannot be used; says why
     * @throws CancellationException if {@code progress} said so
     */
    public static Result train(Job job, TrainingProgress progress) {
        FlowFile file = FlowFile.read(job.data(), job.labelColumn(), progress.within(Stage.READING));
        LabelledFlows flows = file.flows();
        Split split = Split.of(flows, job.testSize());
        long start = System.nanoTime();
        FlowModel model = learn(job, flows, split.train(), progress.within(Stage.LEARNING, 0, 2));
        double seconds = (System.nanoTime() - start) / 1e9;
        int[] all = IntStream.range(0, flows.size()).toArray();
        FlowModel kept = learn(job, flows, all, progress.within(Stage.LEARNING, 1, 2));
        goOn(progress, 0);
        Evaluation evaluation = Evaluation.of(model, flows, split.test());
        goOn(progress, 0.3);
        Baselines baselines = new Baselines(Stump.best(flows, split.train()), Stump.volume(flows, split.train()));
        Figures stump = baselines.stump().judge(flows, split.test());
        Figures volume = baselines.volume().judge(flows, split.test());
        goOn(progress, 0.6);
        Map<String, Figures> others = others(job, model, progress);
        List<LeftOut> leftOut = job.leaveOut() ? LeftOut.each(job, flows, split, model, progress) : List.of();
        Map<String, Double> metrics = new Metrics(evaluation, stump, volume, leftOut, others).byName();
        metrics.putAll(BenignMedians.of(flows, all));
        TrainedModel trained = new TrainedModel(kept, provenance(job, file, split), metrics);
        progress.report(Stage.LEAVING_OUT, 1);
        return new Result(
                trained,
                file,
                split,
                split.train().length,
                DistinctRows.of(flows, split.train()).size(),
                seconds,
                evaluation,
                baselines,
                stump,
                volume,
                leftOut,
                others);
    }

    private static FlowModel learn(Job job, LabelledFlows flows, int[] rows, Progress progress) {
        return job.trainer().train(flows, rows, job.seed(), job.threads(), progress);
    }

    private static Map<String, Figures> others(Job job, FlowModel model, TrainingProgress progress) {
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (Path other : job.others()) {
            FlowFile file = FlowFile.read(
                    other, null, part -> progress.within(Stage.JUDGING).report(0.7));
            figures.put(
                    other.getFileName().toString(),
                    Evaluation.of(model, file.flows()).all());
        }
        return figures;
    }

    private static void goOn(TrainingProgress progress, double fraction) {
        if (!progress.within(Stage.JUDGING).report(fraction)) {
            throw new CancellationException("training was cancelled");
        }
    }

    private static Provenance provenance(Job job, FlowFile file, Split split) {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("test_size", Double.toString(job.testSize()));
        Optional.ofNullable(job.labelColumn()).ifPresent(column -> configuration.put("label_column", column));
        configuration.putAll(job.trainer().configuration());
        return new Provenance(
                job.data().getFileName() + " (" + file.layout() + "), " + split.how()
                        + "; kept is a model learnt in the same way from all rows",
                file.sha256(),
                file.flows().size(),
                job.seed(),
                job.codeVersion(),
                job.created(),
                configuration);
    }

    /** Distinct rows as the trees want them, with their {@link DistinctRows#weights}. */
    static LabelledRows rows(LabelledFlows flows, DistinctRows distinct) {
        float[] values = new float[distinct.size() * FlowFeatures.COUNT];
        int[] labels = new int[distinct.size()];
        float[] weights = distinct.weights(flows);
        float[] row = new float[FlowFeatures.COUNT];
        boolean normal = false;
        boolean attack = false;
        for (int i = 0; i < labels.length; i++) {
            flows.copyRow(distinct.first(i), row);
            System.arraycopy(row, 0, values, i * FlowFeatures.COUNT, FlowFeatures.COUNT);
            labels[i] = flows.classIndex(distinct.first(i));
            normal |= labels[i] == 0;
            attack |= labels[i] != 0;
        }
        if (!normal || !attack) {
            throw new IllegalArgumentException(
                    "the data has only " + (normal ? "normal" : "attack") + " rows to learn from; both are needed");
        }
        return new LabelledRows(Labels.ALL, FlowFeatures.COUNT, values, labels, weights);
    }
}
