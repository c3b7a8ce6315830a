package io.sentinelsdn.domain.net;

import java.util.Locale;

/** What a bridge of Open vSwitch does while no controller is there. */
public enum FailMode {
    /** Keeps its entries, forwards nothing else. */
    SECURE,
    /** Becomes a learning switch that forwards everything, above every entry that drops. */
    STANDALONE,
    /** Nobody has read it. */
    UNKNOWN;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
