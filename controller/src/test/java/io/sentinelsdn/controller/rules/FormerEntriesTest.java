package io.sentinelsdn.controller.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import org.junit.jupiter.api.Test;

class FormerEntriesTest {
    @Test
    void shouldNotRememberTrunksWithoutEnd() {
        FormerEntries former = new FormerEntries(0);
        FlowStatsEntry entry = new FlowStatsEntry();
        entry.cookie = Cookies.TRUNK;
        int kept = 0;
        for (int port = 1; port <= 100_000; port++) {
            entry.inPort = port;
            kept += former.keeps(entry, 1) ? 1 : 0;
        }

        assertThat(former.trunks()).contains(1).hasSize(kept).hasSizeLessThan(5_000);
    }
}
