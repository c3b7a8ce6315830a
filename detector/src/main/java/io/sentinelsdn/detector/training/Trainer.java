package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.input.FlowFile;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.registry.Provenance;
import io.sentinelsdn.detector.registry.TrainedModel;
import io.sentinelsdn.detector.tree.ForestConfig;
import io.sentinelsdn.detector.tree.ForestTrainer;
import io.sentinelsdn.detector.tree.LabelledRows;
import io.sentinelsdn.detector.tree.Progress;
import io.sentinelsdn.detector.tree.RandomForest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Trains a forest from a file of labelled flows and judges it on rows it has not learnt from. */
public final class Trainer {
    private static final double READING = 0.3;
    private static final double GROWING = 0.95;

    private Trainer() {}

    /**
     * What to train.
     *
     * @param data the file
     * @param labelColumn column of the label, or null for the layout's own
     * @param testSize share of the rows to be judged by, above 0 and below 1
     * @param forest how to grow
     * @param codeVersion version of Sentinel, for the provenance
     * @param created when, for the provenance
     */
    public record Job(
            Path data, String labelColumn, double testSize, ForestConfig forest, String codeVersion, Instant created) {
        public Job {
            if (!(testSize > 0 && testSize < 1)) {
                throw new IllegalArgumentException("test size must be above 0 and below 1: " + testSize);
            }
        }
    }

    /**
     * What came out.
     *
     * @param model the model; its metrics are those of the rows to be judged by
     * @param file the data
     * @param split how it was cut
     * @param trainRows rows learnt from
     * @param trainDistinct distinct rows among them
     * @param forest the forest's figures
     * @param stump the best single threshold
     * @param stumpFigures its figures on the same rows
     * @param volume the best threshold on packets/s
     * @param volumeFigures its figures on the same rows
     */
    public record Result(
            TrainedModel model,
            FlowFile file,
            Split split,
            int trainRows,
            int trainDistinct,
            Evaluation forest,
            Stump stump,
            Figures stumpFigures,
            Stump volume,
            Figures volumeFigures) {}

    /**
     * Trains.
     *
     * @throws IllegalArgumentException if the data cannot be used; says why
     * @throws java.util.concurrent.CancellationException if {@code progress} said so
     */
    public static Result train(Job job, Progress progress) {
        FlowFile file = FlowFile.read(job.data(), job.labelColumn(), part -> progress.report(part * READING));
        LabelledFlows flows = file.flows();
        Split split = Split.of(flows, job.testSize());
        DistinctRows distinct = DistinctRows.of(flows, split.train());
        LabelledRows rows = rows(flows, distinct);
        RandomForest forest =
                ForestTrainer.train(rows, job.forest(), part -> progress.report(READING + part * (GROWING - READING)));
        Evaluation evaluation = Evaluation.of(forest, flows, split.test());
        Stump stump = Stump.best(flows, split.train());
        Stump volume = Stump.volume(flows, split.train());
        Figures stumpFigures = stump.judge(flows, split.test());
        Figures volumeFigures = volume.judge(flows, split.test());
        Provenance provenance = new Provenance(
                job.data().getFileName() + " (" + file.layout() + "), " + split.how(),
                file.sha256(),
                split.train().length,
                job.forest().seed(),
                job.codeVersion(),
                job.created(),
                configuration(job));
        TrainedModel model = new TrainedModel(forest, provenance, metrics(evaluation, stumpFigures, volumeFigures));
        progress.report(1);
        return new Result(
                model,
                file,
                split,
                split.train().length,
                distinct.size(),
                evaluation,
                stump,
                stumpFigures,
                volume,
                volumeFigures);
    }

    private static Map<String, String> configuration(Job job) {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("test_size", Double.toString(job.testSize()));
        configuration.putAll(job.forest().byName());
        return configuration;
    }

    /** Distinct rows as the trees want them; a row that occurs n times weighs 1 + ln n. */
    static LabelledRows rows(LabelledFlows flows, DistinctRows distinct) {
        float[] values = new float[distinct.size() * FlowFeatures.COUNT];
        int[] labels = new int[distinct.size()];
        float[] weights = new float[distinct.size()];
        float[] row = new float[FlowFeatures.COUNT];
        boolean normal = false;
        boolean attack = false;
        for (int i = 0; i < labels.length; i++) {
            flows.copyRow(distinct.first(i), row);
            System.arraycopy(row, 0, values, i * FlowFeatures.COUNT, FlowFeatures.COUNT);
            labels[i] = flows.classIndex(distinct.first(i));
            weights[i] = (float) (1 + StrictMath.log(distinct.count(i)));
            normal |= labels[i] == 0;
            attack |= labels[i] != 0;
        }
        if (!normal || !attack) {
            throw new IllegalArgumentException(
                    "the data has only " + (normal ? "normal" : "attack") + " rows to learn from; both are needed");
        }
        return new LabelledRows(Labels.ALL, FlowFeatures.COUNT, values, labels, weights);
    }

    private static Map<String, Double> metrics(Evaluation forest, Figures stump, Figures volume) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("test_rows", (double) forest.all().rows());
        put(metrics, "", forest.all());
        metrics.put("type_accuracy", forest.typeAccuracy());
        metrics.put("distinct.rows", (double) forest.distinct().rows());
        put(metrics, "distinct.", forest.distinct());
        put(metrics, "stump.", stump);
        put(metrics, "volume.", volume);
        return metrics;
    }

    private static void put(Map<String, Double> metrics, String prefix, Figures figures) {
        figures.byName().forEach((name, value) -> metrics.put(prefix + name, value));
    }
}
