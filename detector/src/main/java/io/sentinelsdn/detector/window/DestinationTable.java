package io.sentinelsdn.detector.window;

import io.sentinelsdn.detector.threshold.Baseline;
import io.sentinelsdn.detector.threshold.ThresholdSettings;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The destinations that receive something: bounded. When it is full, a busy newcomer takes the place of a quieter one
 * (looked for among a few at random places), and everything else is counted as overflow. Owned by the window thread.
 */
public final class DestinationTable {
    private static final long FORGET_AFTER = TimeUnit.MINUTES.toNanos(10);
    private static final int LOOK_AT = 16;

    private final KeyIndex index;
    private final Destination[] rows;
    private volatile ThresholdSettings wanted;
    private ThresholdSettings settings;
    private final BaselineMemory memory;
    private int hand;
    private long overflow;

    DestinationTable(int capacity, ThresholdSettings settings, KeyedHash hash) {
        index = new KeyIndex(2, 2, capacity, hash);
        rows = new Destination[capacity];
        this.settings = settings;
        wanted = settings;
        memory = new BaselineMemory(capacity);
    }

    /** The destination, or null when it is not known. */
    public Destination find(IpAddress address) {
        return find(address.hi(), address.lo());
    }

    /** The destination, or null when it is not known. */
    Destination find(long hi, long lo) {
        int row = row(hi, lo);
        return row < 0 ? null : rows[row];
    }

    /** The destination, admitted if need be; null when there is no place for it. */
    Destination admit(long hi, long lo, double pps, long nowNs) {
        int row = row(hi, lo);
        if (row < 0) {
            row = index.add();
            if (row < 0) {
                if (!evictQuieterThan(pps, nowNs)) {
                    overflow++;
                    return null;
                }
                aim(hi, lo);
                row = index.add();
            }
            rows[row] = new Destination(new IpAddress(hi, lo), settings);
            if (!memory.isEmpty()) {
                rows[row].restore(memory.take(rows[row].address()), nowNs);
            }
        }
        rows[row].lastNs = nowNs;
        return rows[row];
    }

    private boolean evictQuieterThan(double pps, long nowNs) {
        int quietest = -1;
        for (int i = 0; i < LOOK_AT; i++) {
            hand = (hand + 1) % rows.length;
            Destination candidate = rows[hand];
            if (!candidate.pinned && candidate.pps() < pps) {
                quietest = hand;
                pps = candidate.pps();
            }
        }
        if (quietest < 0) {
            return false;
        }
        forget(quietest, nowNs);
        return true;
    }

    private void forget(int row, long nowNs) {
        rows[row].forEachLearned(nowNs, memory::keep);
        index.remove(row);
    }

    /** Other floors and factors from the next window on. Any thread may call. */
    public void change(ThresholdSettings other) {
        wanted = other;
    }

    /** Goes on with what was learned before a restart. Before the first window only. */
    public void restore(List<Baseline> baselines) {
        baselines.forEach(memory::keep);
    }

    /** Everything learned that makes a difference. */
    public List<Baseline> baselines(long nowNs) {
        List<Baseline> all = new ArrayList<>();
        memory.addTo(all);
        forEach(destination -> destination.forEachLearned(nowNs, all::add));
        return all;
    }

    /** The destination, known or taken up again to hear what people say of it; null when there is no place. */
    public Destination recall(IpAddress address, long nowNs) {
        return admit(address.hi(), address.lo(), 0, nowNs);
    }

    /** Starts a window and forgets destinations that have been silent for ten minutes. */
    void beginStep(long nowNs) {
        if (!settings.equals(wanted)) {
            settings = wanted;
            forEach(destination -> destination.change(settings));
        }
        for (int row = 0; row < index.highWater(); row++) {
            if (index.live(row)) {
                rows[row].beginStep(nowNs);
                if (!rows[row].pinned && nowNs - rows[row].lastNs > FORGET_AFTER) {
                    forget(row, nowNs);
                }
            }
        }
    }

    public void forEach(Consumer<Destination> action) {
        for (int row = 0; row < index.highWater(); row++) {
            if (index.live(row)) {
                action.accept(rows[row]);
            }
        }
    }

    public int size() {
        return index.size();
    }

    /** How often a destination was refused since the last call. */
    public long takeOverflow() {
        long count = overflow;
        overflow = 0;
        return count;
    }

    private int row(long hi, long lo) {
        aim(hi, lo);
        return index.find();
    }

    private void aim(long hi, long lo) {
        long[] key = index.key();
        key[0] = hi;
        key[1] = lo;
    }
}
