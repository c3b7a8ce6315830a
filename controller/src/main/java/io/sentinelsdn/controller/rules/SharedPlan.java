package io.sentinelsdn.controller.rules;

import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.openflow.PreparedEntry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Parts of the table plan that many switches have in common, made and encoded once: when hundreds connect at the same
 * time, each costs little more than the copy of some bytes. Bounded: what finds no room is made anew each time. Any
 * thread may ask.
 */
public final class SharedPlan {
    private static final int MOST_PARTS = 2_048;

    private final Map<Part, List<PreparedEntry>> parts = new ConcurrentHashMap<>();

    /** A part and all the numbers that its entries depend on: equal parts have equal entries. */
    public record Part(String name, List<Integer> numbers) {
        public Part {
            numbers = List.copyOf(numbers);
        }
    }

    /** The entries of a part. */
    public List<PreparedEntry> entries(Part part, Supplier<List<FlowEntry>> maker) {
        List<PreparedEntry> known = parts.get(part);
        if (known == null) {
            known = maker.get().stream().map(PreparedEntry::new).toList();
            if (parts.size() < MOST_PARTS) {
                parts.putIfAbsent(part, known);
            }
        }
        return known;
    }
}
