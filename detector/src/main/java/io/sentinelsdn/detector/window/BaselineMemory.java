package io.sentinelsdn.detector.window;

import io.sentinelsdn.detector.threshold.AdaptiveThreshold.Learned;
import io.sentinelsdn.detector.threshold.Baseline;
import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was learned about destinations that receive nothing at present: a host that is silent over night is not a new one
 * in the morning. Only what makes a difference is kept; bounded, the eldest goes first. Owned by the window thread.
 */
final class BaselineMemory {
    private final Map<IpAddress, Map<Measure, Learned>> kept = new LinkedHashMap<>();
    private final int capacity;

    BaselineMemory(int capacity) {
        this.capacity = capacity;
    }

    void keep(Baseline baseline) {
        kept.computeIfAbsent(baseline.destination(), address -> new EnumMap<>(Measure.class))
                .put(baseline.measure(), baseline.learned());
        if (kept.size() > capacity) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    /** What is known of a destination that comes back; it is not kept here any more. */
    Map<Measure, Learned> take(IpAddress address) {
        Map<Measure, Learned> known = kept.remove(address);
        return known == null ? Map.of() : known;
    }

    void addTo(List<Baseline> all) {
        kept.forEach((address, measures) ->
                measures.forEach((measure, learned) -> all.add(new Baseline(address, measure, learned))));
    }
}
