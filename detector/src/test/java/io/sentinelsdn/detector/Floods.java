package io.sentinelsdn.detector;

import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.net.IpAddress;

/** One packet of a flood from host 3 to host 4, and what the hosts answer. */
final class Floods {
    static final int ATTACKER_PORT = 3;
    static final int VICTIM_PORT = 4;

    private Floods() {}

    static void packet(
            TelemetryScript script, AttackType type, IpAddress attacker, IpAddress victim, boolean manyTuples) {
        int port = manyTuples ? 1024 + script.random.nextInt(60_000) : 4444;
        switch (type) {
            case SYN_FLOOD -> {
                script.send(Packet.tcp(ATTACKER_PORT, attacker, port, victim, 80, Packet.SYN));
                script.send(Packet.tcp(VICTIM_PORT, victim, 80, attacker, port, Packet.SYN_ACK));
                script.send(Packet.tcp(ATTACKER_PORT, attacker, port, victim, 80, Packet.RST));
            }
            case UDP_FLOOD -> {
                script.send(Packet.udp(ATTACKER_PORT, attacker, port, victim, manyTuples ? port : 53));
                if (script.random.nextInt(100) == 0) {
                    script.send(Packet.icmp(VICTIM_PORT, victim, attacker, victim.isV4() ? 3 : 1));
                }
            }
            case ICMP_FLOOD -> {
                script.send(Packet.echo(ATTACKER_PORT, attacker, victim));
                script.send(Packet.echoReply(VICTIM_PORT, victim, attacker));
            }
            default -> throw new IllegalArgumentException("no such flood: " + type);
        }
    }
}
