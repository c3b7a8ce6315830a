package io.sentinelsdn.domain.mitigate;

import java.util.Locale;

/** How far automation may go. */
public enum MitigationMode {
    /** Plans are carried out. */
    AUTO,
    /** Plans are written down and wait for a person. */
    PROPOSE,
    /** Plans are written down; automatic rules are taken away. */
    OFF;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The mode of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MitigationMode parse(String name) {
        for (MitigationMode mode : values()) {
            if (mode.wireName().equals(name)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("mitigation_mode must be auto, propose or off: " + name);
    }
}
