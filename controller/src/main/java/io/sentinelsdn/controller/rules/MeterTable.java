package io.sentinelsdn.controller.rules;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives out the meter numbers of one switch, so that punts, rate limits and slices cannot collide. Numbers start high
 * where the switch allows it, to keep clear of meters that others have put there. Owned by the event loop of the
 * switch.
 */
public final class MeterTable {
    private static final int PREFERRED_FIRST = 30_001;
    private static final int MOST = 8_192;

    private final int first;
    private final int size;
    private final BitSet used = new BitSet();
    private final Map<Object, Integer> numbers = new HashMap<>();

    /**
     * @param maxMeters what the switch said, 0 for no meters
     */
    public MeterTable(long maxMeters) {
        first = maxMeters > PREFERRED_FIRST + 256 ? PREFERRED_FIRST : 1;
        size = (int) Math.max(0, Math.min(MOST, maxMeters - first + 1));
    }

    public boolean hasMeters() {
        return size > 0;
    }

    /** The meter of this owner, given out on first use; 0 when there is none left. */
    public int numberOf(Object owner) {
        Integer known = numbers.get(owner);
        if (known != null) {
            return known;
        }
        int free = used.nextClearBit(0);
        if (free >= size) {
            return 0;
        }
        used.set(free);
        numbers.put(owner, first + free);
        return first + free;
    }

    /** Whether a number is one of ours to give out that nobody has; where ours begin at 1 they may be anybody's. */
    public boolean isLeftBehind(long number) {
        return first == PREFERRED_FIRST
                && number >= first
                && number < first + (long) size
                && !used.get((int) number - first);
    }

    /** Takes the number back; answers it, or 0 when the owner had none. */
    public int release(Object owner) {
        Integer number = numbers.remove(owner);
        if (number == null) {
            return 0;
        }
        used.clear(number - first);
        return number;
    }
}
