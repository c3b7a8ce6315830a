package io.sentinelsdn.detector.window;

import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.domain.net.IpProto;

/** What belongs to attacks of one measure: cells, sampled packets, flows. Immutable. */
final class Lens {
    private static final int DNS = 53;
    private static final int NTP = 123;

    private final Measure measure;

    Lens(Measure measure) {
        this.measure = measure;
    }

    /** Whether the attack is what single sources or ports do, and not what a destination receives. */
    boolean isAboutCulprits() {
        return switch (measure) {
            case WEB_REQUESTS, SLOW_CONNECTIONS, FAILED_PROBES, STRAY_FLOWS -> true;
            default -> false;
        };
    }

    boolean isIcmp() {
        return measure == Measure.ICMP_ECHO;
    }

    /** Whether nothing of it is answered. */
    boolean isOneWay() {
        return switch (measure) {
            case ONE_WAY_UDP, DNS_ANSWERS, NTP_ANSWERS, ONE_WAY_OTHER -> true;
            default -> false;
        };
    }

    /** Packets per second in a cell that belong to it. */
    double pps(Cell cell) {
        return switch (measure) {
            case HALF_OPEN_SYN -> cell.halfOpenPps();
            case ONE_WAY_UDP -> cell.plainOneWayUdpPps();
            case DNS_ANSWERS -> cell.dnsAnswerPps;
            case NTP_ANSWERS -> cell.ntpAnswerPps;
            case ANSWERED_UDP -> cell.answeredUdpPps;
            case ICMP_ECHO -> cell.icmpRequestPps;
            case MODEL_VERDICTS -> Math.min(cell.pps, cell.flaggedPps);
            case ONE_WAY_OTHER -> Math.max(cell.oneWayOtherPps, otherPps(cell) - cell.synPps);
            default -> 0;
        };
    }

    /** Packets per second in a cell among which its own are. */
    double allPps(Cell cell) {
        return switch (measure) {
            case HALF_OPEN_SYN -> cell.synPps;
            case ONE_WAY_UDP, ANSWERED_UDP, DNS_ANSWERS, NTP_ANSWERS -> cell.udpPps;
            case ICMP_ECHO -> cell.icmpPps;
            case MODEL_VERDICTS, GRAPH_VERDICTS -> cell.pps;
            default -> otherPps(cell);
        };
    }

    private static double otherPps(Cell cell) {
        return cell.pps - cell.udpPps - cell.icmpPps;
    }

    /** Whether a sampled packet belongs to it. */
    boolean shows(PacketRing ring, int i, WindowEngine engine) {
        int protocol = ring.protocol(i);
        return switch (measure) {
            case HALF_OPEN_SYN -> Headers.isInitialSyn(protocol, ring.flags(i));
            case ONE_WAY_UDP -> protocol == IpProto.UDP && !engine.isAnswered(ring, i);
            case DNS_ANSWERS, NTP_ANSWERS ->
                protocol == IpProto.UDP && ring.srcPort(i) == reflectorPort() && !engine.isAnswered(ring, i);
            case ANSWERED_UDP -> protocol == IpProto.UDP;
            case ICMP_ECHO -> Headers.isIcmpRequest(protocol, ring.srcPort(i));
            case ONE_WAY_OTHER -> isOther(protocol, ring.srcPort(i)) && !Headers.isInitialSyn(protocol, ring.flags(i));
            default -> false;
        };
    }

    /** Whether a flow belongs to it. */
    boolean shows(FlowDetail flow) {
        return switch (measure) {
            case ONE_WAY_UDP -> flow.protocol() == IpProto.UDP && !flow.answered();
            case DNS_ANSWERS, NTP_ANSWERS ->
                flow.protocol() == IpProto.UDP && !flow.answered() && flow.srcPort() == reflectorPort();
            case ANSWERED_UDP -> flow.protocol() == IpProto.UDP && flow.answered();
            case ICMP_ECHO -> Headers.isIcmpRequest(flow.protocol(), flow.srcPort());
            case ONE_WAY_OTHER -> isOther(flow.protocol(), flow.srcPort()) && !flow.answered();
            case MODEL_VERDICTS -> flow.score() > FlowScorer.ALARM;
            case GRAPH_VERDICTS -> true;
            default -> false;
        };
    }

    private int reflectorPort() {
        return measure == Measure.DNS_ANSWERS ? DNS : NTP;
    }

    private static boolean isOther(int protocol, int type) {
        return protocol != IpProto.UDP && (!IpProto.isIcmp(protocol) || Headers.isIcmpReply(protocol, type));
    }
}
