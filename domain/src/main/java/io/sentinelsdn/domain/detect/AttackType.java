package io.sentinelsdn.domain.detect;

import java.util.Locale;

/** Kinds of attack that a detection can carry. */
public enum AttackType {
    SYN_FLOOD,
    UDP_FLOOD,
    ICMP_FLOOD,
    DNS_AMPLIFICATION,
    NTP_AMPLIFICATION,
    HTTP_FLOOD,
    SLOWLORIS,
    PORT_SCAN,
    TABLE_EXHAUSTION,
    UNKNOWN_ANOMALY;

    /** The name on the wire: {@code syn_flood} and so on. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
