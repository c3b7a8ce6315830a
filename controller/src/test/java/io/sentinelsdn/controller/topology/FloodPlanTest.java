package io.sentinelsdn.controller.topology;

import static io.sentinelsdn.controller.topology.Cables.dpid;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FloodPlanTest {
    private static final Set<Integer> EDGES = Set.of(9);

    private final FloodPlan plans = new FloodPlan();

    private static PortPlan tree(Integer... open) {
        return new PortPlan(EDGES, Set.of(1, 2, 3), Set.of(open));
    }

    @BeforeEach
    void twoSwitches() {
        plans.want(dpid(1), tree(2));
        plans.want(dpid(2), tree(1));
        plans.due(0, true);
        plans.answered(dpid(1));
        plans.answered(dpid(2));
        plans.due(0, true);
        plans.answered(dpid(1));
        plans.answered(dpid(2));
        assertThat(plans.due(0, true)).as("all is said").isEmpty();
    }

    @Test
    void shouldCloseEverywhereBeforeItOpens() {
        plans.want(dpid(1), tree(3));
        plans.want(dpid(2), tree(1, 3));

        assertThat(plans.due(1, true)).containsOnlyKeys(dpid(1)).containsEntry(dpid(1), tree());
        assertThat(plans.due(2, true)).as("switch 1 has not confirmed").isEmpty();

        plans.answered(dpid(1));

        assertThat(plans.due(3, true)).containsEntry(dpid(1), tree(3)).containsEntry(dpid(2), tree(1, 3));
    }

    @Test
    void shouldNotWaitForeverForASwitchThatDoesNotAnswer() {
        plans.want(dpid(1), tree());
        plans.want(dpid(2), tree(1, 3));
        plans.due(1, true);

        assertThat(plans.due(FloodPlan.PATIENCE_NS, true)).isEmpty();
        assertThat(plans.due(FloodPlan.PATIENCE_NS + 1, true)).containsEntry(dpid(2), tree(1, 3));
    }

    @Test
    void shouldNotWaitForASwitchThatIsGone() {
        plans.want(dpid(1), tree());
        plans.due(1, true);
        plans.gone(dpid(1));
        plans.want(dpid(2), tree(1, 3));

        assertThat(plans.due(2, true)).containsEntry(dpid(2), tree(1, 3));
    }

    @Test
    void shouldTellASwitchThatReturnsEverythingAgain() {
        plans.gone(dpid(1));
        plans.want(dpid(1), tree(2));

        assertThat(plans.due(1, true)).containsEntry(dpid(1), tree(2));
    }

    @Test
    void shouldOnlyCloseWhileNothingMayBeOpened() {
        plans.want(dpid(1), tree(3));

        assertThat(plans.due(1, false)).containsEntry(dpid(1), tree());
        plans.answered(dpid(1));
        assertThat(plans.due(2, false)).isEmpty();
        assertThat(plans.due(3, true)).containsEntry(dpid(1), tree(3));
    }
}
