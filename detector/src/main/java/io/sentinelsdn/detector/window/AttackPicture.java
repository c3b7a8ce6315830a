package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.detect.AttackEvidence;
import java.util.function.LongConsumer;

/**
 * What an attack looks like in one window: the evidence for the planner and some figures for the explanation.
 *
 * @param evidence who, where, whom
 * @param sampled packets and flows it was drawn from; 0 when nothing but counters was seen
 * @param purity share of the traffic of this protocol to the target that belongs to the attack, in [0, 1]
 * @param forgedShare share of the attack whose source lives behind another port, in [0, 1]
 * @param singleShare share of the attack whose source was seen only once, in [0, 1]
 * @param forestScore forest score of the attack's flows, or of the whole when it has none, in [0, 1]; NaN without a forest
 * @param sourceHashes keyed hashes of the sources seen
 */
public record AttackPicture(
        AttackEvidence evidence,
        int sampled,
        double purity,
        double forgedShare,
        double singleShare,
        double forestScore,
        SourceHashes sourceHashes) {
    /** Some hashes; a value object around the array. */
    public static final class SourceHashes {
        private final long[] hashes;

        SourceHashes(long[] hashes) {
            this.hashes = hashes;
        }

        /** Calls back with each hash. */
        public void forEach(LongConsumer action) {
            for (long hash : hashes) {
                action.accept(hash);
            }
        }
    }
}
