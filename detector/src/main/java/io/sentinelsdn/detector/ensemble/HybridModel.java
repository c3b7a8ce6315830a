package io.sentinelsdn.detector.ensemble;

import io.sentinelsdn.detector.deep.Autoencoder;
import io.sentinelsdn.detector.model.Attribution;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.model.ModelKind;
import io.sentinelsdn.detector.model.RowBatch;
import io.sentinelsdn.detector.tree.IsolationForest;
import io.sentinelsdn.detector.tree.RandomForest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Forest, isolation forest and autoencoder under one calibrated probability. Where rows come from is looked at first:
 *
 * <ul>
 *   <li>rows like those learnt: {@link Stack} decides;
 *   <li>a batch from another kind of place ({@link Domain}): what has been learnt says nothing there, so
 *       {@link FloodShape} decides, which was never learnt;
 *   <li>a single strange row, without a batch: it abstains;
 *   <li>after {@link Adaptation}: the last layer that was fitted to this network decides.
 * </ul>
 *
 * <p>Immutable; any thread.
 */
public final class HybridModel implements FlowModel {
    final RandomForest forest;
    final Optional<IsolationForest> isolation;
    final Optional<Autoencoder> autoencoder;
    final Stack stack;
    final Domain domain;
    final Optional<LocalForest> local;

    HybridModel(
            RandomForest forest,
            Optional<IsolationForest> isolation,
            Optional<Autoencoder> autoencoder,
            Stack stack,
            Domain domain,
            Optional<LocalForest> local) {
        int features = forest.featureCount();
        if (domain.features() != features
                || isolation.filter(member -> member.featureCount() != features).isPresent()
                || autoencoder
                        .filter(member -> member.featureCount() != features)
                        .isPresent()
                || local.filter(last -> last.forest().featureCount() != features + LocalForest.OPINIONS)
                        .isPresent()) {
            throw new IllegalArgumentException("the members of the hybrid disagree in their features");
        }
        if (domain.classes != forest.classNames().size()) {
            throw new IllegalArgumentException("the members of the hybrid disagree in their classes");
        }
        this.forest = forest;
        this.isolation = isolation;
        this.autoencoder = autoencoder;
        this.stack = stack;
        this.domain = domain;
        this.local = local;
    }

    @Override
    public ModelKind kind() {
        return ModelKind.HYBRID;
    }

    @Override
    public int featureCount() {
        return forest.featureCount();
    }

    @Override
    public List<String> classNames() {
        return forest.classNames();
    }

    /** Whether an autoencoder is part of it; without DL4J's native library it is trained without one. */
    public boolean hasAutoencoder() {
        return autoencoder.isPresent();
    }

    /** Whether its last layer was fitted to a network. */
    public boolean isAdapted() {
        return local.isPresent();
    }

    @Override
    public FlowScorer newScorer() {
        return local.isPresent() ? new LocalScorer(this, local.get()) : new HybridScorer(this);
    }

    @Override
    public FlowScorer newScorer(RowBatch together) {
        return local.isEmpty() && isForeign(together) ? new ForeignScorer(forest, new Likeness(together)) : newScorer();
    }

    /** Whether a batch comes from another kind of place; a small one is taken as it is. */
    public boolean isForeign(RowBatch batch) {
        return batch.size() >= Domain.LEAST_BATCH && distance(batch) > Domain.FOREIGN;
    }

    /** How far a batch is from what was learnt, 0 to 1; foreign from 0.25 on. */
    public double distance(RowBatch batch) {
        double[] shares = new double[classNames().size()];
        FlowScorer scorer = forest.newScorer();
        float[] row = new float[featureCount()];
        for (int i = 0; i < batch.size(); i++) {
            batch.copyRow(i, row);
            scorer.score(row);
            shares[scorer.likeliestClass()] += 1.0 / batch.size();
        }
        return domain.distance(batch, shares);
    }

    @Override
    public Optional<Attribution> newAttribution() {
        return attribution("weighted_members", FlowModel::newAttribution);
    }

    @Override
    public Optional<Attribution> newShapley() {
        return attribution("weighted_members_shap", FlowModel::newShapley);
    }

    private Optional<Attribution> attribution(String method, Function<FlowModel, Optional<Attribution>> of) {
        return Optional.of(
                local.isPresent()
                        ? new LocalAttribution(this, local.get(), of)
                        : new HybridAttribution(this, method, of));
    }
}
