package io.sentinelsdn.detector.window;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The windows of a bounded number of subjects. Owned by the window thread. */
final class SubjectTable {
    private static final int LOOK_AT = 8;
    /** So many subjects may lose their place within a second; those who would need more of it are left out. */
    private static final int MOST_EVICTED = 32;

    private final KeyIndex index;
    private final SubjectWindows[] rows;
    private final KeyedHash hash;
    private int hand;
    private int evicted;
    private long evictedSecond;

    SubjectTable(int capacity, KeyedHash hash) {
        index = new KeyIndex(2, 2, capacity, hash);
        rows = new SubjectWindows[capacity];
        this.hash = hash;
    }

    /** A subject and its windows. */
    record Entry(long hi, long lo, SubjectWindows windows) {}

    /** The windows of this subject, at this second; null when there is no place for it. */
    SubjectWindows at(long hi, long lo, long second) {
        aim(hi, lo);
        int row = index.find();
        if (row < 0) {
            row = index.add();
            if (row < 0 && !mayEvict(second)) {
                return null;
            }
            if (row < 0) {
                index.remove(victim(second));
                aim(hi, lo);
                row = index.add();
            }
            rows[row] = new SubjectWindows(second, hash);
        }
        rows[row].to(second);
        return rows[row];
    }

    private boolean mayEvict(long second) {
        if (second != evictedSecond) {
            evictedSecond = second;
            evicted = 0;
        }
        return evicted++ < MOST_EVICTED;
    }

    private int victim(long second) {
        int quietest = -1;
        for (int i = 0; i < LOOK_AT; i++) {
            hand = (hand + 1) % rows.length;
            if (rows[hand].isSilent(second)) {
                return hand;
            }
            if (quietest < 0 || rows[hand].recentPps() < rows[quietest].recentPps()) {
                quietest = hand;
            }
        }
        return quietest;
    }

    /** The subjects with most packets within ten seconds. */
    List<Entry> busiest(int limit, long second) {
        List<Entry> all = new ArrayList<>();
        for (int row = 0; row < index.highWater(); row++) {
            if (index.live(row) && rows[row].isSilent(second)) {
                index.remove(row);
            } else if (index.live(row)) {
                rows[row].to(second);
                all.add(new Entry(index.word(row, 0), index.word(row, 1), rows[row]));
            }
        }
        all.sort(Comparator.comparingDouble((Entry entry) -> -entry.windows().recentPps()));
        return all.subList(0, Math.min(limit, all.size()));
    }

    private void aim(long hi, long lo) {
        index.key()[0] = hi;
        index.key()[1] = lo;
    }
}
