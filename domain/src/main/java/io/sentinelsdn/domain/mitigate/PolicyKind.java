package io.sentinelsdn.domain.mitigate;

import java.util.Locale;

/** Who chooses among safe plans. */
public enum PolicyKind {
    /** Limit first, block on persistence; high confidence enters where it deserves. */
    LADDER,
    /** A contextual bandit; it decides only once it is promoted, until then the ladder does. */
    RL;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The policy of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static PolicyKind parse(String name) {
        for (PolicyKind kind : values()) {
            if (kind.wireName().equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("mitigation_policy must be ladder or rl: " + name);
    }
}
