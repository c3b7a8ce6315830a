package io.sentinelsdn.detector.feature;

import java.util.List;

/** The classes that models tell apart. */
public final class Labels {
    public static final String NORMAL = "normal";
    public static final String SYN_FLOOD = "syn_flood";
    public static final String UDP_FLOOD = "udp_flood";
    public static final String ICMP_FLOOD = "icmp_flood";
    /** Every other known attack. */
    public static final String OTHER_ATTACK = "other_attack";

    /** All classes, in the order of a model's probabilities; {@link #NORMAL} is the first. */
    public static final List<String> ALL = List.of(NORMAL, SYN_FLOOD, UDP_FLOOD, ICMP_FLOOD, OTHER_ATTACK);

    private Labels() {}
}
