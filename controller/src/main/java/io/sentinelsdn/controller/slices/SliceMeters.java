package io.sentinelsdn.controller.slices;

import io.sentinelsdn.controller.openflow.Transaction;
import io.sentinelsdn.controller.query.Caller;
import io.sentinelsdn.controller.rules.SwitchMeters;
import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.spi.SliceSwitches.MeterCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The meters of slices on one switch, by name: which are placed, what they have counted, which are missing there. Owned by
 * the event loop of the switch.
 */
final class SliceMeters {
    /** So long a former process's meters may still be in use by what others put back. */
    private static final long COLLECT_AFTER_NS = TimeUnit.SECONDS.toNanos(15);

    private final MeterPoll poll;
    private final LongSupplier clock;
    private final Map<String, MeterSpec> placed = new HashMap<>();
    private SwitchMeters meters;
    private Map<String, MeterCount> counts = Map.of();
    private Map<String, Integer> beforePoll = Map.of();
    private long readNs;
    private long attachedNs;
    private boolean collected;

    /**
     * @param polled told the meters of the switch by number, after each {@link #poll}
     * @param clock nanoseconds, as {@link System#nanoTime}
     */
    SliceMeters(Caller caller, Consumer<Map<Long, MeterCount>> polled, LongSupplier clock) {
        this.clock = clock;
        poll = new MeterPoll(caller, polled);
    }

    /** The switch holds no meter of slices that is known. */
    void attached(SwitchMeters switchMeters) {
        meters = switchMeters;
        placed.clear();
        collected = false;
        attachedNs = clock.getAsLong();
    }

    boolean isAttached() {
        return meters != null;
    }

    /** Whether the switch has meters at all. */
    boolean any() {
        return meters.any();
    }

    /** The number of a meter on the switch, or 0 when it is not placed. */
    int numberOf(String name) {
        return placed.containsKey(name) ? meters.numberOf(owner(name)) : 0;
    }

    /**
     * Adds and changes what is not as wanted.
     *
     * @param trouble told the name of a meter that there is no room for, and why
     */
    void put(Transaction transaction, Map<String, MeterSpec> wanted, BiConsumer<String, String> trouble) {
        if (!meters.any()) {
            return;
        }
        wanted.forEach((name, spec) -> {
            if (spec.equals(placed.get(name))) {
                return;
            }
            if (meters.put(transaction, owner(name), spec, "meter " + name) == 0) {
                trouble.accept(name, "has no meter left");
            } else {
                placed.put(name, spec);
            }
        });
    }

    /** Removes all but these. */
    void keep(Transaction transaction, Set<String> wanted) {
        for (String name : List.copyOf(placed.keySet())) {
            if (!wanted.contains(name)) {
                placed.remove(name);
                meters.remove(transaction, owner(name));
            }
        }
    }

    /**
     * Asks the switch for its meters, if there is a reason to.
     *
     * @param quiet whether the switch has answered everything, so that what is placed must be there
     */
    void poll(boolean quiet) {
        if (meters.any() && (!placed.isEmpty() || isDueToCollect()) && poll.start()) {
            beforePoll = quiet ? numbers() : Map.of();
        }
    }

    /** Takes what the switch has counted; names of meters that somebody has deleted there. */
    List<String> read(Map<Long, MeterCount> byNumber) {
        readNs = clock.getAsLong();
        Map<String, MeterCount> read = new HashMap<>();
        List<String> missing = new ArrayList<>();
        numbers().forEach((name, number) -> {
            MeterCount count = byNumber.get((long) number);
            if (count != null) {
                read.put(name, count);
            } else if (number.equals(beforePoll.get(name))) {
                missing.add(name);
            }
        });
        counts = read;
        return missing;
    }

    /** These are on the switch no more. */
    void gone(List<String> missing) {
        missing.forEach(name -> {
            placed.remove(name);
            meters.gone(owner(name));
        });
    }

    /** Deletes, once, what a former process has left behind. */
    void collect(Transaction transaction, Set<Long> there) {
        if (isDueToCollect()) {
            collected = true;
            meters.collect(transaction, there);
        }
    }

    private boolean isDueToCollect() {
        return !collected && clock.getAsLong() - attachedNs > COLLECT_AFTER_NS;
    }

    /** What was counted last, by name. */
    Map<String, MeterCount> counts() {
        return counts;
    }

    /** {@link System#nanoTime} of the counts, 0 for none yet. */
    long readNs() {
        return readNs;
    }

    private Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        placed.keySet().forEach(name -> numbers.put(name, meters.numberOf(owner(name))));
        return numbers;
    }

    private static String owner(String name) {
        return "slice/" + name;
    }
}
