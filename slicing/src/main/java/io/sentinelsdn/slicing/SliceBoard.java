package io.sentinelsdn.slicing;

import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SliceMembers;
import io.sentinelsdn.domain.slice.SliceView;
import io.sentinelsdn.domain.slice.SliceView.Status;
import io.sentinelsdn.domain.spi.SliceSwitches.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What people see of slices, and who is told when that changes. Written by the thread of slices, read by any. */
final class SliceBoard {
    private final SliceMeasures measures;
    private final QueueStates queues;
    private final Fences fences;
    private final EventSink events;
    private final Map<String, SliceView> told = new HashMap<>();
    private Map<String, Integer> flows = Map.of();
    private Set<Dpid> dpids = Set.of();
    private volatile List<SliceView> views = List.of();

    SliceBoard(SliceMeasures measures, QueueStates queues, Fences fences, EventSink events) {
        this.measures = measures;
        this.queues = queues;
        this.fences = fences;
        this.events = events;
    }

    /** All slices, oldest first. */
    List<SliceView> views() {
        return views;
    }

    /** The switches that slices are planned for from now on. */
    void planned(Set<Dpid> planned) {
        dpids = Set.copyOf(planned);
    }

    /** Counts the flows of each slice. */
    void count(List<FlowView> seen, SliceMembers members) {
        Map<String, Integer> counts = new HashMap<>();
        for (FlowView flow : seen) {
            NetworkSlice slice = members.of(flow);
            if (slice != null) {
                counts.merge(slice.id(), 1, Integer::sum);
            }
        }
        flows = counts;
    }

    /** A slice of which nothing is known yet. */
    SliceView pending(NetworkSlice slice) {
        return new SliceView(slice, Status.PENDING, List.of(), stats(slice, null));
    }

    /**
     * Shows slices as they are now.
     *
     * @param rates whether it is time to tell rates too, and not only what has changed in itself
     */
    void show(Collection<NetworkSlice> slices, Map<Dpid, Report> reports, Instant now, boolean rates) {
        List<SliceView> next = new ArrayList<>();
        for (NetworkSlice slice : slices) {
            List<String> reasons = new ArrayList<>();
            Status status = status(slice, reports, reasons);
            next.add(new SliceView(slice, status, reasons, stats(slice, reports.isEmpty() ? null : now)));
        }
        next.sort(Comparator.comparing((SliceView view) -> view.slice().createdAt())
                .thenComparing(view -> view.slice().id()));
        views = List.copyOf(next);
        Set<String> ids = new HashSet<>();
        slices.forEach(slice -> ids.add(slice.id()));
        told.keySet().retainAll(ids);
        for (SliceView view : views) {
            SliceView last = told.get(view.slice().id());
            if (isNews(last, view) || (rates && isBusy(last, view))) {
                told.put(view.slice().id(), view);
                events.publish(new Event.SliceChanged(view));
            }
        }
    }

    /** Carries something, or has just stopped to. */
    private static boolean isBusy(SliceView before, SliceView now) {
        return now.stats().offeredBps() > 0 || before.stats().offeredBps() > 0;
    }

    /** Changed in itself. */
    private static boolean isNews(SliceView before, SliceView now) {
        return before == null
                || before.status() != now.status()
                || before.slice().revision() != now.slice().revision()
                || before.stats().limitMbps() != now.stats().limitMbps();
    }

    private SliceView.Stats stats(NetworkSlice slice, Instant now) {
        return measures.stats(slice, flows.getOrDefault(slice.id(), 0), queues.words(dpids), now);
    }

    private Status status(NetworkSlice slice, Map<Dpid, Report> reports, List<String> reasons) {
        if (!slice.spec().enabled()) {
            return Status.DISABLED;
        }
        reports.forEach(
                (dpid, report) -> report.troubles().forEach(trouble -> reasons.add("switch " + dpid + " " + trouble)));
        if (slice.spec().minBandwidth() > 0 && queues.words(dpids).equals(QueueStates.UNAVAILABLE)) {
            reasons.add("queues are unavailable: " + queues.trouble());
        }
        String attack = fences.reason(slice.id());
        if (attack != null) {
            reasons.add(0, attack);
            return Status.QUARANTINED;
        }
        if (reports.isEmpty()) {
            reasons.add("no switch is connected");
            return Status.PENDING;
        }
        List<Dpid> waiting = dpids.stream()
                .filter(dpid -> isAwaited(reports.get(dpid)))
                .sorted()
                .toList();
        if (!waiting.isEmpty()) {
            reasons.add(waiting.size() + " switches have not confirmed it yet, among them " + waiting.get(0));
            return Status.PENDING;
        }
        return reasons.isEmpty() ? Status.ACTIVE : Status.DEGRADED;
    }

    /** Whether a switch will say more soon; one in trouble has said what there is to say. */
    private static boolean isAwaited(Report report) {
        return report == null || (!report.settled() && report.troubles().isEmpty());
    }
}
