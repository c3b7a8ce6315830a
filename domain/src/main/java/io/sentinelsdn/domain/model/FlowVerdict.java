package io.sentinelsdn.domain.model;

import io.sentinelsdn.domain.detect.Explanation.Contribution;
import java.util.List;

/**
 * What a model makes of one flow.
 *
 * @param row which one, from 1 in the order of what was sent
 * @param flow who talks to whom, or null where that is not known
 * @param attack whether it raises an alarm
 * @param confidence how surely it is an attack, in [0, 1]
 * @param type kind of attack, {@code unknown_anomaly} where the model has no classes, or {@code normal}
 * @param abstained whether the model had no opinion
 * @param method how the contributions were found, or null without
 * @param base score before any feature was looked at, NaN without contributions
 * @param contributions strongest first; base and contributions sum to the confidence; may be empty
 * @param explanation one sentence, or null
 */
public record FlowVerdict(
        long row,
        String flow,
        boolean attack,
        double confidence,
        String type,
        boolean abstained,
        String method,
        double base,
        List<Contribution> contributions,
        String explanation) {
    public FlowVerdict {
        contributions = List.copyOf(contributions);
    }
}
