package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * The switches, seen by slices: for each the whole of what it should hold. What is missing there is sent again, what is
 * ours and not wanted is deleted; new entries come before old ones go.
 */
public interface SliceSwitches {
    /**
     * From now on these switches should hold these plans. For one that is not named, because it is away, its last plan stands:
     * it gets that as soon as it comes back, so that isolation does not wait, and the next one a moment later. The future
     * completes when every connected switch whose plan has changed has answered (or after 5 s); it never fails.
     */
    CompletableFuture<Void> want(Map<Dpid, Plan> plans);

    /** What connected switches say: an immutable snapshot, refreshed every 250 ms. */
    Map<Dpid, Report> sliceReports();

    /**
     * What one switch should hold.
     *
     * @param meters by name; an action {@code METER} names one of them in {@code meter_id}
     * @param entries in tables 1 and 2, each with table and priority
     * @param floods by mark, the ports that group frames of a slice must not leave by
     */
    record Plan(Map<String, MeterSpec> meters, List<FlowSpec> entries, Map<Integer, Set<Integer>> floods) {
        public static final Plan NOTHING = new Plan(Map.of(), List.of(), Map.of());

        public Plan {
            meters = Collections.unmodifiableMap(new LinkedHashMap<>(meters));
            entries = List.copyOf(entries);
            Map<Integer, Set<Integer>> copy = new TreeMap<>();
            floods.forEach((mark, ports) -> copy.put(mark, Set.copyOf(ports)));
            floods = Collections.unmodifiableMap(copy);
        }
    }

    /**
     * What a switch says.
     *
     * @param settled since it is connected it has confirmed a plan; later ones follow within moments
     * @param troubles for people: what it refused or lacks
     * @param meters counters by the name of the meter
     * @param readNs {@link System#nanoTime} of the counters, 0 for none yet
     */
    record Report(boolean settled, List<String> troubles, Map<String, MeterCount> meters, long readNs) {
        public Report {
            troubles = List.copyOf(troubles);
            meters = Map.copyOf(meters);
        }
    }

    /** Counters of a meter since it was made: what came in, and what it dropped. */
    record MeterCount(long packets, long bytes, long droppedPackets, long droppedBytes) {}
}
