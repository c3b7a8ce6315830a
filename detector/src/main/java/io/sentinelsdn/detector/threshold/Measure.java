package io.sentinelsdn.detector.threshold;

import io.sentinelsdn.domain.detect.AttackType;

/** The measures that decide, per destination, in packets per second. */
public enum Measure {
    /** Initial TCP SYNs that no connection followed. */
    HALF_OPEN_SYN("half_open_syn_pps", AttackType.SYN_FLOOD),
    /** UDP that nobody answers. */
    ONE_WAY_UDP("one_way_udp_pps", AttackType.UDP_FLOOD),
    /** UDP requests that are answered. */
    ANSWERED_UDP("answered_udp_pps", AttackType.UDP_FLOOD),
    /** ICMP echo and other requests. */
    ICMP_ECHO("icmp_echo_pps", AttackType.ICMP_FLOOD);

    private final String featureName;
    private final AttackType attackType;

    Measure(String featureName, AttackType attackType) {
        this.featureName = featureName;
        this.attackType = attackType;
    }

    /** The name in explanations. */
    public String featureName() {
        return featureName;
    }

    public AttackType attackType() {
        return attackType;
    }
}
