package io.sentinelsdn.controller.forwarding;

import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the monitor remembers of one ingress port. Owned by the event loop of the switch. */
final class PortMonitor {
    private static final int SAMPLES_REMEMBERED = 256;
    private static final double NS_PER_SECOND = 1e9;

    /** Destination and protocol of a coarse entry: one address, or the /24 or /64 it is in. */
    record Target(Prefix dst, int protocol) {
        private static final int V4_LENGTH = 24;
        private static final int V6_LENGTH = 64;

        static Target host(IpAddress dst, int protocol) {
            return new Target(Prefix.host(dst), protocol);
        }

        static Target of(FlowStatsEntry entry) {
            Target host = host(new IpAddress(entry.dstHi, entry.dstLo), entry.ipProto);
            return entry.maskedFields > 0 ? host.widened() : host;
        }

        Target widened() {
            IpAddress address = dst.address();
            return new Target(new Prefix(address, address.isV4() ? V4_LENGTH : V6_LENGTH), protocol);
        }
    }

    private final Map<FineTable.Key, Integer> repeats = new LinkedHashMap<>();
    private final Map<Target, CoarseCount> coarse = new HashMap<>();
    private boolean isCoarse;
    private boolean isSqueezed;
    private long calmSinceNs;
    private long missPackets = -1;
    private long missAtNs;
    private double missPps;

    /** Counters of a coarse entry at the last poll. */
    static final class CoarseCount {
        private long packets = -1;
        private long atNs;
        private double pps;
    }

    boolean isCoarse() {
        return isCoarse;
    }

    void coarsened(long nowNs) {
        isCoarse = true;
        calmSinceNs = nowNs;
    }

    /** Only lack of table space made it coarse. */
    void squeezed() {
        isSqueezed = true;
    }

    boolean isSqueezed() {
        return isSqueezed;
    }

    void refined() {
        isCoarse = false;
        isSqueezed = false;
        repeats.clear();
    }

    Map<Target, CoarseCount> coarse() {
        return coarse;
    }

    /** Number of coarse entries for prefixes, or of those for single addresses. */
    int size(boolean prefixes) {
        int count = 0;
        for (Target target : coarse.keySet()) {
            count += target.dst().isHost() == prefixes ? 0 : 1;
        }
        return count;
    }

    /** The single addresses that have an entry, those with most packets first. */
    List<Target> busiest() {
        return coarse.keySet().stream()
                .filter(target -> target.dst().isHost())
                .sorted(Comparator.comparingDouble((Target target) -> coarse.get(target).pps)
                        .reversed())
                .toList();
    }

    /** Counts a sampled five-tuple; answers how often it came among the last samples. */
    int repeated(FineTable.Key key) {
        int times = repeats.merge(key, 1, Integer::sum);
        if (repeats.size() > SAMPLES_REMEMBERED) {
            Iterator<FineTable.Key> oldest = repeats.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return times;
    }

    /** Packets per second that no entry of their own counts. */
    double missCounted(long packets, long nowNs) {
        double seconds = (nowNs - missAtNs) / NS_PER_SECOND;
        missPps = missPackets < 0 || packets < missPackets || seconds <= 0 ? 0 : (packets - missPackets) / seconds;
        missPackets = packets;
        missAtNs = nowNs;
        return missPps;
    }

    void coarseCounted(Target target, long packets, long nowNs) {
        CoarseCount count = coarse.get(target);
        if (count != null) {
            double seconds = (nowNs - count.atNs) / NS_PER_SECOND;
            boolean usable = count.packets >= 0 && packets >= count.packets && seconds > 0;
            count.pps = usable ? (packets - count.packets) / seconds : 0;
            count.packets = packets;
            count.atNs = nowNs;
        }
    }

    /** Whether unmonitored traffic has stayed below {@code pps} for {@code forNs}. */
    boolean isCalm(double pps, long forNs, long nowNs) {
        double sum = missPps;
        for (CoarseCount count : coarse.values()) {
            sum += count.pps;
        }
        if (sum >= pps) {
            calmSinceNs = nowNs;
        }
        return nowNs - calmSinceNs >= forNs;
    }
}
