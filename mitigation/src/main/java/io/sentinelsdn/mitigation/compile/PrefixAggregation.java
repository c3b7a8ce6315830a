package io.sentinelsdn.mitigation.compile;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.mitigation.list.PrefixSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges sources behind the same port into prefixes until a budget holds. Each step merges the two that are closest
 * (longest common prefix), so that as few foreign addresses as possible come in. Never shorter than /24 (IPv4) or /64
 * (IPv6), never over an allow-listed address.
 *
 * <p>With at most 64 sources the search over all pairs costs 64³ comparisons at worst, once per plan.
 */
final class PrefixAggregation {
    private static final int SHORTEST_V4 = 24;
    private static final int SHORTEST_V6 = 64;

    /** A prefix behind a port, and its share of the attack. */
    record Part(Place place, Prefix prefix, double share) {}

    private PrefixAggregation() {}

    /** At most {@code budget} parts with the same total share, or an empty list when that cannot be done. */
    static List<Part> within(int budget, List<Part> hosts, PrefixSet allowed) {
        List<Part> parts = new ArrayList<>();
        hosts.forEach(host -> add(parts, host));
        while (parts.size() > budget) {
            Part merged = closest(parts, allowed);
            if (merged == null) {
                return List.of();
            }
            add(parts, new Part(merged.place, merged.prefix, 0));
        }
        return parts;
    }

    /** Adds a part and takes in those that it covers. */
    private static void add(List<Part> parts, Part part) {
        double share = part.share;
        for (Part other : List.copyOf(parts)) {
            if (other.place.equals(part.place) && PrefixSet.covers(part.prefix, other.prefix)) {
                share += other.share;
                parts.remove(other);
            }
        }
        parts.add(new Part(part.place, part.prefix, share));
    }

    private static Part closest(List<Part> parts, PrefixSet allowed) {
        Part best = null;
        for (int i = 0; i < parts.size(); i++) {
            for (int j = i + 1; j < parts.size(); j++) {
                Part one = parts.get(i);
                Part two = parts.get(j);
                if (!one.place.equals(two.place)) {
                    continue;
                }
                Prefix common = common(one.prefix, two.prefix);
                if (common != null
                        && (best == null || common.length() > best.prefix.length())
                        && !allowed.overlaps(common)) {
                    best = new Part(one.place, common, 0);
                }
            }
        }
        return best;
    }

    /** The longest prefix that holds both, or null when it would be too short. */
    static Prefix common(Prefix one, Prefix two) {
        IpAddress a = one.address();
        IpAddress b = two.address();
        if (a.isV4() != b.isV4()) {
            return null;
        }
        int same = a.hi() == b.hi()
                ? 64 + Long.numberOfLeadingZeros(a.lo() ^ b.lo())
                : Long.numberOfLeadingZeros(a.hi() ^ b.hi());
        int length = Math.min(a.isV4() ? same - 96 : same, Math.min(one.length(), two.length()));
        return length < (a.isV4() ? SHORTEST_V4 : SHORTEST_V6) ? null : new Prefix(a, length);
    }
}
