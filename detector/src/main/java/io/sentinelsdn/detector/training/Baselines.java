package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.input.LabelledFlows;

/**
 * One threshold each, fitted to the same rows.
 *
 * @param stump the best on any feature
 * @param volume the best on packets/s
 */
public record Baselines(Stump stump, Stump volume) {
    static Baselines of(LabelledFlows flows) {
        int[] rows = DefaultRecipe.rows(flows);
        return new Baselines(Stump.best(flows, rows), Stump.volume(flows, rows));
    }
}
