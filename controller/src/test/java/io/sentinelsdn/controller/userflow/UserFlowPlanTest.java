package io.sentinelsdn.controller.userflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.ofctl.BadField;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import io.sentinelsdn.domain.ofctl.UserFlow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserFlowPlanTest {
    private static final Dpid LAN = new Dpid(1);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Map<String, Object> OUTPUT = Map.of("type", "OUTPUT", "port", 3L);
    private static final Map<String, Object> GOTO_3 = Map.of("type", "GOTO_TABLE", "table_id", 3L);

    private static UserFlow place(Integer table, Integer priority, List<Map<String, Object>> actions) {
        return place(new FlowSpec(table, priority, 0, 0, 0, Map.of("in_port", 1), actions, true), 254);
    }

    private static UserFlow place(FlowSpec spec, int tables) {
        return UserFlowPlan.place(LAN, spec, tables, NOW).flow();
    }

    @ParameterizedTest
    @CsvSource({
        "0,0", "0,9", "0,20000", "0,60000", "1,0", "1,10000", "2,100", "2,900", "2,0", "3,2000", "3,0", "5,65536",
        "255,1", "-1,1"
    })
    void shouldKeepPeopleOutOfOurBands(int table, int priority) {
        assertThatThrownBy(() -> place(table, priority, List.of())).isInstanceOfSatisfying(BadField.class, bad -> {
            assertThat(bad.field()).isEqualTo(table == 255 || table < 0 ? "table_id" : "priority");
            assertThat(bad.allowed()).containsPattern("[0-9]+ (to|and) [0-9]+");
        });
    }

    @ParameterizedTest
    @CsvSource({"0,10", "0,19999", "0,60001", "1,9999", "2,101", "2,899", "3,2001", "4,0", "254,65535"})
    void shouldLetPeopleStandWhereNobodyIs(int table, int priority) {
        FlowSpec spec = place(table, priority, List.of()).spec();

        assertThat(spec.tableId()).isEqualTo(table);
        assertThat(spec.priority()).isEqualTo(priority);
    }

    @Test
    void shouldPutEntriesInTheForwardingTableUnlessTold() {
        FlowSpec spec = place(null, null, List.of()).spec();

        assertThat(spec.tableId()).isEqualTo(2);
        assertThat(spec.priority()).isEqualTo(500);
    }

    @Test
    void shouldGoOnToTheMonitorWhenItOnlyForwards() {
        assertThat(place(2, 500, List.of(OUTPUT)).spec().actions()).containsExactly(OUTPUT, GOTO_3);
        assertThat(place(0, 500, List.of(OUTPUT)).spec().actions()).containsExactly(OUTPUT, GOTO_3);
    }

    @Test
    void shouldLeaveAloneWhatDropsGoesOnWritesActionsOrIsElsewhere() {
        Map<String, Object> goOn = Map.of("type", "GOTO_TABLE", "table_id", 9L);
        Map<String, Object> write = Map.of("type", "WRITE_ACTIONS", "actions", List.of(OUTPUT));

        assertThat(place(2, 500, List.of()).spec().actions()).isEmpty();
        assertThat(place(2, 500, List.of(OUTPUT, goOn)).spec().actions()).containsExactly(OUTPUT, goOn);
        assertThat(place(2, 500, List.of(write)).spec().actions()).containsExactly(write);
        assertThat(place(3, 3000, List.of(OUTPUT)).spec().actions()).containsExactly(OUTPUT);
        assertThat(place(9, 500, List.of(OUTPUT)).spec().actions()).containsExactly(OUTPUT);
    }

    @Test
    void shouldStandInTableZeroWhereOurTablesAreFolded() {
        FlowSpec spec = place(new FlowSpec(null, null, 0, 0, 0, Map.of(), List.of(OUTPUT), true), 1)
                .spec();

        assertThat(spec.tableId()).isZero();
        assertThat(spec.priority()).isEqualTo(10_500);
        assertThat(spec.actions()).containsExactly(OUTPUT);
        assertThatThrownBy(() -> place(new FlowSpec(0, 10_100, 0, 0, 0, Map.of(), List.of(), true), 1))
                .isInstanceOf(BadField.class)
                .hasMessageContaining("10101 to 14999 or 60001 to 65535");
    }

    @Test
    void shouldGiveTheSamePlaceTheSameIdAndOthersOthers() {
        UserFlow entry = place(2, 500, List.of());

        assertThat(place(null, null, List.of(OUTPUT)).id()).isEqualTo(entry.id());
        assertThat(place(2, 501, List.of()).id()).isNotEqualTo(entry.id());
        assertThat(UserFlowPlan.place(new Dpid(2), entry.spec(), 254, NOW)
                        .flow()
                        .id())
                .isNotEqualTo(entry.id());
    }

    @Test
    void shouldEndWithItsHardTimeout() {
        FlowSpec spec = new FlowSpec(null, null, 0, 30, 0, Map.of(), List.of(), true);
        PlacedFlow placed = UserFlowPlan.place(LAN, spec, 254, NOW);

        assertThat(placed.flow().expiresAt()).isEqualTo(NOW.plusSeconds(30));
        assertThat(placed.secondsLeft(NOW.plusSeconds(10))).isEqualTo(20);
        assertThat(placed.secondsLeft(NOW.plusSeconds(40))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"65536,0,0,idle_timeout", "0,65536,0,hard_timeout", "0,-1,0,hard_timeout", "0,0,2,flags", "0,0,32,flags"
    })
    void shouldRefuseWhatDoesNotFit(int idle, int hard, int flags, String blamed) {
        FlowSpec spec = new FlowSpec(null, null, idle, hard, flags, Map.of(), List.of(), true);

        assertThatThrownBy(() -> place(spec, 254))
                .isInstanceOfSatisfying(
                        BadField.class, bad -> assertThat(bad.field()).isEqualTo(blamed));
    }
}
