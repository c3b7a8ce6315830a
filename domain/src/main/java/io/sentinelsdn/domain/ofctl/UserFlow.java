package io.sentinelsdn.domain.ofctl;

import io.sentinelsdn.domain.net.Dpid;
import java.time.Instant;

/**
 * A flow entry that a person has asked for. One of the same switch, table, priority and match has the same id and takes
 * its place.
 *
 * @param id follows from switch, table, priority and match
 * @param dpid the switch
 * @param cookie what the entry carries on the switch
 * @param spec what was asked for, in canonical words, with table and priority filled in
 * @param createdAt when it was asked for
 * @param expiresAt end by its hard timeout, or null
 */
public record UserFlow(String id, Dpid dpid, long cookie, FlowSpec spec, Instant createdAt, Instant expiresAt) {
    public UserFlow {
        if (spec.tableId() == null || spec.priority() == null) {
            throw new IllegalArgumentException("spec must have a table and a priority: " + id);
        }
    }
}
