package io.sentinelsdn.detector.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well attack and normal rows are told apart; attack is the positive class. What cannot be computed (no normal row,
 * no attack row) is {@code NaN}.
 *
 * @param rows rows judged
 * @param accuracy share judged right
 * @param precision share of alarms that are attacks; 0 without alarms
 * @param recall share of attack rows found
 * @param f1 harmonic mean of precision and recall
 * @param fpr share of normal rows that raise an alarm
 * @param rocAuc area under the ROC curve; ties count half
 * @param prAuc average precision
 * @param mcc Matthews correlation, -1 to 1; 0 when one side of the table is empty
 * @param fprAtRecall99 share of normal rows that raise an alarm when the threshold finds 99 % of attack rows
 */
public record Figures(
        long rows,
        double accuracy,
        double precision,
        double recall,
        double f1,
        double fpr,
        double rocAuc,
        double prAuc,
        double mcc,
        double fprAtRecall99) {
    /**
     * Judges.
     *
     * @param attack whether each row is an attack
     * @param alarm whether each row was called one
     * @param score the higher, the more an attack; no {@code NaN}
     */
    static Figures of(boolean[] attack, boolean[] alarm, float[] score) {
        long hit = 0;
        long miss = 0;
        long falseAlarm = 0;
        long quiet = 0;
        for (int i = 0; i < attack.length; i++) {
            hit += attack[i] && alarm[i] ? 1 : 0;
            miss += attack[i] && !alarm[i] ? 1 : 0;
            falseAlarm += !attack[i] && alarm[i] ? 1 : 0;
            quiet += !attack[i] && !alarm[i] ? 1 : 0;
        }
        double[] curves = curves(attack, score, hit + miss, falseAlarm + quiet);
        return new Figures(
                attack.length,
                (double) (hit + quiet) / attack.length,
                hit + falseAlarm == 0 ? 0 : (double) hit / (hit + falseAlarm),
                (double) hit / (hit + miss),
                2.0 * hit / (2.0 * hit + falseAlarm + miss),
                (double) falseAlarm / (falseAlarm + quiet),
                curves[0],
                curves[1],
                mcc(hit, miss, falseAlarm, quiet),
                curves[2]);
    }

    /** All figures by their names on the wire, in order; {@code rows} apart. */
    public Map<String, Double> byName() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("accuracy", accuracy);
        figures.put("precision", precision);
        figures.put("recall", recall);
        figures.put("f1", f1);
        figures.put("fpr", fpr);
        figures.put("roc_auc", rocAuc);
        figures.put("pr_auc", prAuc);
        figures.put("mcc", mcc);
        figures.put("fpr_at_recall_99", fprAtRecall99);
        return figures;
    }

    static double mcc(long hit, long miss, long falseAlarm, long quiet) {
        double product = (double) (hit + falseAlarm) * (hit + miss) * (quiet + falseAlarm) * (quiet + miss);
        return product == 0 ? 0 : ((double) hit * quiet - (double) falseAlarm * miss) / Math.sqrt(product);
    }

    /** ROC area, average precision, and the false alarm rate at 99 % recall; rows of equal score count at once. */
    private static double[] curves(boolean[] attack, float[] score, long attacks, long normals) {
        if (attacks == 0 || normals == 0) {
            return new double[] {Double.NaN, Double.NaN, Double.NaN};
        }
        int[] order = SortedOrder.ascending(score);
        double area = 0;
        double precisionSum = 0;
        double fprAt99 = 1;
        long hit = 0;
        long falseAlarm = 0;
        for (int next = order.length - 1; next >= 0; ) {
            float same = score[order[next]];
            long hitBefore = hit;
            long falseBefore = falseAlarm;
            while (next >= 0 && score[order[next]] == same) {
                if (attack[order[next--]]) {
                    hit++;
                } else {
                    falseAlarm++;
                }
            }
            area += (falseAlarm - falseBefore) * (hit + hitBefore) / 2.0;
            precisionSum += (hit - hitBefore) * ((double) hit / (hit + falseAlarm));
            if (hitBefore < 0.99 * attacks && hit >= 0.99 * attacks) {
                fprAt99 = (double) falseAlarm / normals;
            }
        }
        return new double[] {area / ((double) attacks * normals), precisionSum / attacks, fprAt99};
    }

    /** Figures of a part of the rows. */
    static Figures of(boolean[] attack, boolean[] alarm, float[] score, int[] part) {
        boolean[] partAttack = new boolean[part.length];
        boolean[] partAlarm = new boolean[part.length];
        float[] partScore = new float[part.length];
        for (int i = 0; i < part.length; i++) {
            partAttack[i] = attack[part[i]];
            partAlarm[i] = alarm[part[i]];
            partScore[i] = score[part[i]];
        }
        return of(partAttack, partAlarm, partScore);
    }
}
