package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleLook;
import io.sentinelsdn.domain.flow.RuleState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The switches, seen by those who want rules on them. Desired rules are kept and reconciled: a switch that comes back
 * gets them again.
 */
public interface Network {
    /**
     * Changes the desired rules. The future completes when every connected switch concerned has answered the barrier
     * (or after 5 s), with the state of each added rule by id; it never completes exceptionally. With no switch
     * connected the rules stay {@code PENDING}.
     */
    CompletableFuture<Map<String, RuleState>> apply(RuleBatch batch);

    /**
     * The state of every desired rule, by id, refreshed with each poll; not to be changed. While it is walked, rules may
     * come and go.
     */
    Map<String, RuleState> ruleStates();

    /** Number of connected switches. */
    int connectedSwitches();

    /**
     * Takes the packets that were sampled from what looked-at rules match since the last call, oldest first; at most some
     * thousand wait, more are dropped and counted.
     */
    default List<RuleLook> takeLooks() {
        return List.of();
    }
}
