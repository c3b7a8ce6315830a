package io.sentinelsdn.simulator.traffic;

import java.time.Duration;

/**
 * A flood from one host to another.
 *
 * @param kind what is sent
 * @param attacker number of the sending host, from 1
 * @param victim number of the attacked host, from 1
 * @param ipVersion 4 or 6
 * @param packetsPerSecond rate, 1 to 1,000,000; connections per second of an HTTP flood, connections held by Slowloris
 * @param manyTuples whether source ports (and for UDP destination ports) change with each packet; otherwise all packets
 *     are equal. A spoofed flood always changes its addresses
 * @param dstPort attacked TCP port, or UDP port of a flood that keeps to one
 * @param payloadBytes payload of UDP and ICMP packets, 0 to 1400
 * @param duration how long
 */
public record AttackPlan(
        AttackKind kind,
        int attacker,
        int victim,
        int ipVersion,
        int packetsPerSecond,
        boolean manyTuples,
        int dstPort,
        int payloadBytes,
        Duration duration) {
    public AttackPlan {
        if (ipVersion != 4 && ipVersion != 6) {
            throw new IllegalArgumentException("ipVersion must be 4 or 6: " + ipVersion);
        }
        if (packetsPerSecond < 1 || packetsPerSecond > 1_000_000) {
            throw new IllegalArgumentException("packetsPerSecond must be between 1 and 1000000: " + packetsPerSecond);
        }
        if (payloadBytes < 0 || payloadBytes > 1400) {
            throw new IllegalArgumentException("payloadBytes must be between 0 and 1400: " + payloadBytes);
        }
        if (dstPort < 1 || dstPort > 65_535) {
            throw new IllegalArgumentException("dstPort must be between 1 and 65535: " + dstPort);
        }
        if (attacker == victim) {
            throw new IllegalArgumentException("attacker and victim must differ: " + attacker);
        }
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("duration must be > 0: " + duration);
        }
    }

    /** Many five-tuples over IPv4, to TCP port 80 or with 64 bytes of payload. */
    public static AttackPlan of(AttackKind kind, int attacker, int victim, int packetsPerSecond, Duration duration) {
        return new AttackPlan(kind, attacker, victim, 4, packetsPerSecond, true, 80, 64, duration);
    }

    /** The same with another IP version. */
    public AttackPlan withIpVersion(int version) {
        return new AttackPlan(
                kind, attacker, victim, version, packetsPerSecond, manyTuples, dstPort, payloadBytes, duration);
    }

    /** The same with equal packets. */
    public AttackPlan withSingleTuple() {
        return new AttackPlan(
                kind, attacker, victim, ipVersion, packetsPerSecond, false, dstPort, payloadBytes, duration);
    }
}
