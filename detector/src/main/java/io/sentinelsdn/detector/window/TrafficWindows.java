package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.flow.TrafficFeatures;
import io.sentinelsdn.domain.flow.TrafficFeatures.Scope;
import io.sentinelsdn.domain.flow.TrafficFeatures.Talker;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.net.Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Windows of 1, 10 and 60 seconds for the busiest destinations, sources, prefixes (/24 and /64 of destinations) and
 * ports, for people and for models: computed once a second from the cells, the busiest flows and the samples. Each scope
 * is bounded; when it is full, a silent subject or the quietest of a few makes place.
 *
 * <p>Owned by the window thread.
 */
public final class TrafficWindows {
    private static final int ADDRESSES = 512;
    private static final int OTHERS = 256;
    private static final int SHOWN = 100;
    private static final int TALKERS = 1024;

    private final KeyedHash hash;
    private final SubjectTable destinations;
    private final SubjectTable sources;
    private final SubjectTable prefixes;
    private final SubjectTable ports;
    private final TopTalkers senders;
    private long second;

    public TrafficWindows(KeyedHash hash) {
        this.hash = hash;
        destinations = new SubjectTable(ADDRESSES, hash);
        sources = new SubjectTable(ADDRESSES, hash);
        prefixes = new SubjectTable(OTHERS, hash);
        ports = new SubjectTable(OTHERS, hash);
        senders = new TopTalkers(TALKERS, hash);
    }

    /** Takes a second that is over. */
    public void add(long nowNs, WindowEngine engine, List<FlowView> flows) {
        second = Math.floorDiv(nowNs, 1_000_000_000L);
        senders.fade(0.9);
        for (int i = 0; i < engine.cells().size(); i++) {
            addCell(engine.cells().at(i));
        }
        for (FlowView flow : flows) {
            seen(
                    flow.dpid().value(),
                    flow.inPort(),
                    flow.src(),
                    flow.dst(),
                    flow.protocol(),
                    flow.dstPort(),
                    flow.pps(),
                    flow.bps());
        }
        engine.forEachSample(
                nowNs,
                (dpid, inPort, srcHi, srcLo, dstHi, dstLo, protocol, dstPort, pps, bps) -> seen(
                        dpid,
                        inPort,
                        new IpAddress(srcHi, srcLo),
                        new IpAddress(dstHi, dstLo),
                        protocol,
                        dstPort,
                        pps,
                        bps));
    }

    private void addCell(Cell cell) {
        IpAddress prefix = prefix(cell.dstHi, cell.dstLo);
        add(destinations.at(cell.dstHi, cell.dstLo, second), cell);
        add(prefixes.at(prefix.hi(), prefix.lo(), second), cell);
        add(ports.at(cell.dpid, cell.inPort, second), cell);
    }

    private static void add(SubjectWindows subject, Cell cell) {
        if (subject == null) {
            return;
        }
        subject.add(SubjectWindows.PPS, cell.pps);
        subject.add(SubjectWindows.BPS, cell.bps);
        subject.add(SubjectWindows.NEW_FLOWS, cell.newFlows);
        subject.add(SubjectWindows.SYN, cell.synPps);
        subject.add(SubjectWindows.ONE_WAY, cell.oneWayUdpPps + cell.oneWayOtherPps + cell.halfOpenPps());
        subject.add(SubjectWindows.TCP, cell.tcpPps);
        subject.add(SubjectWindows.UDP, cell.udpPps);
        subject.add(SubjectWindows.ICMP, cell.icmpPps);
    }

    private void seen(
            long dpid, int inPort, IpAddress src, IpAddress dst, int protocol, int dstPort, double pps, double bps) {
        if (pps <= 0) {
            return;
        }
        long source = hash.of(src.hi(), src.lo());
        long port = hash.of(protocol, dstPort);
        IpAddress prefix = prefix(dst.hi(), dst.lo());
        seen(destinations.at(dst.hi(), dst.lo(), second), src, source, port, pps, bps);
        seen(prefixes.at(prefix.hi(), prefix.lo(), second), src, source, port, pps, bps);
        seen(ports.at(dpid, inPort, second), src, source, port, pps, bps);
        SubjectWindows sender = sources.at(src.hi(), src.lo(), second);
        seen(sender, dst, source, port, pps, bps);
        if (sender != null) {
            sender.add(SubjectWindows.PPS, pps);
            sender.add(SubjectWindows.BPS, bps);
            sender.add(SubjectWindows.TCP, protocol == IpProto.TCP ? pps : 0);
            sender.add(SubjectWindows.UDP, protocol == IpProto.UDP ? pps : 0);
            sender.add(SubjectWindows.ICMP, IpProto.isIcmp(protocol) ? pps : 0);
        }
        senders.add(src.hi(), src.lo(), pps, bps);
    }

    private static void seen(SubjectWindows subject, IpAddress peer, long source, long port, double pps, double bps) {
        if (subject != null) {
            subject.seen(peer.hi(), peer.lo(), source, port, pps, bps);
        }
    }

    private static IpAddress prefix(long hi, long lo) {
        return new Prefix(new IpAddress(hi, lo), length(hi, lo)).address();
    }

    private static int length(long hi, long lo) {
        return IpAddress.isV4(hi, lo) ? 24 : 64;
    }

    /** The busiest of each scope, in all three windows. */
    public List<TrafficFeatures> features() {
        List<TrafficFeatures> all = new ArrayList<>();
        list(all, Scope.DESTINATION, destinations);
        list(all, Scope.SOURCE, sources);
        list(all, Scope.PREFIX, prefixes);
        list(all, Scope.PORT, ports);
        return all;
    }

    private void list(List<TrafficFeatures> all, Scope scope, SubjectTable table) {
        table.busiest(SHOWN, second).stream()
                .sorted(Comparator.comparingDouble(
                        (SubjectTable.Entry entry) -> -entry.windows().recentPps()))
                .forEach(entry -> {
                    String key = key(scope, entry);
                    for (int length : new int[] {1, 10, 60}) {
                        all.add(entry.windows().features(scope, key, length));
                    }
                });
    }

    private static String key(Scope scope, SubjectTable.Entry entry) {
        return switch (scope) {
            case PORT -> new Dpid(entry.hi()) + "/" + Integer.toUnsignedString((int) entry.lo());
            case PREFIX -> new Prefix(new IpAddress(entry.hi(), entry.lo()), length(entry.hi(), entry.lo())).toString();
            case DESTINATION, SOURCE -> new IpAddress(entry.hi(), entry.lo()).toString();
        };
    }

    /** Who sends most, over about ten seconds, whatever else is going on. */
    public List<Talker> senders(int limit) {
        return senders.busiest(limit, 0.1);
    }
}
