package io.sentinelsdn.mitigation.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.mitigation.compile.PrefixAggregation.Part;
import io.sentinelsdn.mitigation.list.PrefixSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every set of at most three prefixes of a /28 is tried: none is better than the one that was found. */
class BruteForceAggregationTest {
    private static final Place HERE = new Place(new Dpid(1), 3);
    private static final int NET = 0x0a000010;

    /** All 31 prefixes from the /28 down to single addresses. */
    private static List<Prefix> candidates() {
        List<Prefix> all = new ArrayList<>();
        for (int length = 28; length <= 32; length++) {
            for (int first = 0; first < 16; first += 1 << (32 - length)) {
                all.add(new Prefix(IpAddress.v4(NET + first), length));
            }
        }
        return all;
    }

    /** Fewest addresses of a cover with at most so many prefixes, or infinity. */
    private static double best(int budget, List<Prefix> hosts, PrefixSet kept, int from, List<Prefix> chosen) {
        if (hosts.stream().allMatch(new PrefixSet(chosen)::covers)) {
            return addresses(chosen);
        }
        double best = Double.POSITIVE_INFINITY;
        List<Prefix> all = candidates();
        for (int i = from; budget > 0 && i < all.size(); i++) {
            if (!kept.overlaps(all.get(i))) {
                List<Prefix> more = new ArrayList<>(chosen);
                more.add(all.get(i));
                best = Math.min(best, best(budget - 1, hosts, kept, i + 1, more));
            }
        }
        return best;
    }

    private static double addresses(List<Prefix> prefixes) {
        return prefixes.stream()
                .mapToDouble(prefix -> Math.pow(2, 32 - prefix.length()))
                .sum();
    }

    @Test
    void shouldFindTheCoverWithTheFewestForeignAddressesAndNobodyProtected() {
        Random random = new Random(11);
        for (int round = 0; round < 150; round++) {
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                numbers.add(i);
            }
            java.util.Collections.shuffle(numbers, random);
            int attackers = 1 + random.nextInt(7);
            List<Prefix> hosts = numbers.subList(0, attackers).stream()
                    .map(number -> Prefix.host(IpAddress.v4(NET + number)))
                    .toList();
            PrefixSet good = PrefixSet.of(numbers.subList(attackers, attackers + random.nextInt(4)).stream()
                    .map(number -> Prefix.host(IpAddress.v4(NET + number)))
                    .toList());
            int budget = 1 + random.nextInt(3);
            List<Part> found = PrefixAggregation.within(
                    budget,
                    hosts.stream().map(host -> new Part(HERE, host, 0.1)).toList(),
                    good);
            double best = best(budget, hosts, good, 0, List.of());

            List<Prefix> prefixes = found.stream().map(Part::prefix).toList();
            assertThat(found.isEmpty()).as("%s %s %d", hosts, good, budget).isEqualTo(Double.isInfinite(best));
            if (!found.isEmpty()) {
                assertThat(addresses(prefixes))
                        .as("%s %s %d", hosts, good, budget)
                        .isEqualTo(best);
                assertThat(prefixes).hasSizeLessThanOrEqualTo(budget).noneMatch(good::overlaps);
            }
        }
    }
}
