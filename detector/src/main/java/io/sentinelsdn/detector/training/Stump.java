package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.input.LabelledFlows;
import java.util.Locale;

/**
 * One threshold on one feature: what every model has to beat. Chosen for the best Matthews correlation on the rows to
 * learn from. Unknown counts as the smallest value, as in the trees.
 *
 * @param feature index of the feature
 * @param threshold the value
 * @param attackAbove whether rows above it are attacks, else those up to it
 */
public record Stump(int feature, float threshold, boolean attackAbove) {
    /** The best threshold on any feature. */
    static Stump best(LabelledFlows flows, int[] rows) {
        Best best = new Best();
        for (int feature = 0; feature < FlowFeatures.COUNT; feature++) {
            best.search(flows, rows, feature, true);
        }
        return best.stump;
    }

    /** The best "more than so many packets a second is an attack". */
    static Stump volume(LabelledFlows flows, int[] rows) {
        Best best = new Best();
        best.search(flows, rows, FlowFeatures.LOG_PPS, false);
        return best.stump;
    }

    Figures judge(LabelledFlows flows, int[] rows) {
        boolean[] attack = new boolean[rows.length];
        boolean[] alarm = new boolean[rows.length];
        float[] score = new float[rows.length];
        float[] row = new float[FlowFeatures.COUNT];
        for (int i = 0; i < rows.length; i++) {
            flows.copyRow(rows[i], row);
            float value = known(row[feature]);
            attack[i] = flows.classIndex(rows[i]) != 0;
            alarm[i] = value > threshold == attackAbove;
            score[i] = attackAbove ? value : -value;
        }
        return Figures.of(attack, alarm, score);
    }

    /** For people, for example {@code mean_size <= 61.5}. */
    @Override
    public String toString() {
        String name = FlowFeatures.NAMES.get(feature);
        if (threshold == Float.MAX_VALUE) {
            return name + " helps nothing";
        }
        if (threshold == Float.NEGATIVE_INFINITY) {
            return name + (attackAbove ? " is known" : " is unknown");
        }
        return String.format(Locale.ROOT, "%s %s %.4g", name, attackAbove ? ">" : "<=", threshold);
    }

    private static float known(float value) {
        return Float.isNaN(value) ? Float.NEGATIVE_INFINITY : value;
    }

    private static final class Best {
        private Stump stump = new Stump(FlowFeatures.LOG_PPS, Float.MAX_VALUE, true);
        private double mcc;

        void search(LabelledFlows flows, int[] rows, int feature, boolean bothWays) {
            float[] row = new float[FlowFeatures.COUNT];
            float[] values = new float[rows.length];
            long attacks = 0;
            for (int i = 0; i < rows.length; i++) {
                flows.copyRow(rows[i], row);
                values[i] = known(row[feature]);
                attacks += flows.classIndex(rows[i]) != 0 ? 1 : 0;
            }
            int[] order = SortedOrder.ascending(values);
            long attacksBelow = 0;
            for (int i = 0; i + 1 < order.length; i++) {
                attacksBelow += flows.classIndex(rows[order[i]]) != 0 ? 1 : 0;
                if (values[order[i]] == values[order[i + 1]]) {
                    continue;
                }
                long normalBelow = i + 1 - attacksBelow;
                long normals = rows.length - attacks;
                double above = Figures.mcc(attacks - attacksBelow, attacksBelow, normals - normalBelow, normalBelow);
                if (above > mcc || (bothWays && -above > mcc)) {
                    mcc = Math.abs(above);
                    stump = new Stump(feature, values[order[i]], above > 0);
                }
            }
        }
    }
}
