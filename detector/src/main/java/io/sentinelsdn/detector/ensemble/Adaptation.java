package io.sentinelsdn.detector.ensemble;

import io.sentinelsdn.detector.deep.Autoencoder;
import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.tree.ForestConfig;
import io.sentinelsdn.detector.tree.ForestTrainer;
import io.sentinelsdn.detector.tree.IsolationForest;
import io.sentinelsdn.detector.tree.LabelledRows;
import io.sentinelsdn.detector.tree.Progress;
import io.sentinelsdn.detector.tree.RandomForest;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Fits a model to a network with few labelled rows of it. A hybrid, or a forest that becomes one, gets a last layer: a
 * forest of extremely randomized trees over the features and the opinions of its members. An anomaly model keeps what it has learnt and gets
 * another threshold.
 */
public final class Adaptation {
    /** Fewest normal rows and fewest attack rows. */
    public static final int LEAST_ROWS = 5;

    /** Most rows that are used, the first ones. */
    public static final int MOST_ROWS = 200_000;

    /** Deep trees that cut at random: with a dozen rows of one side, the best cut of a few is mostly luck. */
    private static final ForestConfig LAST_LAYER = new ForestConfig(200, 16, 1, 18, 0.5, 0, 42, 2);

    private static final int FOLDS = 4;

    private Adaptation() {}

    /**
     * What came out.
     *
     * @param model the adapted model
     * @param rows rows it was adapted with
     * @param mccBefore Matthews correlation on these rows before
     * @param mccAfter after; for a last layer by cross-validation, in order of the rows
     */
    public record Result(FlowModel model, int rows, double mccBefore, double mccAfter) {}

    /**
     * Adapts.
     *
     * @param model any model over {@link FlowFeatures}; not changed
     * @param few labelled rows of this network
     * @param seed the same seed, model and rows give the same result
     * @throws IllegalArgumentException if there are too few rows of either side, or the kind cannot be adapted
     */
    public static Result adapt(FlowModel model, LabelledFlows few, long seed) {
        int rows = Math.min(MOST_ROWS, few.size());
        int attacks = (int)
                IntStream.range(0, rows).filter(row -> few.classIndex(row) != 0).count();
        if (attacks < LEAST_ROWS || rows - attacks < LEAST_ROWS) {
            throw new IllegalArgumentException("adapting needs at least " + LEAST_ROWS + " normal and " + LEAST_ROWS
                    + " attack rows: " + (rows - attacks) + " and " + attacks);
        }
        if (model instanceof HybridModel hybrid) {
            return lastLayer(hybrid, few, rows, seed);
        }
        if (model instanceof RandomForest forest) {
            return lastLayer(alone(forest, few, rows), few, rows, seed);
        }
        if (model instanceof Autoencoder autoencoder) {
            Threshold best = threshold(autoencoder, few, rows);
            double error = autoencoder.threshold() * best.at() / (1 - best.at());
            return new Result(autoencoder.withThreshold((float) error), rows, best.before(), best.after());
        }
        if (model instanceof IsolationForest isolation) {
            Threshold best = threshold(isolation, few, rows);
            return new Result(isolation.withScoreAsThreshold(best.at()), rows, best.before(), best.after());
        }
        throw new IllegalArgumentException("a model of kind " + model.kind() + " cannot be adapted");
    }

    private static HybridModel alone(RandomForest forest, LabelledFlows few, int rows) {
        Domain domain = Domain.of(labelled(few, IntStream.range(0, rows).toArray(), forest.featureCount()));
        return new HybridModel(
                forest, Optional.empty(), Optional.empty(), Stack.forestOnly(), domain, Optional.empty());
    }

    private static Result lastLayer(HybridModel model, LabelledFlows few, int rows, long seed) {
        boolean[] attack = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            attack[row] = few.classIndex(row) != 0;
        }
        double before = new Threshold(FlowScorer.ALARM, 0, 0).mcc(scores(model, few, rows), attack);
        LabelledRows all = withOpinions(model, few, rows);
        int[] fold = folds(attack);
        float[] outOfFold = new float[rows];
        float[] values = new float[all.features()];
        ForestConfig config = LAST_LAYER.withSeed(seed);
        for (int k = 0; k < FOLDS; k++) {
            int held = k;
            RandomForest forest = ForestTrainer.trainWithRandomCuts(
                    part(
                            all,
                            IntStream.range(0, rows)
                                    .filter(row -> fold[row] != held)
                                    .toArray()),
                    config,
                    Progress.SILENT);
            FlowScorer scorer = forest.newScorer();
            for (int row = 0; row < rows; row++) {
                if (fold[row] == held) {
                    all.copyRow(row, values);
                    outOfFold[row] = (float) scorer.score(values);
                }
            }
        }
        double after = new Threshold(FlowScorer.ALARM, 0, 0).mcc(outOfFold, attack);
        RandomForest forest = ForestTrainer.trainWithRandomCuts(all, config, Progress.SILENT);
        HybridModel adapted = new HybridModel(
                model.forest,
                model.isolation,
                model.autoencoder,
                model.stack,
                model.domain,
                Optional.of(new LocalForest(forest)));
        return new Result(adapted, rows, before, after);
    }

    /** Quarters of the normal and of the attack rows, in their order, so that each fold has both. */
    private static int[] folds(boolean[] attack) {
        int[] fold = new int[attack.length];
        for (boolean side : new boolean[] {false, true}) {
            int[] rows = IntStream.range(0, attack.length)
                    .filter(row -> attack[row] == side)
                    .toArray();
            for (int i = 0; i < rows.length; i++) {
                fold[rows[i]] = (int) ((long) i * FOLDS / rows.length);
            }
        }
        return fold;
    }

    private static Threshold threshold(FlowModel model, LabelledFlows few, int rows) {
        boolean[] attack = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            attack[row] = few.classIndex(row) != 0;
        }
        float[] scores = scores(model, few, rows);
        double before = new Threshold(FlowScorer.ALARM, 0, 0).mcc(scores, attack);
        Threshold best = Threshold.best(scores, attack, before);
        return new Threshold(Math.max(1e-3, Math.min(0.999, best.at())), best.before(), best.after());
    }

    private static float[] scores(FlowModel model, LabelledFlows few, int rows) {
        FlowScorer scorer = model.newScorer();
        float[] row = new float[model.featureCount()];
        float[] scores = new float[rows];
        for (int i = 0; i < rows; i++) {
            few.copyRow(i, row);
            scores[i] = (float) scorer.score(row);
        }
        return scores;
    }

    private static LabelledRows withOpinions(HybridModel model, LabelledFlows few, int rows) {
        Opinions opinions = new Opinions(model);
        int width = model.featureCount() + LocalForest.OPINIONS;
        float[] all = new float[rows * width];
        float[] row = new float[model.featureCount()];
        float[] values = new float[width];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            few.copyRow(i, row);
            LocalScorer.fill(opinions, row, values);
            System.arraycopy(values, 0, all, i * width, width);
            labels[i] = model.classNames().indexOf(Labels.ALL.get(few.classIndex(i)));
        }
        return new LabelledRows(model.classNames(), width, all, labels, ones(rows));
    }

    private static LabelledRows part(LabelledRows all, int[] rows) {
        float[] values = new float[rows.length * all.features()];
        float[] row = new float[all.features()];
        int[] labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            all.copyRow(rows[i], row);
            System.arraycopy(row, 0, values, i * row.length, row.length);
            labels[i] = all.label(rows[i]);
        }
        return new LabelledRows(all.classNames(), all.features(), values, labels, ones(rows.length));
    }

    private static LabelledRows labelled(LabelledFlows few, int[] rows, int features) {
        float[] values = new float[rows.length * features];
        float[] row = new float[features];
        int[] labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            few.copyRow(rows[i], row);
            System.arraycopy(row, 0, values, i * features, features);
            labels[i] = few.classIndex(rows[i]);
        }
        return new LabelledRows(Labels.ALL, features, values, labels, ones(rows.length));
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
