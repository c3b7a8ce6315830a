package io.sentinelsdn.detector.window;

import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.detector.window.Findings.Finding;
import io.sentinelsdn.domain.net.IpProto;

/**
 * Ports that bring packets of which nearly each begins a new flow to another host, unanswered: an attack on the flow
 * tables and on the controller rather than on a host. The switch's own word that its tables fill up makes it count for
 * more. Owned by the window thread.
 */
final class Strays {
    /** Fewer samples say nothing. */
    private static final int ENOUGH = 50;
    /** So many of the samples go to different hosts. */
    private static final double SCATTERED = 0.5;
    /** So many of the samples are unanswered. */
    private static final double UNANSWERED = 0.8;
    /** A scan that is faster counts as an attack on the tables. */
    private static final double FAST_SCAN = 2000;

    private final ProbeTable probes;
    private final PairTable udp;
    private final KeyIndex hosts;

    Strays(KeyedHash hash, ProbeTable probes, PairTable udp) {
        this.probes = probes;
        this.udp = udp;
        hosts = new KeyIndex(2, 2, 2 * PacketRing.CAPACITY, hash);
    }

    void beginStep() {
        hosts.clear();
    }

    void step(long nowNs, SampleStore samples, Scanners scanners, Culprits.Pressure pressure, Findings findings) {
        for (int row = 0; row < samples.highWater(); row++) {
            PortSamples port = samples.port(row);
            if (port != null && port.synCount + port.otherCount >= ENOUGH) {
                judge(nowNs, samples, port, scanners, pressure, findings);
            }
        }
    }

    private void judge(
            long nowNs,
            SampleStore samples,
            PortSamples port,
            Scanners scanners,
            Culprits.Pressure pressure,
            Findings findings) {
        hosts.clear();
        Tally tally = new Tally();
        add(nowNs, samples, port.syns, port.synCount, scanners, tally);
        add(nowNs, samples, port.others, port.otherCount, scanners, tally);
        if (tally.samples < ENOUGH
                || hosts.size() < SCATTERED * tally.samples
                || tally.unanswered < UNANSWERED * tally.samples) {
            return;
        }
        double scattered = hosts.size() / (double) tally.samples;
        double worth = 1 << pressure.level(port.dpid);
        findings.add(new Finding(
                Measure.STRAY_FLOWS,
                Culprits.NOBODY.hi(),
                Culprits.NOBODY.lo(),
                0,
                0,
                port.dpid,
                port.inPort,
                tally.udp > tally.samples / 2 ? IpProto.UDP : tally.tcp > tally.samples / 2 ? IpProto.TCP : 0,
                tally.pps * scattered * worth,
                tally.pps * scattered));
    }

    private static final class Tally {
        int samples;
        int unanswered;
        int udp;
        int tcp;
        double pps;
    }

    private void add(long nowNs, SampleStore samples, PacketRing ring, int count, Scanners scanners, Tally tally) {
        for (int i = 0; i < count; i++) {
            double weight = samples.weight(ring, i, nowNs);
            if (scanners.inVain(ring.srcHi(i), ring.srcLo(i)) >= Scanners.WORTH_A_LOOK && weight * count < FAST_SCAN) {
                continue;
            }
            tally.samples++;
            tally.pps += weight;
            tally.udp += ring.protocol(i) == IpProto.UDP ? 1 : 0;
            tally.tcp += ring.protocol(i) == IpProto.TCP ? 1 : 0;
            tally.unanswered += isAnswered(ring, i) ? 0 : 1;
            hosts.key()[0] = ring.dstHi(i);
            hosts.key()[1] = ring.dstLo(i);
            if (hosts.find() < 0) {
                hosts.add();
            }
        }
    }

    private boolean isAnswered(PacketRing ring, int i) {
        if (ring.protocol(i) == IpProto.TCP) {
            return !Headers.isInitialSyn(IpProto.TCP, ring.flags(i))
                    || probes.answered(
                            ring.srcHi(i), ring.srcLo(i), ring.dstHi(i), ring.dstLo(i), IpProto.TCP, ring.dstPort(i));
        }
        return Headers.isMulticast(ring.dstHi(i), ring.dstLo(i))
                || udp.lastNs(ring.dstHi(i), ring.dstLo(i), ring.srcHi(i), ring.srcLo(i)) != Long.MIN_VALUE;
    }
}
