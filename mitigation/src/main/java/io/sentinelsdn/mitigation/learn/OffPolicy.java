package io.sentinelsdn.mitigation.learn;

/**
 * What a policy would have brought, from decisions of another one: the doubly robust estimate (Dudik, Langford, Li:
 * Doubly robust policy evaluation and learning, 2011). Each decision adds the model's expectation of the arm the policy
 * would have taken and, where that arm was taken, the model's error divided by the probability with which it was taken.
 * The model is the one from before the decision, so the terms are a martingale; their mean and spread are kept by
 * Welford's method.
 *
 * @param samples decisions so far
 * @param mean mean difference between policy and baseline
 * @param squares sum of squared deviations
 * @param policy mean estimate of the policy
 * @param baseline mean estimate of the baseline
 */
public record OffPolicy(long samples, double mean, double squares, double policy, double baseline) {
    /** One-sided 95 %. */
    private static final double Z = 1.645;

    public static final OffPolicy NONE = new OffPolicy(0, 0, 0, 0, 0);

    /** One term of the estimate. */
    static double term(double expected, boolean taken, double probability, double reward, double expectedOfTaken) {
        return expected + (taken ? (reward - expectedOfTaken) / probability : 0);
    }

    OffPolicy with(double policyTerm, double baselineTerm) {
        long count = samples + 1;
        double difference = policyTerm - baselineTerm;
        double step = difference - mean;
        double newMean = mean + step / count;
        return new OffPolicy(
                count,
                newMean,
                squares + step * (difference - newMean),
                policy + (policyTerm - policy) / count,
                baseline + (baselineTerm - baseline) / count);
    }

    /** With 95 % confidence the difference is above this; minus infinity with fewer than two samples. */
    public double lower() {
        return samples < 2 ? Double.NEGATIVE_INFINITY : mean - Z * error();
    }

    /** With 95 % confidence the difference is below this. */
    public double upper() {
        return samples < 2 ? Double.POSITIVE_INFINITY : mean + Z * error();
    }

    private double error() {
        return Math.sqrt(squares / (samples - 1) / samples);
    }
}
