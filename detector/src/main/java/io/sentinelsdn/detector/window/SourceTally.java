package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.detect.AttackEvidence.SourceShare;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.spi.TopologyView;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds up an attack's sources and judges whether they are forged. Bounded; used once. */
final class SourceTally {
    private static final int MAX_SOURCES = 4096;
    private static final int MAX_SHOWN = 64;
    /** More than this from behind other ports is no accident. */
    private static final double FORGED = 0.05;
    /** So few bound sources with nearly everything are real. */
    private static final int FEW = 16;

    private static final double NEARLY_ALL = 0.9;
    private static final double MOSTLY_SINGLE = 0.5;
    private static final int ENOUGH_SOURCES = 8;

    private record Key(IpAddress ip, long dpid, int inPort) {}

    private static final class Tally {
        double weight;
        int seen;
    }

    private final Map<Key, Tally> sources = new HashMap<>();
    private final TopologyView topology;
    private double total;
    private double forged;
    private double single;

    SourceTally(TopologyView topology) {
        this.topology = topology;
    }

    /**
     * Adds what one source sends in at one port, 0 when the switch did not tell which; {@code seen} packets of it stand
     * for this weight.
     */
    void add(long srcHi, long srcLo, long dpid, int inPort, double weight, int seen) {
        total += weight;
        Key key = new Key(new IpAddress(srcHi, srcLo), dpid, inPort);
        Tally tally = sources.get(key);
        if (tally == null) {
            if (sources.size() >= MAX_SOURCES) {
                return;
            }
            tally = new Tally();
            sources.put(key, tally);
        }
        tally.weight += weight;
        tally.seen += seen;
    }

    boolean isEmpty() {
        return sources.isEmpty();
    }

    /** The sources, strongest first; also computes what the verdicts need. */
    List<SourceShare> shares() {
        forged = 0;
        single = 0;
        for (Map.Entry<Key, Tally> entry : sources.entrySet()) {
            Tally tally = entry.getValue();
            single += tally.seen == 1 ? tally.weight : 0;
            forged += place(entry.getKey()) == Place.ELSEWHERE ? tally.weight : 0;
        }
        return sources.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<Key, Tally> entry) -> -entry.getValue().weight))
                .limit(MAX_SHOWN)
                .map(entry -> new SourceShare(
                        entry.getKey().ip(),
                        share(entry.getValue().weight),
                        new Dpid(entry.getKey().dpid()),
                        port(entry.getKey()),
                        place(entry.getKey()) == Place.HERE))
                .toList();
    }

    private enum Place {
        HERE,
        ELSEWHERE,
        UNKNOWN
    }

    private Place place(Key key) {
        Optional<TopologyView.Attachment> known = topology.attachment(key.ip());
        if (known.isEmpty()) {
            return Place.UNKNOWN;
        }
        boolean hereSwitch = known.get().dpid().value() == key.dpid();
        if (key.inPort() == 0) {
            return hereSwitch ? Place.HERE : Place.UNKNOWN;
        }
        return hereSwitch && known.get().port() == key.inPort() ? Place.HERE : Place.ELSEWHERE;
    }

    /** Where the switch did not tell the port, that of the address if it lives at this switch; else 0. */
    private int port(Key key) {
        if (key.inPort() != 0 || place(key) != Place.HERE) {
            return key.inPort();
        }
        return topology.attachment(key.ip()).map(TopologyView.Attachment::port).orElse(0);
    }

    double forgedShare() {
        return share(forged);
    }

    double singleShare() {
        return share(single);
    }

    /** Whether the sources are forged, given their shares. */
    boolean spoofed(List<SourceShare> shares) {
        if (forgedShare() > FORGED) {
            return true;
        }
        double boundFew = shares.stream()
                .limit(FEW)
                .filter(SourceShare::bound)
                .mapToDouble(SourceShare::share)
                .sum();
        if (boundFew > NEARLY_ALL) {
            return false;
        }
        return sources.size() >= ENOUGH_SOURCES && singleShare() > MOSTLY_SINGLE;
    }

    long[] hashes(KeyedHash hash) {
        return sources.keySet().stream()
                .mapToLong(key -> hash.of(key.ip().hi(), key.ip().lo()))
                .toArray();
    }

    private double share(double weight) {
        return total > 0 ? Math.min(1, weight / total) : 0;
    }
}
