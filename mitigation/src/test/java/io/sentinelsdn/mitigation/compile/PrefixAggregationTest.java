package io.sentinelsdn.mitigation.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.mitigation.compile.PrefixAggregation.Part;
import io.sentinelsdn.mitigation.list.PrefixSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrefixAggregationTest {
    private static final Place HERE = new Place(new Dpid(1), 3);

    @Test
    void shouldMergeTheClosestFirst() {
        assertThat(PrefixAggregation.within(2, parts("10.0.0.8", "10.0.0.9", "10.0.0.200"), PrefixSet.EMPTY))
                .extracting(part -> part.prefix().toString())
                .containsExactlyInAnyOrder("10.0.0.8/31", "10.0.0.200");
    }

    @Test
    void shouldKeepPortsApart() {
        Part elsewhere = new Part(new Place(new Dpid(1), 4), Prefix.parse("10.0.0.9"), 0.5);
        assertThat(PrefixAggregation.within(1, List.of(parts("10.0.0.8").get(0), elsewhere), PrefixSet.EMPTY))
                .isEmpty();
    }

    @Test
    void shouldGiveUpRatherThanMatchMoreThanASubnet() {
        assertThat(PrefixAggregation.within(1, parts("10.0.0.8", "10.0.1.8"), PrefixSet.EMPTY))
                .isEmpty();
        assertThat(PrefixAggregation.within(1, parts("2001:db8::1", "2001:db8:0:1::1"), PrefixSet.EMPTY))
                .isEmpty();
        assertThat(PrefixAggregation.within(1, parts("2001:db8::1", "2001:db8::ffff:1"), PrefixSet.EMPTY))
                .hasSize(1);
    }

    @Test
    void shouldGiveUpRatherThanCoverAnAllowListedAddress() {
        PrefixSet allowed = new PrefixSet(List.of(Prefix.parse("10.0.0.10")));
        assertThat(PrefixAggregation.within(1, parts("10.0.0.8", "10.0.0.11"), allowed))
                .isEmpty();
    }

    @Test
    void shouldCoverEveryHostWithTheSameTotalForAnySet() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<Part> hosts = IntStream.range(0, 1 + random.nextInt(40))
                    .mapToObj(i -> new Part(HERE, Prefix.host(IpAddress.v4(0x0a000000 + random.nextInt(256))), 0.01))
                    .toList();
            int budget = 1 + random.nextInt(8);
            List<Part> parts = PrefixAggregation.within(budget, hosts, PrefixSet.EMPTY);

            assertThat(parts.size()).isBetween(1, budget);
            assertThat(hosts)
                    .allMatch(host -> parts.stream()
                            .anyMatch(
                                    part -> part.prefix().contains(host.prefix().address())));
            assertThat(parts.stream().mapToDouble(Part::share).sum())
                    .isCloseTo(0.01 * hosts.size(), org.assertj.core.api.Assertions.within(1e-9));
        }
    }

    private static List<Part> parts(String... hosts) {
        return java.util.Arrays.stream(hosts)
                .map(host -> new Part(HERE, Prefix.parse(host), 0.1))
                .toList();
    }
}
