package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.ofctl.FlowSpec;
import io.sentinelsdn.domain.ofctl.UserFlowState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A person's flow entry, in the words in which one is written, and what its switch says about it. */
record UserFlowJson(
        String id,
        String dpid,
        int tableId,
        int priority,
        int idleTimeout,
        int hardTimeout,
        int flags,
        String cookieHex,
        Map<String, Object> match,
        List<Map<String, Object>> actions,
        boolean monitor,
        String status,
        String error,
        Long packetCount,
        Long byteCount,
        Instant countedAt,
        Instant createdAt,
        Instant expiresAt) {
    static UserFlowJson of(UserFlowState state) {
        FlowSpec spec = state.flow().spec();
        return new UserFlowJson(
                state.flow().id(),
                Words.text(state.flow().dpid()),
                spec.tableId(),
                spec.priority(),
                spec.idleTimeout(),
                spec.hardTimeout(),
                spec.flags(),
                "0x" + Long.toHexString(state.flow().cookie()),
                spec.match(),
                spec.actions(),
                spec.monitor(),
                RuleJson.lower(state.status()),
                state.error(),
                state.packets(),
                state.bytes(),
                state.countedAt(),
                state.flow().createdAt(),
                state.flow().expiresAt());
    }
}
