package io.sentinelsdn.mitigation.policy;

import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who attacked before: each earlier incident of the same victim and type, or of the same source, doubles the lifetime
 * of the rules, up to a limit. Bounded; the one not seen for longest is forgotten first. Owned by the mitigation thread.
 */
public final class Offenders {
    private static final int CAPACITY = 4096;

    private record Past(int incidents, Instant last) {}

    private final Map<String, Past> records = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Past> eldest) {
            return size() > CAPACITY;
        }
    };

    private final Duration base;
    private final Duration longest;
    private final Duration window;

    public Offenders(PolicyLimits limits) {
        base = limits.lifetime();
        longest = limits.maxLifetime();
        window = limits.repeatWindow();
    }

    /** Lifetime of the rules against this attack: the base, doubled for each earlier incident in the window. */
    public Duration lifetime(IpAddress victim, AttackType type, Collection<Prefix> sources, Instant now) {
        int earlier = keys(victim, type, sources).stream()
                .mapToInt(key -> incidents(key, now))
                .max()
                .orElse(0);
        Duration lifetime = base;
        for (int i = 0; i < earlier && lifetime.compareTo(longest) < 0; i++) {
            lifetime = lifetime.multipliedBy(2);
        }
        return lifetime.compareTo(longest) > 0 ? longest : lifetime;
    }

    /** Remembers an incident; once for each. */
    public void remember(IpAddress victim, AttackType type, Collection<Prefix> sources, Instant at) {
        for (String key : keys(victim, type, sources)) {
            records.put(key, new Past(incidents(key, at) + 1, at));
        }
    }

    private int incidents(String key, Instant now) {
        Past known = records.get(key);
        return known == null || known.last().plus(window).isBefore(now) ? 0 : known.incidents();
    }

    private static List<String> keys(IpAddress victim, AttackType type, Collection<Prefix> sources) {
        List<String> keys = new ArrayList<>();
        keys.add(type.wireName() + " " + victim);
        sources.forEach(source -> keys.add("from " + source));
        return keys;
    }
}
