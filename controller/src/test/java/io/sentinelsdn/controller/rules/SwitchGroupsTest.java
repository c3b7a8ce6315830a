package io.sentinelsdn.controller.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.openflow.GroupEntry;
import io.sentinelsdn.controller.openflow.SwitchFeatures;
import io.sentinelsdn.controller.openflow.Transaction;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwitchGroupsTest {
    private static final int ALL_TYPES = 0xf;

    private final SwitchGroups groups = new SwitchGroups(new SwitchFeatures.Groups(ALL_TYPES));

    private boolean corrects(boolean former) {
        Transaction transaction = new Transaction();
        groups.reconcile(transaction, former);
        return !transaction.isEmpty();
    }

    @Test
    void shouldChangeAGroupAndNotItsNumber() {
        int first = groups.put(new Transaction(), "a", GroupEntry.Type.FAST_FAILOVER, List.of(1, 2));
        Transaction change = new Transaction();

        assertThat(groups.put(change, "a", GroupEntry.Type.FAST_FAILOVER, List.of(2)))
                .isEqualTo(first);
        assertThat(change.isEmpty()).isFalse();
        assertThat(groups.put(new Transaction(), "b", GroupEntry.Type.SELECT, List.of(1, 2)))
                .isNotEqualTo(first);

        Transaction nothing = new Transaction();
        groups.put(nothing, "a", GroupEntry.Type.FAST_FAILOVER, List.of(2));
        assertThat(nothing.isEmpty()).isTrue();
    }

    @Test
    void shouldPutBackWhatIsMissingOrDifferent() {
        int id = groups.put(new Transaction(), "a", GroupEntry.Type.FAST_FAILOVER, List.of(1, 2));
        assertThat(corrects(false)).as("no poll has been sent since").isFalse();

        groups.pollStarts();
        assertThat(corrects(false)).as("missing").isTrue();

        groups.pollStarts();
        groups.polled(id, GroupEntry.Type.FAST_FAILOVER.code(), List.of(1, 2));
        assertThat(corrects(false)).as("there").isFalse();

        groups.pollStarts();
        groups.polled(id, GroupEntry.Type.FAST_FAILOVER.code(), List.of(2, 1));
        assertThat(corrects(false)).as("different").isTrue();
    }

    @Test
    void shouldDeleteStaleGroupsOfOursOnceNothingOfBeforeStands() {
        groups.pollStarts();
        groups.polled(0x5e00_0001, GroupEntry.Type.SELECT.code(), List.of(1));

        assertThat(corrects(true)).isFalse();
        assertThat(corrects(false)).isTrue();

        groups.pollStarts();
        groups.polled(0x1100_0001, GroupEntry.Type.SELECT.code(), List.of(1));
        assertThat(corrects(false)).as("of others").isFalse();
    }

    @Test
    void shouldGiveOutNumbersAgainAndSayWhenThereAreNone() {
        for (int owner = 0; owner < 4_096; owner++) {
            assertThat(groups.put(new Transaction(), owner, GroupEntry.Type.SELECT, List.of(1)))
                    .isNotZero();
        }
        assertThat(groups.put(new Transaction(), "one more", GroupEntry.Type.SELECT, List.of(1)))
                .isZero();

        groups.remove(new Transaction(), 17);
        assertThat(groups.put(new Transaction(), "one more", GroupEntry.Type.SELECT, List.of(1)))
                .isNotZero();
    }

    @Test
    void shouldHaveWhatTheSwitchHas() {
        assertThat(new SwitchGroups(SwitchFeatures.Groups.NONE).any()).isFalse();
        SwitchGroups onlySelect = new SwitchGroups(new SwitchFeatures.Groups(1 << 1));
        assertThat(onlySelect.has(GroupEntry.Type.SELECT)).isTrue();
        assertThat(onlySelect.has(GroupEntry.Type.FAST_FAILOVER)).isFalse();

        onlySelect.giveUp();
        assertThat(onlySelect.has(GroupEntry.Type.SELECT)).isFalse();
    }
}
