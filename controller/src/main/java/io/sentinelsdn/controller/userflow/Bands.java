package io.sentinelsdn.controller.userflow;

import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.domain.ofctl.BadField;

/**
 * The priorities that are people's in the tables of the plan; the others are ours. Tables behind the plan are free.
 *
 * <pre>
 * 0 mitigation  10 – 19,999      below every rule of mitigation, above source validation
 *               60,001 – 65,535  above all of them, also above the allow-list
 * 1 slices      1 – 9,999        below slices
 * 2 forwarding  101 – 899        above learned destinations, below broadcast, link-local and LLDP
 * 3 monitor     2,001 – 65,535   above what counts: what they match is not counted here
 * </pre>
 *
 * On a switch with fewer tables, where ours are folded into table 0:
 *
 * <pre>
 * 0             10,101 – 14,999  above learned destinations, below neighbour discovery and mitigation
 *               60,001 – 65,535  above everything
 * </pre>
 */
enum Bands {
    MITIGATION(10, 19_999, 60_001, 65_535),
    SLICES(1, 9_999),
    FORWARDING(101, 899),
    MONITOR(2_001, 65_535),
    FOLDED(10_101, 14_999, 60_001, 65_535),
    FREE(0, 65_535);

    private final int[] ranges;

    Bands(int... ranges) {
        this.ranges = ranges;
    }

    private static Bands of(int table, boolean pipeline) {
        if (!pipeline) {
            return table == 0 ? FOLDED : FREE;
        }
        return switch (table) {
            case TablePlan.MITIGATION -> MITIGATION;
            case TablePlan.SLICES -> SLICES;
            case TablePlan.FORWARDING -> FORWARDING;
            case TablePlan.MONITOR -> MONITOR;
            default -> FREE;
        };
    }

    /**
     * Refuses a priority that is not people's.
     *
     * @param pipeline whether the switch has all our tables; else they are folded into table 0
     * @throws BadField naming what is allowed
     */
    static void check(int table, int priority, boolean pipeline) {
        Bands bands = of(table, pipeline);
        for (int i = 0; i < bands.ranges.length; i += 2) {
            if (priority >= bands.ranges[i] && priority <= bands.ranges[i + 1]) {
                return;
            }
        }
        throw new BadField("priority", bands.words() + " in table " + table, priority);
    }

    private String words() {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < ranges.length; i += 2) {
            words.append(i == 0 ? "" : " or ").append(ranges[i]).append(" to ").append(ranges[i + 1]);
        }
        return words.toString();
    }
}
