package io.sentinelsdn.mitigation.policy;

import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.net.IpAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A person's decision holds for a while: after a rule was taken away by hand, the same kind of attack on the same victim
 * is not mitigated automatically. Kept by victim and type, so that a new detection of the same attack does not get
 * around it. Bounded. Owned by the mitigation thread.
 */
public final class Grace {
    private static final int CAPACITY = 1024;

    private record Key(IpAddress victim, AttackType type) {}

    private final Map<Key, Instant> until = new LinkedHashMap<>();

    /** Leaves the incident alone until then. */
    public void grant(Detection detection, Instant end) {
        if (until.size() >= CAPACITY) {
            until.remove(until.keySet().iterator().next());
        }
        until.put(key(detection), end);
    }

    /** Whether the incident is to be left alone now. */
    public boolean holds(Detection detection, Instant now) {
        Instant end = until.get(key(detection));
        if (end != null && !end.isAfter(now)) {
            until.remove(key(detection));
            return false;
        }
        return end != null;
    }

    private static Key key(Detection detection) {
        return new Key(detection.evidence().target(), detection.type());
    }
}
