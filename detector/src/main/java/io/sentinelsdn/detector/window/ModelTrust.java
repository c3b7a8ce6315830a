package io.sentinelsdn.detector.window;

/**
 * Whether the verdicts of a model may raise alarms here. A model that calls more than {@value #MOST} of calm traffic an
 * attack does not know this network; nor is it known of one that has not seen some of it. The share is that of about
 * the last {@value #MEMORY} calm rounds, so an attack of seconds moves it little.
 *
 * <p>Owned by the window thread.
 */
public final class ModelTrust {
    static final double MOST = 0.05;
    static final int MEMORY = 600;

    private final int leastRounds;
    private final double leastFlows;
    private Object model;
    private int rounds;
    private double judged;
    private double flagged;

    /**
     * A model that has to earn its trust.
     *
     * @param leastRounds calm rounds that it must have seen
     * @param leastFlows flows that it must have judged in them
     */
    public ModelTrust(int leastRounds, double leastFlows) {
        this.leastRounds = leastRounds;
        this.leastFlows = leastFlows;
    }

    /** Takes a calm round of this model; another one begins anew. */
    public void round(Object judge, double flows, double attacks) {
        if (judge != model) {
            model = judge;
            rounds = 0;
            judged = flagged = 0;
        }
        if (flows <= 0) {
            return;
        }
        double kept = 1 - 1.0 / MEMORY;
        rounds++;
        judged = judged * kept + flows;
        flagged = flagged * kept + attacks;
    }

    /** Whether enough calm traffic was seen to know. */
    public boolean isKnown() {
        return rounds >= leastRounds && judged >= leastFlows;
    }

    /** Whether this model's verdicts may raise alarms. */
    public boolean allows(Object judge) {
        return judge != null && judge == model && isKnown() && share() <= MOST;
    }

    /** Share of calm traffic that it calls an attack, in [0, 1]. */
    public double share() {
        return judged > 0 ? flagged / judged : 0;
    }
}
