package io.sentinelsdn.slicing.plan;

import io.sentinelsdn.domain.slice.NetworkSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The slice a packet comes from, in its metadata while a switch looks at it.
 *
 * <pre>
 *  63          9    8         7        6      0
 * +-------------+----------+--------+----------+
 * | not ours    | isolated | marked | number   |
 * +-------------+----------+--------+----------+
 * </pre>
 */
final class Mark {
    private static final int MARKED = 0x80;
    private static final int ISOLATED = 0x100;
    private static final int MASK = 0x1ff;

    private Mark() {}

    /** The instruction that writes it. */
    static Map<String, Object> write(NetworkSlice slice) {
        int mark = MARKED | slice.number() | (slice.spec().isolated() ? ISOLATED : 0);
        return Map.of("type", "WRITE_METADATA", "metadata", mark, "metadata_mask", MASK);
    }

    /**
     * Matches that together are met by packets of every slice that must not reach this one: one for each bit in which
     * another number may differ, or, where this slice is not isolated, one for isolated others.
     *
     * @param highest number in use
     */
    static List<String> strangers(NetworkSlice slice, int highest) {
        List<String> matches = new ArrayList<>();
        if (!slice.spec().isolated()) {
            matches.add((MARKED | ISOLATED) + "/" + (MARKED | ISOLATED));
            return matches;
        }
        for (int bit = 1; bit <= highest; bit <<= 1) {
            int other = (slice.number() & bit) == 0 ? bit : 0;
            matches.add((MARKED | other) + "/" + (MARKED | bit));
        }
        return matches;
    }
}
