package io.sentinelsdn.detector.deep;

import io.sentinelsdn.detector.feature.Scaling;
import io.sentinelsdn.detector.model.Attribution;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.model.ModelKind;
import io.sentinelsdn.detector.model.SampledShapley;
import java.util.List;
import java.util.Optional;

/**
 * How badly a row is reconstructed by a network that has learnt normal rows only. The error is the mean square over the
 * known features, in deviations; an unknown feature enters as the mean and its error does not count. The score is
 * {@code error / (error + threshold)}: 0.5 at the threshold, which few normal rows exceed.
 *
 * <p>Immutable; no ND4J type is used here, so it scores on hosts without the native library.
 */
public final class Autoencoder implements FlowModel {
    final Scaling scaling;
    final DenseLayers layers;
    private final float threshold;

    Autoencoder(Scaling scaling, DenseLayers layers, float threshold) {
        if (scaling.features() != layers.inputs()) {
            throw new IllegalArgumentException(
                    "scaling and layers disagree: " + scaling.features() + " and " + layers.inputs());
        }
        if (!(threshold > 0) || !Float.isFinite(threshold)) {
            throw new IllegalArgumentException("threshold must be above 0: " + threshold);
        }
        this.scaling = scaling;
        this.layers = layers;
        this.threshold = threshold;
    }

    @Override
    public ModelKind kind() {
        return ModelKind.AUTOENCODER;
    }

    @Override
    public int featureCount() {
        return layers.inputs();
    }

    /** None: it only knows how unusual a row is. */
    @Override
    public List<String> classNames() {
        return List.of();
    }

    /** Mean square error above which a row raises an alarm. */
    public float threshold() {
        return threshold;
    }

    /** The same network with another threshold. */
    public Autoencoder withThreshold(float newThreshold) {
        return new Autoencoder(scaling, layers, newThreshold);
    }

    @Override
    public FlowScorer newScorer() {
        return newReconstruction();
    }

    @Override
    public Optional<Attribution> newAttribution() {
        return Optional.of(newReconstruction());
    }

    @Override
    public Optional<Attribution> newShapley() {
        return Optional.of(new SampledShapley(newScorer(), featureCount()));
    }

    /** Errors and their parts, for one thread. */
    public Reconstruction newReconstruction() {
        return new Reconstruction(this);
    }
}
