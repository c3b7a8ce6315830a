package io.sentinelsdn.domain.flow;

/** Bands of priority inside the mitigation table, highest first; the controller's table plan gives the numbers. */
public enum RuleBand {
    /** What comes back from a scrubber or the gateway: it is not stopped, and looks as if it came from the victim. */
    WAY_BACK,
    /** Allow-listed addresses: skip mitigation. */
    ALLOW,
    /** Rules asked for by a person. */
    USER,
    /** Permanent blacklist. */
    BLACKLIST,
    /** Clients proven good, counted above the automatic rules that would hurt them. */
    AUTO_PERMIT,
    /** Automatic rules that match few sources. */
    AUTO_NARROW,
    /** Automatic rules that match a victim. */
    AUTO_BROAD
}
