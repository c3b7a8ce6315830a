package io.sentinelsdn.mitigation.learn;

import java.util.Locale;

/** What can be done about an attack, strictest first. */
public enum Arm {
    /** Drop sources that are few and real. */
    BLOCK(0),
    /** Limit sources, one by one or as prefixes. */
    LIMIT(1),
    /** Limit what reaches the victim. */
    VICTIM(2);

    private final int index;

    Arm(int index) {
        this.index = index;
    }

    /** Its place in what is stored; never changes. */
    int index() {
        return index;
    }

    /** The arm of an index. */
    static Arm at(int index) {
        for (Arm arm : values()) {
            if (arm.index == index) {
                return arm;
            }
        }
        throw new IllegalArgumentException("no arm: " + index);
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
