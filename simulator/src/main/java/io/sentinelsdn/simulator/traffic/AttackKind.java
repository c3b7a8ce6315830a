package io.sentinelsdn.simulator.traffic;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The floods that can be generated. */
public enum AttackKind {
    /** Initial TCP SYNs from the attacker's own address. */
    SYN_FLOOD,
    /** UDP datagrams from the attacker's own address. */
    UDP_FLOOD,
    /** Echo requests from the attacker's own address. */
    ICMP_FLOOD,
    /** Initial TCP SYNs, each from another forged address. */
    SPOOFED_SYN_FLOOD;

    /** The name on the command line: {@code syn-flood} and so on; underscores are read too. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException if there is no such attack
     */
    public static AttackKind parse(String text) {
        for (AttackKind kind : values()) {
            if (kind.wireName().equals(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return kind;
            }
        }
        String allowed = Arrays.stream(values()).map(AttackKind::wireName).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("attack must be one of " + allowed + ": " + text);
    }
}
