package io.sentinelsdn.simulator.traffic;

import io.sentinelsdn.domain.detect.AttackType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The attacks that can be generated. */
public enum AttackKind {
    /** Initial TCP SYNs from the attacker's own address. */
    SYN_FLOOD(AttackType.SYN_FLOOD, false),
    /** UDP datagrams from the attacker's own address. */
    UDP_FLOOD(AttackType.UDP_FLOOD, false),
    /** Echo requests from the attacker's own address. */
    ICMP_FLOOD(AttackType.ICMP_FLOOD, false),
    /** Initial TCP SYNs, each from another forged address. */
    SPOOFED_SYN_FLOOD(AttackType.SYN_FLOOD, true),
    /** Large answers from port 53 of many reflectors that the victim never asked. */
    DNS_AMPLIFICATION(AttackType.DNS_AMPLIFICATION, true),
    /** Answers from port 123 of many reflectors that the victim never asked. */
    NTP_AMPLIFICATION(AttackType.NTP_AMPLIFICATION, true),
    /** Complete connections with a request each, as fast as the rate says. */
    HTTP_FLOOD(AttackType.HTTP_FLOOD, false),
    /** So many connections as the rate says, opened at 50 a second and kept open by a few bytes now and then. */
    SLOWLORIS(AttackType.SLOWLORIS, false),
    /** Initial SYNs to one port after the other. */
    PORT_SCAN(AttackType.PORT_SCAN, false),
    /** Datagrams of which each has another source, destination and port. */
    TABLE_EXHAUSTION(AttackType.TABLE_EXHAUSTION, true),
    /** TCP segments that belong to no connection. */
    ACK_FLOOD(AttackType.UNKNOWN_ANOMALY, false);

    private final AttackType detection;
    private final boolean spoofed;

    AttackKind(AttackType detection, boolean spoofed) {
        this.detection = detection;
        this.spoofed = spoofed;
    }

    /** What a detector should call it. */
    public AttackType detection() {
        return detection;
    }

    /** Whether its packets carry addresses that are not the attacker's. */
    public boolean spoofed() {
        return spoofed;
    }

    /** Whether it opens real connections rather than sending frames. */
    boolean connects() {
        return this == HTTP_FLOOD || this == SLOWLORIS;
    }

    /** The name on the command line: {@code syn-flood} and so on; underscores are read too. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All names, for people. */
    public static String names() {
        return Arrays.stream(values()).map(AttackKind::wireName).collect(Collectors.joining(", "));
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
        throw new IllegalArgumentException("attack must be one of " + names() + ": " + text);
    }
}
