package io.sentinelsdn.detector.ensemble;

import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.model.Attribution;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.tree.RandomForest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Why an adapted hybrid scores as it does: the contributions of its last layer, where what the opinion of a member moved
 * is shared out among the features as that member's own attribution does, without sign. Base and contributions sum to
 * the score. Owned by one thread.
 */
final class LocalAttribution implements Attribution {
    private final String method;
    private final Opinions opinions;
    private final Attribution last;
    private final List<Optional<Attribution>> members;
    private final float[] values;
    private final double[] all;
    private final double[] part;

    /**
     * Prepares.
     *
     * @param of the attribution of a member or of the last layer, cheap or by Shapley values
     */
    LocalAttribution(HybridModel model, LocalForest local, Function<FlowModel, Optional<Attribution>> of) {
        RandomForest forest = local.forest();
        if (forest.classIndex(Labels.NORMAL) < 0) {
            throw new IllegalArgumentException("the last layer must know the class " + Labels.NORMAL);
        }
        opinions = new Opinions(model);
        last = of.apply(forest).orElseThrow();
        method = "local_" + last.method();
        members = List.of(of.apply(model.forest), model.isolation.flatMap(of), model.autoencoder.flatMap(of));
        values = new float[forest.featureCount()];
        all = new double[values.length];
        part = new double[model.featureCount()];
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public double contributions(float[] row, double[] out) {
        LocalScorer.fill(opinions, row, values);
        double base = last.contributions(values, all);
        System.arraycopy(all, 0, out, 0, part.length);
        for (int member = 0; member < members.size(); member++) {
            double moved = all[part.length + member];
            if (moved != 0 && !shareOut(members.get(member), moved, row, out)) {
                base += moved;
            }
        }
        return base;
    }

    private boolean shareOut(Optional<Attribution> member, double moved, float[] row, double[] out) {
        if (member.isEmpty()) {
            return false;
        }
        member.get().contributions(row, part);
        double sum = Arrays.stream(part).map(Math::abs).sum();
        if (!(sum > 0)) {
            return false;
        }
        for (int f = 0; f < part.length; f++) {
            out[f] += moved * Math.abs(part[f]) / sum;
        }
        return true;
    }
}
