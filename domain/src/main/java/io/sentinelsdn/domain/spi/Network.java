package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleLook;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.MacAddress;
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

    /**
     * From now on frames to this Ethernet address are forwarded, over any number of switches, to ports of one switch, whoever
     * else claims the address; several share them connection by connection where the switch has select groups. Before
     * the first rule.
     *
     * @param ports at least one
     */
    default void reserve(MacAddress mac, Dpid dpid, List<Integer> ports) {
        throw new UnsupportedOperationException("no addresses can be reserved here");
    }

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
