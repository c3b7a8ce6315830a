package io.sentinelsdn.slicing;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SliceMembers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Slices with a victim, fenced until their attacks are over. Owned by the thread of slices. */
final class Fences {
    private static final Logger log = LoggerFactory.getLogger(Fences.class);

    private final Map<String, String> reasons = new HashMap<>();

    /** Fences the slices of these victims, and lets go of all others. */
    void follow(List<Detection> active, SliceMembers members) {
        Map<String, String> attacked = new HashMap<>();
        for (Detection detection : active) {
            NetworkSlice slice = members.attacked(detection.evidence());
            if (slice != null) {
                attacked.putIfAbsent(
                        slice.id(),
                        detection.type().wireName() + " on "
                                + detection.evidence().target() + " (detection " + detection.id() + ")");
            }
        }
        for (String id : attacked.keySet()) {
            if (!reasons.containsKey(id)) {
                log.warn("slice fenced slice={} reason={}", id, attacked.get(id));
            }
        }
        for (String id : reasons.keySet()) {
            if (!attacked.containsKey(id)) {
                log.info("slice is no longer fenced slice={}", id);
            }
        }
        reasons.clear();
        reasons.putAll(attacked);
    }

    /** Ids of fenced slices. */
    Set<String> ids() {
        return Set.copyOf(reasons.keySet());
    }

    /** Why a slice is fenced, or null when it is not. */
    String reason(String id) {
        return reasons.get(id);
    }
}
