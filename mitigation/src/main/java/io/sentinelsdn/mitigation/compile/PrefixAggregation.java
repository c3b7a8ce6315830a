package io.sentinelsdn.mitigation.compile;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.mitigation.list.PrefixSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Covers sources with prefixes, each behind one port, that hold no protected address (allow-listed, or a client proven
 * good) and are never shorter than /24 (IPv4) or /64 (IPv6).
 *
 * <p>Of all such covers with at most so many prefixes the one with the fewest foreign addresses is taken, and of those
 * the one with the fewest prefixes. Prefixes are nested or disjoint, so this is no general set cover: only the common
 * prefixes of two neighbours in a binary tree of the sources matter, and for each of them and each number of prefixes
 * the best cover is put together from those of its halves. With 64 sources and 8 prefixes that is some thousand steps.
 */
final class PrefixAggregation {
    private static final int SHORTEST_V4 = 24;
    private static final int SHORTEST_V6 = 64;

    /** A prefix behind a port, and its share of the attack. */
    record Part(Place place, Prefix prefix, double share) {}

    /** Some prefixes and how many addresses they hold. */
    private record Cover(List<Prefix> prefixes, double addresses) {
        private static final Cover NOTHING = new Cover(List.of(), 0);

        Cover with(Cover other) {
            List<Prefix> both = new ArrayList<>(prefixes);
            both.addAll(other.prefixes);
            return new Cover(both, addresses + other.addresses);
        }

        static Cover better(Cover one, Cover two) {
            if (one == null || two == null) {
                return one == null ? two : one;
            }
            if (one.addresses != two.addresses) {
                return one.addresses < two.addresses ? one : two;
            }
            return one.prefixes.size() <= two.prefixes.size() ? one : two;
        }
    }

    private PrefixAggregation() {}

    /** At most {@code budget} parts with the same total share, or an empty list when that cannot be done. */
    static List<Part> within(int budget, List<Part> hosts, PrefixSet kept) {
        Map<Place, List<Part>> byPlace = new LinkedHashMap<>();
        hosts.forEach(host ->
                byPlace.computeIfAbsent(host.place, unused -> new ArrayList<>()).add(host));
        List<List<Part>> places = new ArrayList<>();
        List<List<Cover>> covers = new ArrayList<>();
        byPlace.values().forEach(atPlace -> {
            places.add(atPlace);
            covers.add(covers(
                    atPlace.stream()
                            .map(Part::prefix)
                            .distinct()
                            .sorted(PrefixAggregation::order)
                            .toList(),
                    budget,
                    kept));
        });
        List<Integer> shares = divide(covers, budget);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            for (Prefix prefix : covers.get(i).get(shares.get(i)).prefixes) {
                parts.add(part(prefix, places.get(i)));
            }
        }
        return parts;
    }

    /** How many prefixes each place gets; empty when they are not enough. */
    private static List<Integer> divide(List<List<Cover>> covers, int budget) {
        double[] cost = new double[budget + 1];
        List<List<Integer>> chosen = new ArrayList<>();
        for (int i = 0; i <= budget; i++) {
            chosen.add(List.of());
        }
        for (List<Cover> place : covers) {
            double[] next = new double[budget + 1];
            List<List<Integer>> nextChosen = new ArrayList<>();
            for (int total = 0; total <= budget; total++) {
                next[total] = Double.POSITIVE_INFINITY;
                nextChosen.add(List.of());
                for (int here = 1; here <= total; here++) {
                    Cover cover = place.get(here);
                    if (cover != null && cost[total - here] + cover.addresses < next[total]) {
                        next[total] = cost[total - here] + cover.addresses;
                        List<Integer> more = new ArrayList<>(chosen.get(total - here));
                        more.add(here);
                        nextChosen.set(total, more);
                    }
                }
            }
            cost = next;
            chosen = nextChosen;
        }
        return chosen.get(budget);
    }

    /** The best cover with at most 0, 1, … prefixes; null where there is none. */
    private static List<Cover> covers(List<Prefix> sorted, int budget, PrefixSet kept) {
        List<Cover> best = new ArrayList<>();
        best.add(sorted.isEmpty() ? Cover.NOTHING : null);
        Cover whole = whole(sorted, kept);
        List<Cover> left = List.of();
        List<Cover> right = List.of();
        if (sorted.size() > 1) {
            int cut = cut(sorted);
            left = covers(sorted.subList(0, cut), budget - 1, kept);
            right = covers(sorted.subList(cut, sorted.size()), budget - 1, kept);
        }
        for (int count = 1; count <= budget; count++) {
            Cover cover = Cover.better(best.get(count - 1), whole);
            for (int here = 1; here < count && !left.isEmpty(); here++) {
                if (left.get(here) != null && right.get(count - here) != null) {
                    cover = Cover.better(cover, left.get(here).with(right.get(count - here)));
                }
            }
            best.add(cover);
        }
        return best;
    }

    /** All of them under one prefix, or null when it would be too short or hold somebody protected. */
    private static Cover whole(List<Prefix> sorted, PrefixSet kept) {
        Prefix prefix = sorted.size() == 1 ? sorted.get(0) : common(sorted.get(0), sorted.get(sorted.size() - 1));
        if (prefix == null || (sorted.size() > 1 && kept.overlaps(prefix))) {
            return null;
        }
        return new Cover(List.of(prefix), Math.pow(2, prefix.address().bits() - prefix.length()));
    }

    /** Where the highest bit in which first and last differ turns to one. */
    private static int cut(List<Prefix> sorted) {
        int bit = same(sorted.get(0).address(), sorted.get(sorted.size() - 1).address());
        for (int i = 1; i < sorted.size(); i++) {
            if (same(sorted.get(0).address(), sorted.get(i).address()) <= bit) {
                return i;
            }
        }
        throw new IllegalStateException("one prefix holds another: " + sorted);
    }

    private static int order(Prefix one, Prefix two) {
        int high = Long.compareUnsigned(one.address().hi(), two.address().hi());
        return high != 0
                ? high
                : Long.compareUnsigned(one.address().lo(), two.address().lo());
    }

    private static Part part(Prefix prefix, List<Part> hosts) {
        double share = hosts.stream()
                .filter(host -> PrefixSet.covers(prefix, host.prefix))
                .mapToDouble(Part::share)
                .sum();
        return new Part(hosts.get(0).place, prefix, share);
    }

    /** Number of leading bits of 128 that two addresses share. */
    private static int same(IpAddress a, IpAddress b) {
        return a.hi() == b.hi()
                ? 64 + Long.numberOfLeadingZeros(a.lo() ^ b.lo())
                : Long.numberOfLeadingZeros(a.hi() ^ b.hi());
    }

    /** The longest prefix that holds both, or null when it would be too short. */
    static Prefix common(Prefix one, Prefix two) {
        IpAddress a = one.address();
        IpAddress b = two.address();
        if (a.isV4() != b.isV4()) {
            return null;
        }
        int same = same(a, b);
        int length = Math.min(a.isV4() ? same - 96 : same, Math.min(one.length(), two.length()));
        return length < (a.isV4() ? SHORTEST_V4 : SHORTEST_V6) ? null : new Prefix(a, length);
    }
}
