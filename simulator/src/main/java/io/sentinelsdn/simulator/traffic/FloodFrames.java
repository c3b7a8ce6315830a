package io.sentinelsdn.simulator.traffic;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.simulator.frame.Frames;
import io.sentinelsdn.simulator.frame.TcpFlags;
import io.sentinelsdn.simulator.host.EmulatedHost;
import java.util.SplittableRandom;

/** The packets of a flood, one after the other, the same for the same seed. */
final class FloodFrames {
    private static final long DOCUMENTATION_NET = 0x2001_0db8L << 32;

    private static final int REFLECTORS = 5_000;
    /** 198.18.0.0/15 is set aside for benchmarks (RFC 2544). */
    private static final int FIRST_REFLECTOR = 0xc612_0000;

    private static final int DNS_ANSWER_BYTES = 1_200;
    private static final int NTP_ANSWER_BYTES = 440;
    private static final int SCANNER_PORT = 40_000;

    private final AttackPlan plan;
    private final Frames.Hop hop;
    private final IpAddress source;
    private final IpAddress target;
    private final SplittableRandom random;
    private byte[] single;
    private int sequence;

    FloodFrames(AttackPlan plan, EmulatedHost attacker, EmulatedHost victim, long seed) {
        this.plan = plan;
        hop = new Frames.Hop(attacker.mac(), victim.mac());
        target = plan.ipVersion() == 4 ? victim.ip4() : victim.ip6();
        source = attacker.addressFor(target);
        random = new SplittableRandom(seed);
    }

    /** Whether every packet is like the one before. */
    boolean allEqual() {
        return !plan.manyTuples() && !plan.kind().spoofed() && plan.kind() != AttackKind.PORT_SCAN;
    }

    byte[] next() {
        if (!allEqual()) {
            return build();
        }
        if (single == null) {
            single = build();
        }
        return single;
    }

    private byte[] build() {
        int srcPort = random.nextInt(1024, 65_536);
        return switch (plan.kind()) {
            case SYN_FLOOD -> Frames.syn(hop, source, target, srcPort, plan.dstPort());
            case SPOOFED_SYN_FLOOD -> Frames.syn(hop, forged(), target, srcPort, plan.dstPort());
            case UDP_FLOOD -> Frames.udp(hop, source, target, srcPort, udpPort(), new byte[plan.payloadBytes()]);
            case ICMP_FLOOD -> Frames.ping(hop, source, target, 0x5e, sequence++ & 0xffff, plan.payloadBytes());
            case DNS_AMPLIFICATION ->
                Frames.udp(hop, reflector(), target, 53, 1024 + plan.dstPort(), new byte[DNS_ANSWER_BYTES]);
            case NTP_AMPLIFICATION ->
                Frames.udp(hop, reflector(), target, 123, 1024 + plan.dstPort(), new byte[NTP_ANSWER_BYTES]);
            case PORT_SCAN -> Frames.syn(hop, source, target, SCANNER_PORT, sequence++ % 65_535 + 1);
            case TABLE_EXHAUSTION ->
                Frames.udp(hop, forged(), forged(), srcPort, random.nextInt(1, 65_536), new byte[plan.payloadBytes()]);
            case ACK_FLOOD ->
                Frames.tcp(
                        hop,
                        source,
                        target,
                        srcPort,
                        plan.dstPort(),
                        random.nextInt(),
                        random.nextInt(),
                        TcpFlags.ACK,
                        new byte[plan.payloadBytes()]);
            case HTTP_FLOOD, SLOWLORIS ->
                throw new IllegalStateException("made of connections, not of frames: " + plan.kind());
        };
    }

    /** One of a few thousand reflectors. */
    private IpAddress reflector() {
        int number = random.nextInt(REFLECTORS);
        return target.isV4() ? IpAddress.v4(FIRST_REFLECTOR + number) : new IpAddress(DOCUMENTATION_NET, 1L + number);
    }

    private int udpPort() {
        return plan.manyTuples() ? random.nextInt(1, 65_536) : plan.dstPort();
    }

    /** A unicast address outside 10.0.0.0/8, or one of the documentation net of IPv6. */
    private IpAddress forged() {
        if (!target.isV4()) {
            return new IpAddress(DOCUMENTATION_NET | (random.nextInt() & 0xffff_ffffL), random.nextLong());
        }
        int first = random.nextInt(11, 224);
        int kept = first == 127 ? 128 : first;
        return IpAddress.v4((kept << 24) | random.nextInt(1 << 24));
    }
}
