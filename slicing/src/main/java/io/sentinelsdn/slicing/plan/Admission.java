package io.sentinelsdn.slicing.plan;

import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SliceMatch;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SwitchPort;
import io.sentinelsdn.domain.spi.SliceDesk.Conflict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether there is room for a slice beside others: what is guaranteed on a link must fit it. A slice may pass every link,
 * except one whose members are switch ports alone: it has nothing to do with other links that are named with their speed.
 * Stateless.
 */
public final class Admission {
    private static final String ANY_LINK = "any";

    private Admission() {}

    /**
     * Checks.
     *
     * @param others all other slices; what is disabled needs no room
     * @throws Conflict with the numbers
     */
    public static void check(
            SliceSpec wanted, List<NetworkSlice> others, int linkMbps, Map<SwitchPort, Integer> links) {
        for (NetworkSlice other : others) {
            if (other.spec().name().equals(wanted.name())) {
                throw taken("name", wanted.name(), other);
            }
            String both = wanted.match().overlap(other.spec().match());
            if (both != null) {
                throw taken("match", both, other);
            }
        }
        if (others.size() >= NetworkSlice.MOST) {
            throw new Conflict(
                    Conflict.Kind.FULL,
                    "there are " + others.size() + " slices already, which is the most",
                    Map.of("slices", others.size(), "allowed", NetworkSlice.MOST));
        }
        if (wanted.enabled() && wanted.minBandwidth() > 0) {
            links.forEach((port, mbps) -> room(wanted, others, port, mbps));
            room(wanted, others, null, linkMbps);
        }
    }

    private static void room(SliceSpec wanted, List<NetworkSlice> others, SwitchPort link, int capacity) {
        if (link != null && !passes(wanted.match(), link)) {
            return;
        }
        int guaranteed = 0;
        for (NetworkSlice other : others) {
            boolean here = link == null || passes(other.spec().match(), link);
            guaranteed += other.spec().enabled() && here ? other.spec().minBandwidth() : 0;
        }
        if ((long) guaranteed + wanted.minBandwidth() > capacity) {
            Map<String, Object> numbers = new LinkedHashMap<>();
            numbers.put("link", link == null ? ANY_LINK : link.toString());
            numbers.put("capacity_mbps", capacity);
            numbers.put("guaranteed_mbps", guaranteed);
            numbers.put("requested_mbps", wanted.minBandwidth());
            numbers.put("available_mbps", Math.max(0, capacity - guaranteed));
            String where = link == null ? "a link" : "link " + link;
            throw new Conflict(
                    Conflict.Kind.OVERCOMMITTED,
                    "min_bandwidth of " + wanted.minBandwidth() + " Mbit/s does not fit: " + where + " of " + capacity
                            + " Mbit/s has " + guaranteed + " Mbit/s guaranteed already",
                    numbers);
        }
    }

    private static boolean passes(SliceMatch match, SwitchPort link) {
        boolean portsAlone = !match.switchPorts().isEmpty()
                && match.networks().isEmpty()
                && match.macs().isEmpty()
                && match.vlanIds().isEmpty();
        return !portsAlone || match.switchPorts().contains(link);
    }

    private static Conflict taken(String field, String what, NetworkSlice other) {
        return new Conflict(
                Conflict.Kind.TAKEN,
                field + " belongs to slice " + other.spec().name() + " already: " + what,
                Map.of("field", field, "slice_id", other.id()));
    }
}
