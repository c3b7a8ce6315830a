package io.sentinelsdn.domain.ofctl;

import java.util.List;
import java.util.Map;

/**
 * A flow entry as a switch tells it (OpenFlow 1.3.5 section 7.3.5.2). What could not be read is in {@code match} under
 * {@code opaque}, or an action of type {@code unknown} or {@code experimenter}, in hexadecimal digits.
 *
 * @param length bytes of the entry in the reply
 * @param cookie unsigned
 * @param packetCount null when the switch does not count; so are all counters of this package
 * @param byteCount likewise
 */
public record FlowStats(
        int tableId,
        int priority,
        int idleTimeout,
        int hardTimeout,
        int flags,
        int length,
        Number cookie,
        Number packetCount,
        Number byteCount,
        long durationSec,
        long durationNsec,
        Map<String, Object> match,
        List<Map<String, Object>> actions) {}
