package io.sentinelsdn.domain.ofctl;

/**
 * Which flow entries to read.
 *
 * @param tableId 0 to 254, or 255 for every table
 * @param cookie bits of the cookie
 * @param cookieMask which of them count, 0 for any cookie
 * @param outPort only entries that output to it, or -1
 * @param outGroup only entries that send to it, or -1
 */
public record FlowFilter(int tableId, long cookie, long cookieMask, int outPort, int outGroup) {
    /** OFPTT_ALL. */
    public static final int ALL_TABLES = 255;

    public static final FlowFilter ALL = new FlowFilter(ALL_TABLES, 0, 0, -1, -1);

    public FlowFilter {
        if (tableId < 0 || tableId > ALL_TABLES) {
            throw new IllegalArgumentException("tableId must be between 0 and 255: " + tableId);
        }
    }
}
