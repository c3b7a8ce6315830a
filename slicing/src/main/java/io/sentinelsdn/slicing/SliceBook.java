package io.sentinelsdn.slicing;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.spi.SliceDesk.Conflict;
import io.sentinelsdn.domain.spi.SliceStore;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import io.sentinelsdn.slicing.plan.Admission;
import io.sentinelsdn.slicing.plan.Ground;
import io.sentinelsdn.slicing.plan.SliceCompiler;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The slices there are, kept in the store, and whether there is room for another. Owned by the thread of slices. */
final class SliceBook {
    private final SliceConfig config;
    private final SwitchDirectory directory;
    private final SliceStore store;
    private final SliceCompiler.Limits limits;
    private final QueueStates queues;
    private final Clock clock;
    private final Map<String, NetworkSlice> slices = new LinkedHashMap<>();

    SliceBook(
            SliceConfig config,
            SwitchDirectory directory,
            SliceStore store,
            SliceCompiler.Limits limits,
            QueueStates queues,
            Clock clock) {
        this.config = config;
        this.directory = directory;
        this.store = store;
        this.limits = limits;
        this.queues = queues;
        this.clock = clock;
    }

    /** Brings back what was kept. */
    void load() {
        store.slices().forEach(slice -> slices.put(slice.id(), slice));
    }

    Collection<NetworkSlice> all() {
        return Collections.unmodifiableCollection(slices.values());
    }

    List<NetworkSlice> enabled() {
        return slices.values().stream().filter(slice -> slice.spec().enabled()).toList();
    }

    boolean hasName(String name) {
        return slices.values().stream().anyMatch(slice -> slice.spec().name().equals(name));
    }

    /**
     * Makes a slice.
     *
     * @throws Conflict when there is no room for it
     */
    NetworkSlice make(SliceSpec spec) {
        admit(spec, null);
        Instant now = clock.instant();
        String id = "s-" + UUID.randomUUID().toString().substring(0, 13);
        return keep(new NetworkSlice(id, freeNumber(), spec, now, now, 1));
    }

    /**
     * Changes a slice; null when there is none of this id.
     *
     * @throws Conflict when there is no room for what is wanted now
     */
    NetworkSlice change(String id, SliceSpec spec) {
        NetworkSlice before = slices.get(id);
        if (before == null) {
            return null;
        }
        admit(spec, id);
        return keep(before.with(spec, clock.instant()));
    }

    /** False when there is none of this id. */
    boolean remove(String id) {
        if (!slices.containsKey(id)) {
            return false;
        }
        store.deleteSlice(id);
        slices.remove(id);
        return true;
    }

    private NetworkSlice keep(NetworkSlice slice) {
        store.saveSlice(slice);
        slices.put(slice.id(), slice);
        return slice;
    }

    private int freeNumber() {
        BitSet used = new BitSet();
        slices.values().forEach(slice -> used.set(slice.number()));
        return used.nextClearBit(1);
    }

    /** Whether there is room for it on links and in tables. */
    private void admit(SliceSpec spec, String replaces) {
        List<NetworkSlice> others = slices.values().stream()
                .filter(slice -> !slice.id().equals(replaces))
                .toList();
        Admission.check(spec, others, config.linkMbps(), config.links());
        List<NetworkSlice> together = new ArrayList<>(
                others.stream().filter(slice -> slice.spec().enabled()).toList());
        if (spec.enabled()) {
            together.add(new NetworkSlice("new", NetworkSlice.MOST, spec, clock.instant(), clock.instant(), 1));
        }
        Ground ground = new Ground(directory.switches(), directory.hosts(), together);
        for (Dpid dpid : ground.switches()) {
            int entries = SliceCompiler.plan(dpid, together, ground, limits, queues.has(dpid))
                    .entries()
                    .size();
            if (entries > config.entriesPerSwitch()) {
                throw new Conflict(
                        Conflict.Kind.FULL,
                        "switch " + dpid + " would need " + entries + " entries for slices, "
                                + config.entriesPerSwitch() + " is the most",
                        Map.of("entries", entries, "allowed", config.entriesPerSwitch(), "dpid", dpid.toString()));
            }
        }
    }
}
