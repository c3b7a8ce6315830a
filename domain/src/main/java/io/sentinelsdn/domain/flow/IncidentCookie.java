package io.sentinelsdn.domain.flow;

/**
 * The part of a cookie that all flow entries of one incident have in common, on every switch.
 *
 * <pre>
 *  63        48 47      40 39        24 23            0
 * +------------+----------+------------+---------------+
 * | 0x5e17     | 0xc4     | incident   | entry         |
 * +------------+----------+------------+---------------+
 * </pre>
 *
 * The incident's 16 bits are a hash of its detection's id, so that they are the same after a restart. Two of 32 incidents
 * at once have the same bits with a probability of 0.8 %; their entries are still told apart by the last 24 bits.
 */
public final class IncidentCookie {
    /** Bits that entries of one incident have in common. */
    public static final long MASK = 0xffff_ffff_ff00_0000L;

    /** Our class of entries that belong to an incident. */
    public static final long CLASS = 0x5e17_c400_0000_0000L;

    private static final int ENTRY_BITS = 24;

    private IncidentCookie() {}

    /**
     * The cookie of an incident, with zeros where entries differ.
     *
     * @param incident the id of its detection
     */
    public static long of(String incident) {
        long hash = hash(incident);
        long tag = (hash ^ (hash >>> 16) ^ (hash >>> 32) ^ (hash >>> 48)) & 0xffff;
        return CLASS | tag << ENTRY_BITS;
    }

    /** As one writes it behind {@code cookie=} for ovs-ofctl. */
    public static String text(long cookie) {
        return String.format("0x%016x", cookie);
    }

    /** FNV-1a over the characters. */
    private static long hash(String text) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100_0000_01b3L;
        }
        return hash;
    }
}
