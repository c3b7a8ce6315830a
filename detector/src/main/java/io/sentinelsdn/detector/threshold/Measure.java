package io.sentinelsdn.detector.threshold;

import io.sentinelsdn.domain.detect.AttackType;

/** The measures that decide, per destination; packets per second unless the name says otherwise. */
public enum Measure {
    /** Initial TCP SYNs that no connection followed, without those of scans. */
    HALF_OPEN_SYN(0, "half_open_syn_pps", AttackType.SYN_FLOOD, 150, 2),
    /** UDP that nobody answers, without reflected answers and streams that the receiver agreed to. */
    ONE_WAY_UDP(1, "one_way_udp_pps", AttackType.UDP_FLOOD, 250, 2),
    /** UDP requests that are answered. */
    ANSWERED_UDP(2, "answered_udp_pps", AttackType.UDP_FLOOD, 2500, 2),
    /** ICMP echo and other requests. */
    ICMP_ECHO(3, "icmp_echo_pps", AttackType.ICMP_FLOOD, 150, 2),
    /** Answers from port 53 to questions that nobody asked. */
    DNS_ANSWERS(4, "unrequested_dns_pps", AttackType.DNS_AMPLIFICATION, 100, 2),
    /** Answers from port 123 to questions that nobody asked. */
    NTP_ANSWERS(5, "unrequested_ntp_pps", AttackType.NTP_AMPLIFICATION, 100, 2),
    /** Web connections and requests per second of sources that make very many each. */
    WEB_REQUESTS(6, "web_requests_per_second", AttackType.HTTP_FLOOD, 400, 4),
    /** Open web connections that carry next to nothing either way, of sources that hold many. */
    SLOW_CONNECTIONS(7, "slow_connections", AttackType.SLOWLORIS, 60, 4),
    /** Different ports and hosts that one source tried in vain within a minute. */
    FAILED_PROBES(8, "failed_probes", AttackType.PORT_SCAN, 60, 2),
    /** Packets per second at one ingress port of which nearly each begins a new flow to another host, unanswered. */
    STRAY_FLOWS(9, "stray_flows_per_second", AttackType.TABLE_EXHAUSTION, 500, 4),
    /** Everything else that nobody answers: TCP outside connections, other protocols. */
    ONE_WAY_OTHER(10, "one_way_other_pps", AttackType.UNKNOWN_ANOMALY, 1000, 8),
    /** Packets of flows that the active model takes for attacks; each flow counts with 50 at most. */
    MODEL_VERDICTS(11, "model_verdict_pps", AttackType.UNKNOWN_ANOMALY, 150, 12),
    /** Flows that the active graph network takes for parts of an attack, among those of ten seconds. */
    GRAPH_VERDICTS(12, "graph_verdict_flows", AttackType.UNKNOWN_ANOMALY, 40, 44);

    private static final Measure[] ALL = values();

    private final int number;
    private final String featureName;
    private final AttackType attackType;
    private final double floor;
    private final int stepsToAlarm;

    Measure(int number, String featureName, AttackType attackType, double floor, int stepsToAlarm) {
        this.number = number;
        this.featureName = featureName;
        this.attackType = attackType;
        this.floor = floor;
        this.stepsToAlarm = stepsToAlarm;
    }

    /** All of them, in an array that nobody may write to. */
    public static Measure[] all() {
        return ALL;
    }

    /** Whether it is what a model thinks, and not what was counted. */
    public boolean isOpinion() {
        return this == MODEL_VERDICTS || this == GRAPH_VERDICTS;
    }

    /** Its place in arrays by measure, from 0. */
    public int number() {
        return number;
    }

    /** The name in explanations. */
    public String featureName() {
        return featureName;
    }

    public AttackType attackType() {
        return attackType;
    }

    /** A value that never raises an alarm, unless settings say otherwise. */
    public double defaultFloor() {
        return floor;
    }

    /** Consecutive windows of 250 ms above the threshold that make an alarm. */
    public int stepsToAlarm() {
        return stepsToAlarm;
    }
}
