package io.sentinelsdn.domain.net;

import java.util.Locale;

/** What a switch lets a controller do (OpenFlow 1.3.5 section 6.3.4). */
public enum ControllerRole {
    /** Reads and writes beside others; what every connection begins with. */
    EQUAL,
    /** Reads and writes; every other master becomes a slave. */
    MASTER,
    /** Reads only. */
    SLAVE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The role of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ControllerRole parse(String name) {
        for (ControllerRole role : values()) {
            if (role.wireName().equals(name)) {
                return role;
            }
        }
        throw new IllegalArgumentException("role must be equal, master or slave: " + name);
    }
}
