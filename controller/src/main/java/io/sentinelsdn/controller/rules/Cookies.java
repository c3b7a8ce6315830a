package io.sentinelsdn.controller.rules;

import io.sentinelsdn.domain.flow.IncidentCookie;

/**
 * Cookies of our entries.
 *
 * <pre>
 *  63        48 47      40 39                  0
 * +------------+----------+---------------------+
 * | 0x5e17     | class    | id                  |
 * +------------+----------+---------------------+
 * </pre>
 *
 * The id of a lasting entry is a hash of table, priority and match, so that it is the same after a restart and an
 * entry can be recognised by its cookie alone. Classes with the {@link #FAST} bit are polled more often.
 */
public final class Cookies {
    public static final long OURS = 0x5e17L << 48;
    public static final long OURS_MASK = 0xffffL << 48;

    /** Bit of classes whose counters are polled every 250 ms. */
    public static final long FAST = 0x80L << 40;

    public static final long CLASS_MASK = OURS_MASK | 0xffL << 40;

    public static final long BASE = OURS | 0x01L << 40;
    public static final long FORWARD = OURS | 0x02L << 40;
    public static final long FINE = OURS | 0x03L << 40;
    public static final long PUNT = OURS | 0x04L << 40;
    public static final long SHADOW = OURS | 0x05L << 40;
    public static final long TRUNK = OURS | 0x06L << 40;
    public static final long TABLE_MISS = OURS | 0x07L << 40;
    /** Entries that people ask for over the API; they are counted and reconciled apart from the rest. */
    public static final long USER_FLOW = OURS | 0x08L << 40;

    /** Entries of slices; they are counted and reconciled apart from the rest, too. */
    public static final long SLICE = OURS | 0x0aL << 40;

    /** Entries of known sources at validated ports. */
    public static final long SOURCE = OURS | 0x09L << 40;

    public static final long SYN = OURS | FAST | 0x01L << 40;
    public static final long MISS = OURS | FAST | 0x02L << 40;
    public static final long COARSE = OURS | FAST | 0x03L << 40;
    public static final long RULE = OURS | FAST | 0x04L << 40;
    /** Entries of rules that belong to an incident; their ids begin with 16 bits of the incident. */
    public static final long INCIDENT = IncidentCookie.CLASS;
    /** Of both kinds of rules. */
    public static final long ANY_RULE_MASK = CLASS_MASK & ~(0x40L << 40);
    /** Entries that drop what comes from other sources. */
    public static final long SPOOFED = OURS | FAST | 0x05L << 40;

    private static final long ID_MASK = (1L << 40) - 1;

    private Cookies() {}

    public static boolean isOurs(long cookie) {
        return (cookie & OURS_MASK) == OURS;
    }

    /** Whether its class is one of those that are polled more often. */
    public static boolean isFast(long cookie) {
        return (cookie & FAST) != 0;
    }

    /** The class part, one of the constants. */
    public static long classOf(long cookie) {
        return cookie & CLASS_MASK;
    }

    /** Whether the entry stands for a rule, or beside one. */
    public static boolean isRule(long cookie) {
        return (cookie & ANY_RULE_MASK) == RULE;
    }

    public static long id(long cookie) {
        return cookie & ID_MASK;
    }

    /** A cookie of a class for an entry described by a text (FNV-1a, folded to 40 bits). */
    public static long of(long cookieClass, String text) {
        return cookieClass | (hash(text) & ID_MASK);
    }

    /** A cookie of an entry of an incident. */
    public static long ofIncident(String incident, String text) {
        return IncidentCookie.of(incident) | (hash(text) & ~IncidentCookie.MASK);
    }

    private static long hash(String text) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100_0000_01b3L;
        }
        return hash ^ (hash >>> 40);
    }
}
