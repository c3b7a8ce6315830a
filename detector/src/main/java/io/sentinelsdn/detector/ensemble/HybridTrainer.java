package io.sentinelsdn.detector.ensemble;

import io.sentinelsdn.detector.deep.Autoencoder;
import io.sentinelsdn.detector.deep.AutoencoderConfig;
import io.sentinelsdn.detector.deep.AutoencoderTrainer;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.tree.ForestConfig;
import io.sentinelsdn.detector.tree.ForestTrainer;
import io.sentinelsdn.detector.tree.IsolationConfig;
import io.sentinelsdn.detector.tree.IsolationForest;
import io.sentinelsdn.detector.tree.IsolationTrainer;
import io.sentinelsdn.detector.tree.LabelledRows;
import io.sentinelsdn.detector.tree.Progress;
import io.sentinelsdn.detector.tree.RandomForest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a {@link HybridModel}: the members on one part of the rows, their weights on the other, and then the forest once
 * more on all of them. The caller's thread does the work, except for the trees.
 */
public final class HybridTrainer {
    /** With fewer normal rows the hybrid does without what learns from them alone. */
    private static final int FEW_NORMAL_ROWS = AutoencoderTrainer.LEAST_ROWS;

    private static final Logger LOG = LoggerFactory.getLogger(HybridTrainer.class);

    private HybridTrainer() {}

    /**
     * How the members are trained.
     *
     * @param forest the forest
     * @param isolation the isolation forest
     * @param autoencoder the autoencoder
     */
    public record Config(ForestConfig forest, IsolationConfig isolation, AutoencoderConfig autoencoder) {
        /** The forest as it is alone; the anomaly models raise an alarm of their own on one normal row in a hundred. */
        public static final Config DEFAULT = new Config(
                ForestConfig.DEFAULT,
                new IsolationConfig(24, 256, 0.5, 0.2, 0.01, 42),
                new AutoencoderConfig(16, 6, 600, 1024, 3e-3, 0.2, 0.01, 42));
    }

    /**
     * Trains.
     *
     * @param earlier rows for the members
     * @param later rows for their weights
     * @param all both
     * @param normal normal rows among the earlier, one after the other, in time
     * @throws java.util.concurrent.CancellationException if {@code progress} said so
     */
    public static HybridModel train(
            LabelledRows earlier,
            LabelledRows later,
            LabelledRows all,
            float[] normal,
            Config config,
            Progress progress) {
        int features = all.features();
        RandomForest first = ForestTrainer.train(earlier, config.forest(), part(progress, 0, 0.25));
        boolean enough = normal.length / features >= FEW_NORMAL_ROWS;
        Optional<IsolationForest> isolation = enough
                ? Optional.of(IsolationTrainer.train(normal, features, config.isolation(), part(progress, 0.25, 0.3)))
                : Optional.empty();
        Optional<Autoencoder> autoencoder = enough
                ? autoencoder(normal, features, config.autoencoder(), part(progress, 0.3, 0.7))
                : Optional.empty();
        Domain domain = Domain.of(all);
        Stack stack = weigh(
                new HybridModel(first, isolation, autoencoder, Stack.forestOnly(), domain, Optional.empty()), later);
        RandomForest forest = ForestTrainer.train(all, config.forest(), part(progress, 0.7, 1));
        return new HybridModel(forest, isolation, autoencoder, stack, domain, Optional.empty());
    }

    private static Optional<Autoencoder> autoencoder(
            float[] normal, int features, AutoencoderConfig config, Progress progress) {
        try {
            return Optional.of(AutoencoderTrainer.train(normal, features, config, progress));
        } catch (IllegalStateException | LinkageError e) {
            LOG.warn("hybrid is trained without an autoencoder: {}", e.toString());
            return Optional.empty();
        }
    }

    private static Stack weigh(HybridModel members, LabelledRows rows) {
        Opinions opinions = new Opinions(members);
        double[] logOdds = new double[rows.size() * Stack.MEMBERS];
        boolean[] attack = new boolean[rows.size()];
        int normal = rows.classNames().indexOf(Labels.NORMAL);
        float[] row = new float[rows.features()];
        for (int i = 0; i < attack.length; i++) {
            rows.copyRow(i, row);
            opinions.ask(row);
            logOdds[i * Stack.MEMBERS + Stack.FOREST] = opinions.forest;
            logOdds[i * Stack.MEMBERS + Stack.ISOLATION] = opinions.isolation;
            logOdds[i * Stack.MEMBERS + Stack.AUTOENCODER] = opinions.autoencoder;
            attack[i] = rows.label(i) != normal;
        }
        return Stack.fit(logOdds, attack);
    }

    private static Progress part(Progress progress, double from, double to) {
        return done -> progress.report(from + done * (to - from));
    }
}
