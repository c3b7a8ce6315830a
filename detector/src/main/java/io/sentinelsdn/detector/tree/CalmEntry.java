package io.sentinelsdn.detector.tree;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.model.FlowScorer;

/**
 * A flow entry that has become much slower than it was in its life is judged by its present traffic and, where that
 * raises no alarm, as if it still had the mean rates of its life. An entry that carried a flood and now carries one ping a
 * second looks like peace at each split on present traffic, and trees that learnt from neither case cannot know better.
 *
 * <p>Nobody keeps how large the answers of a life were. Where answers come now, theirs is taken; where they came once and
 * come no longer, the life is not known well enough to be judged: a stream of acknowledgements whose transfer has ended
 * would look like one that nobody ever answered.
 *
 * <p>Only rows of {@link FlowFeatures} that know {@link FlowFeatures#RATE_VS_LIFE} can be calm. Owned by one thread;
 * allocates nothing for a row.
 */
final class CalmEntry {
    /** Calm is below a tenth of the mean rate of the life: ln(1/10). */
    private static final float CALM = -2.3025851f;

    /** Present features that are replaced, and what in the row tells their value. */
    private static final int[] PRESENT = {
        FlowFeatures.LOG_PPS,
        FlowFeatures.LOG_BYTES_PER_SECOND,
        FlowFeatures.MEAN_SIZE,
        FlowFeatures.LOG_REVERSE_PPS,
        FlowFeatures.REVERSE_RATIO,
        FlowFeatures.REVERSE_MEAN_SIZE,
        FlowFeatures.ONE_WAY,
        FlowFeatures.REVERSE_BYTES_RATIO,
        FlowFeatures.PPS_CHANGE,
        FlowFeatures.SIZE_CHANGE
    };

    private static final int[] LIFE = {
        FlowFeatures.LIFE_LOG_PPS,
        FlowFeatures.LIFE_LOG_BYTES_PER_SECOND,
        FlowFeatures.LIFE_MEAN_SIZE,
        FlowFeatures.LIFE_REVERSE_RATIO,
        FlowFeatures.LIFE_REVERSE_RATIO,
        FlowFeatures.LIFE_MEAN_SIZE,
        FlowFeatures.LIFE_REVERSE_RATIO,
        FlowFeatures.LIFE_REVERSE_RATIO,
        FlowFeatures.RATE_VS_LIFE,
        FlowFeatures.RATE_VS_LIFE
    };

    private final RandomForest forest;
    private final int normal;
    private final float[] view;
    private final float[] present;
    private final float[] life;

    CalmEntry(RandomForest forest, int normal) {
        this.forest = forest;
        this.normal = normal;
        view = new float[forest.featureCount()];
        present = new float[forest.classNames().size()];
        life = new float[present.length];
    }

    /**
     * Scores a row.
     *
     * @param row {@code float[features]}
     * @return the probability of each class, of the present or of the life, whichever is less normal; good until the next
     *     call
     */
    float[] probabilities(float[] row) {
        forest.score(row, present);
        if (1 - present[normal] > FlowScorer.ALARM || !isCalm(row)) {
            return present;
        }
        lookBack(row);
        forest.score(view, life);
        return life[normal] < present[normal] ? life : present;
    }

    /** The row behind {@link #probabilities}: this one, or what it was in its life; good until the next call. */
    float[] decisive(float[] row) {
        return probabilities(row) == life ? view : row;
    }

    /** Gives what was said of the present to the features of the life it was taken from, if {@code decisive} is not the row. */
    void settle(float[] decisive, double[] out) {
        if (decisive == view) {
            for (int i = 0; i < PRESENT.length; i++) {
                out[LIFE[i]] += out[PRESENT[i]];
                out[PRESENT[i]] = 0;
            }
        }
    }

    private boolean isCalm(float[] row) {
        return view.length == FlowFeatures.COUNT && row[FlowFeatures.RATE_VS_LIFE] < CALM && !isLostAnswer(row);
    }

    private static boolean isLostAnswer(float[] row) {
        return row[FlowFeatures.LIFE_REVERSE_RATIO] > 0 && !(row[FlowFeatures.REVERSE_MEAN_SIZE] > 0);
    }

    /** Size of the frames back is taken to have changed as that of the frames there. */
    private void lookBack(float[] row) {
        System.arraycopy(row, 0, view, 0, view.length);
        view[FlowFeatures.LOG_PPS] = row[FlowFeatures.LIFE_LOG_PPS];
        view[FlowFeatures.LOG_BYTES_PER_SECOND] = row[FlowFeatures.LIFE_LOG_BYTES_PER_SECOND];
        view[FlowFeatures.MEAN_SIZE] = row[FlowFeatures.LIFE_MEAN_SIZE];
        float ratio = row[FlowFeatures.LIFE_REVERSE_RATIO];
        view[FlowFeatures.LOG_REVERSE_PPS] = (float) Math.log1p(Math.expm1(row[FlowFeatures.LIFE_LOG_PPS]) * ratio);
        view[FlowFeatures.REVERSE_RATIO] = ratio;
        if (row[FlowFeatures.MEAN_SIZE] > 0) {
            view[FlowFeatures.REVERSE_MEAN_SIZE] *= row[FlowFeatures.LIFE_MEAN_SIZE] / row[FlowFeatures.MEAN_SIZE];
        }
        if (!Float.isNaN(ratio)) {
            view[FlowFeatures.ONE_WAY] = ratio > 0 ? 0 : 1;
            double bytes = Math.expm1(row[FlowFeatures.LIFE_LOG_BYTES_PER_SECOND]);
            double back = Math.expm1(view[FlowFeatures.LOG_REVERSE_PPS]) * view[FlowFeatures.REVERSE_MEAN_SIZE];
            view[FlowFeatures.REVERSE_BYTES_RATIO] = (float) (Math.log1p(back) - Math.log1p(bytes));
        }
        view[FlowFeatures.PPS_CHANGE] = 0;
        view[FlowFeatures.SIZE_CHANGE] = 0;
        view[FlowFeatures.RATE_VS_LIFE] = 0;
    }
}
