package io.sentinelsdn.slicing;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SliceView.Share;
import io.sentinelsdn.domain.slice.SliceView.Stats;
import io.sentinelsdn.domain.spi.SliceSwitches.Report;
import io.sentinelsdn.slicing.plan.SliceCompiler;
import io.sentinelsdn.slicing.share.Pool;
import io.sentinelsdn.slicing.share.Rates;
import io.sentinelsdn.slicing.share.Rates.Rate;
import io.sentinelsdn.slicing.share.Shares;
import io.sentinelsdn.slicing.share.Shares.Use;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What slices use and may use: rates, limits, and their shares by ingress switch. Owned by the thread of slices.
 */
final class SliceMeasures implements SliceCompiler.Limits {
    private static final Logger log = LoggerFactory.getLogger(SliceMeasures.class);
    private static final double MEGA = 1e6;
    private static final double LOG_STEP = 0.01;

    private final Rates rates = new Rates();
    private final Pool pool = new Pool();
    private final Shares<Dpid> shares = new Shares<>();
    private final Map<String, Double> limits = new HashMap<>();
    private final Map<Direction, Map<Dpid, Double>> parts = new HashMap<>();
    private List<Dpid> ingresses = List.of();
    private long changes;
    private long version;

    private record Direction(String sliceId, boolean out) {}

    /** Takes what the switches say. */
    void read(Map<Dpid, Report> reports) {
        rates.read(reports);
    }

    /**
     * Decides how much each slice may use and where.
     *
     * @param slices that are enabled
     * @param fenced ids of slices that are attacked
     * @param entrances switches where frames enter
     */
    void decide(List<NetworkSlice> slices, Set<String> fenced, List<Dpid> entrances, long nowNs) {
        ingresses = entrances;
        List<Pool.Member> members = new ArrayList<>();
        Map<String, Double> wanted = new HashMap<>();
        for (NetworkSlice slice : slices) {
            if (fenced.contains(slice.id())) {
                wanted.put(slice.id(), (double) fence(slice));
            } else if (slice.spec().dynamic()) {
                members.add(member(slice));
            } else {
                wanted.put(slice.id(), (double) slice.spec().bandwidth());
            }
        }
        wanted.putAll(pool.adjust(members, nowNs));
        for (NetworkSlice slice : slices) {
            double limit = wanted.get(slice.id());
            Double before = limits.put(slice.id(), limit);
            version += before != null && before == limit ? 0 : 1;
            if (before != null && Math.abs(before - limit) > LOG_STEP) {
                changes++;
                log.info(
                        "limit of a slice changed slice={} name={} from_mbps={} to_mbps={}",
                        slice.id(),
                        slice.spec().name(),
                        before,
                        limit);
            }
            divide(slice, true, limit);
            divide(slice, false, limit);
        }
        Set<String> ids = new HashSet<>();
        slices.forEach(slice -> ids.add(slice.id()));
        limits.keySet().retainAll(ids);
        parts.keySet().removeIf(direction -> !ids.contains(direction.sliceId()));
    }

    /** What an attacked slice keeps: what is guaranteed to it, or never lent, or its own. */
    private static int fence(NetworkSlice slice) {
        if (slice.spec().minBandwidth() > 0) {
            return slice.spec().minBandwidth();
        }
        return slice.spec().dynamic() ? slice.spec().lowest() : slice.spec().bandwidth();
    }

    private Pool.Member member(NetworkSlice slice) {
        double out = 0;
        double in = 0;
        boolean drops = false;
        for (Dpid dpid : ingresses) {
            Rate sent = rates.of(dpid, SliceCompiler.meter(slice, true));
            Rate received = rates.of(dpid, SliceCompiler.meter(slice, false));
            out += sent.calmOfferedBps();
            in += received.calmOfferedBps();
            drops |= sent.dropsPps() > 0 || received.dropsPps() > 0;
        }
        double demand = Math.max(out, in) / MEGA;
        double limit = limits.getOrDefault(slice.id(), (double) slice.spec().bandwidth());
        boolean pressed = drops && demand > limit / 2;
        return new Pool.Member(
                slice.id(),
                slice.spec().bandwidth(),
                slice.spec().lowest(),
                slice.spec().highest(),
                slice.spec().priority(),
                demand,
                pressed);
    }

    private void divide(NetworkSlice slice, boolean out, double limit) {
        if (ingresses.isEmpty()) {
            return;
        }
        Map<Dpid, Use> uses = new TreeMap<>();
        for (Dpid dpid : ingresses) {
            Rate rate = rates.of(dpid, SliceCompiler.meter(slice, out));
            uses.put(dpid, new Use(rate.offeredBps() / MEGA, rate.peakOfferedBps() / MEGA, rate.dropsPps() > 0));
        }
        Direction direction = new Direction(slice.id(), out);
        Map<Dpid, Double> now = parts.getOrDefault(direction, Map.of());
        Map<Dpid, Double> next = shares.divide(limit, ingresses, now, uses);
        if (!next.equals(now)) {
            parts.put(direction, next);
            version++;
        }
    }

    @Override
    public double mbps(NetworkSlice slice, Dpid dpid, boolean out) {
        double limit = limits.getOrDefault(slice.id(), (double) slice.spec().bandwidth());
        return parts.getOrDefault(new Direction(slice.id(), out), Map.of()).getOrDefault(dpid, limit);
    }

    /** Another number after each change of a limit or share. */
    long version() {
        return version;
    }

    /** Times a limit was changed to follow demand or an attack. */
    long changes() {
        return changes;
    }

    /** What a slice carries. */
    Stats stats(NetworkSlice slice, int flows, String queues, Instant now) {
        double[] passed = new double[2];
        double offered = 0;
        double drops = 0;
        long bytes = 0;
        long dropped = 0;
        List<Share> byIngress = new ArrayList<>();
        for (Dpid dpid : ingresses) {
            for (boolean out : new boolean[] {true, false}) {
                String meter = SliceCompiler.meter(slice, out);
                Rate rate = rates.of(dpid, meter);
                long[] totals = rates.totals(dpid, meter);
                passed[out ? 0 : 1] += rate.passedBps();
                offered += rate.offeredBps();
                drops += rate.dropsPps();
                bytes += totals[0];
                dropped += totals[1];
                byIngress.add(new Share(
                        dpid, out ? "out" : "in", mbps(slice, dpid, out), rate.passedBps(), rate.offeredBps()));
            }
        }
        double limit = limits.getOrDefault(slice.id(), (double) slice.spec().bandwidth());
        return new Stats(limit, passed[0], passed[1], offered, drops, dropped, bytes, flows, queues, byIngress, now);
    }
}
