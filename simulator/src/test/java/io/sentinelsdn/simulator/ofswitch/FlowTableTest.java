package io.sentinelsdn.simulator.ofswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.simulator.frame.HeaderField;
import io.sentinelsdn.simulator.frame.PacketKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlowTableTest {
    private static final HeaderField[] FIELDS = {
        HeaderField.IN_PORT, HeaderField.ETH_TYPE, HeaderField.IP_PROTO, HeaderField.DST_LO, HeaderField.TP_DST
    };

    /** The oracle is a plain search through all entries. */
    @Test
    void shouldFindWhatAPlainSearchFinds() {
        Random random = new Random(11);
        FlowTable table = new FlowTable(0);
        List<FlowEntry> entries = new ArrayList<>();
        Set<Integer> priorities = new HashSet<>();
        for (int step = 0; step < 5_000; step++) {
            boolean remove = !entries.isEmpty() && random.nextInt(3) == 0;
            if (remove) {
                FlowEntry gone = entries.remove(random.nextInt(entries.size()));
                priorities.remove(gone.priority);
                table.remove(gone);
            } else {
                int priority = random.nextInt(65_536);
                if (priorities.add(priority)) {
                    FlowEntry entry = entry(priority, match(random));
                    entries.add(entry);
                    table.add(entry);
                }
            }
            long[] key = key(random);
            assertThat(table.lookup(key)).isSameAs(plainSearch(entries, key));
        }
        assertThat(table.size()).isEqualTo(entries.size());
    }

    private static FlowEntry plainSearch(List<FlowEntry> entries, long[] key) {
        return entries.stream()
                .filter(entry -> entry.match.matches(key))
                .max(Comparator.comparingInt(entry -> entry.priority))
                .orElse(null);
    }

    private static FlowEntry entry(int priority, MatchSpec match) {
        Instructions nothing = new Instructions(0, List.of(), false, List.of(), 0, 0, -1);
        FlowChange.Encoded encoded = new FlowChange.Encoded(new byte[8], new byte[0]);
        return new FlowEntry(
                new FlowChange(0, priority, match, 0, 0, 0, 0, 0, PortNumbers.ANY, PortNumbers.ANY, nothing, encoded),
                null,
                0);
    }

    private static MatchSpec match(Random random) {
        MatchSpec match = new MatchSpec();
        for (HeaderField field : FIELDS) {
            if (random.nextBoolean()) {
                long mask = random.nextInt(4) == 0 ? ~1L : -1L;
                field.put(match.mask, mask);
                field.put(match.value, random.nextInt(4) & mask);
            }
        }
        return match;
    }

    private static long[] key(Random random) {
        long[] key = new long[PacketKey.WORDS];
        for (HeaderField field : FIELDS) {
            field.put(key, random.nextInt(4));
        }
        return key;
    }

    @Test
    void shouldKnowWhichMatchCoversAndWhichOverlaps() {
        MatchSpec all = new MatchSpec();
        MatchSpec port = exact(HeaderField.IN_PORT, 1);
        MatchSpec otherPort = exact(HeaderField.IN_PORT, 2);
        MatchSpec type = exact(HeaderField.ETH_TYPE, 0x800);

        assertThat(all.covers(port)).isTrue();
        assertThat(port.covers(all)).isFalse();
        assertThat(port.covers(otherPort)).isFalse();
        assertThat(port.overlaps(otherPort)).isFalse();
        assertThat(port.overlaps(type)).isTrue();
        assertThat(all.isCatchAll()).isTrue();
    }

    private static MatchSpec exact(HeaderField field, long value) {
        MatchSpec match = new MatchSpec();
        field.put(match.mask, -1);
        field.put(match.value, value);
        return match;
    }
}
