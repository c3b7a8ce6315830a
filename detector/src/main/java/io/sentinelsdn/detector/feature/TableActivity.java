package io.sentinelsdn.detector.feature;

import java.util.Arrays;

/**
 * What the entries of one flow table do together, poll by poll: whether traffic flows where it used to flow. All
 * features are ratios to this table's own past, so they mean the same on a busy and on an idle network.
 *
 * <p>With p the share of each entry in the packets of the interval and q its share in the packets/s since the entries
 * were made: {@code shift} is the total variation distance of p and q; {@code quiet} the part of q of the entries that
 * now run at a quarter of their mean rate or less; {@code rate_vs_life} and {@code rate_vs_calm} the logarithms of all
 * packets/s by the sum of the entries' mean rates, and by the median over the last {@value #REMEMBERED} polls. The
 * "recent" ones are means over the polls so far, with weight 0.7 per poll of age. Only the past counts.
 *
 * <p>Owned by one thread.
 */
public final class TableActivity {
    private static final int REMEMBERED = 128;
    private static final int FEW_POLLS = 3;
    private static final double QUIET = 0.25;
    private static final double KEEP = 0.7;
    private static final double FLOOR_PPS = 0.1;

    private final float[] features = new float[FlowFeatures.COUNT - FlowFeatures.TABLE];
    private final double[] totals = new double[REMEMBERED];
    private final double[] sorted = new double[REMEMBERED];
    private int polls;
    private double recentShift;
    private double recentQuiet = Double.NaN;

    public TableActivity() {
        Arrays.fill(features, Float.NaN);
    }

    /**
     * Takes a poll.
     *
     * @param pps packets/s of each entry in the interval, {@code NaN} when unknown
     * @param lifePps packets/s of each entry since it was made
     * @param entries number of entries
     * @param refreshed whether counters are newer than those of the poll before; else only the present is looked at
     */
    public void poll(double[] pps, double[] lifePps, int entries, boolean refreshed) {
        double total = 0;
        double lifeTotal = 0;
        int known = 0;
        int active = 0;
        for (int i = 0; i < entries; i++) {
            lifeTotal += lifePps[i];
            if (!Double.isNaN(pps[i])) {
                known++;
                total += pps[i];
                active += pps[i] > 0 ? 1 : 0;
            }
        }
        if (known == 0) {
            Arrays.fill(features, Float.NaN);
            return;
        }
        double distance = 0;
        double quiet = 0;
        for (int i = 0; i < entries; i++) {
            double share = lifeTotal > 0 ? lifePps[i] / lifeTotal : 0;
            double now = Double.isNaN(pps[i]) || total == 0 ? 0 : pps[i] / total;
            distance += Math.abs(now - share) / 2;
            quiet += pps[i] <= QUIET * lifePps[i] ? share : 0;
        }
        features[0] = (float) Math.log((total + FLOOR_PPS) / (lifeTotal + FLOOR_PPS));
        features[1] = (float) (polls < FEW_POLLS ? Double.NaN : Math.log((total + FLOOR_PPS) / (calm() + FLOOR_PPS)));
        features[2] = total > 0 ? (float) distance : Float.NaN;
        features[3] = (float) active / known;
        features[4] = (float) quiet;
        if (refreshed) {
            totals[polls++ % REMEMBERED] = total;
            recentShift = KEEP * recentShift + (1 - KEEP) * (total > 0 ? distance : 1);
            recentQuiet = Double.isNaN(recentQuiet) ? quiet : KEEP * recentQuiet + (1 - KEEP) * quiet;
        }
        features[5] = (float) recentShift;
        features[6] = (float) recentQuiet;
    }

    /** Copies the features of the last poll into a row. */
    public void fill(float[] row) {
        System.arraycopy(features, 0, row, FlowFeatures.TABLE, features.length);
    }

    private double calm() {
        int count = Math.min(polls, REMEMBERED);
        System.arraycopy(totals, 0, sorted, 0, count);
        Arrays.sort(sorted, 0, count);
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }
}
