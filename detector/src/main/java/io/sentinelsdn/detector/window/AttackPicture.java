package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.ScoredRow;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What an attack looks like in one window: the evidence for the planner and some figures for the explanation.
 *
 * @param evidence who, where, whom
 * @param sampled packets and flows it was drawn from; 0 when nothing but counters was seen
 * @param purity share of the traffic of this protocol to the target that belongs to the attack, in [0, 1]
 * @param forgedShare share of the attack whose source lives behind another port, in [0, 1]
 * @param singleShare share of the attack whose source was seen only once, in [0, 1]
 * @param rows what the active model scored: the attack's busiest flows, or the whole when it has none; empty without a model
 * @param words what a model says about it, for a person; may be empty
 * @param sourceHashes keyed hashes of the sources seen
 */
public record AttackPicture(
        AttackEvidence evidence,
        int sampled,
        double purity,
        double forgedShare,
        double singleShare,
        List<ScoredRow> rows,
        String words,
        SourceHashes sourceHashes) {
    public AttackPicture {
        rows = List.copyOf(rows);
    }

    /** The model's score of the attack in [0, 1]; NaN without a model. */
    public double modelScore() {
        return ScoredRow.scoreOf(rows);
    }

    /** The same with other evidence. */
    public AttackPicture with(AttackEvidence other) {
        return new AttackPicture(other, sampled, purity, forgedShare, singleShare, rows, words, sourceHashes);
    }

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
