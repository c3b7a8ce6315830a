package io.sentinelsdn.domain.ofctl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A flow entry as a person writes it. Values in {@code match} and {@code actions} are numbers, texts and, in
 * {@code WRITE_ACTIONS}, lists of actions; they are checked where they are turned into OpenFlow.
 *
 * @param tableId table, or null for the standard one
 * @param priority 0 to 65,535, or null for the standard one
 * @param idleTimeout seconds, 0 for none
 * @param hardTimeout seconds, 0 for none
 * @param flags OFPFF_* bits (OpenFlow 1.3.5 section 7.3.4.1)
 * @param match value by field name, {@code value/mask} for a part; empty matches everything
 * @param actions what to do in this order, each with a {@code type}; empty drops
 * @param monitor whether what the entry forwards is to be counted by the monitor table
 */
public record FlowSpec(
        Integer tableId,
        Integer priority,
        int idleTimeout,
        int hardTimeout,
        int flags,
        Map<String, Object> match,
        List<Map<String, Object>> actions,
        boolean monitor) {
    public FlowSpec {
        match = Collections.unmodifiableMap(new LinkedHashMap<>(match));
        List<Map<String, Object>> copies = new ArrayList<>(actions.size());
        actions.forEach(action -> copies.add(Collections.unmodifiableMap(new LinkedHashMap<>(action))));
        actions = List.copyOf(copies);
    }
}
