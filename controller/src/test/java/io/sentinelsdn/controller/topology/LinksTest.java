package io.sentinelsdn.controller.topology;

import static io.sentinelsdn.controller.topology.Cables.cable;
import static io.sentinelsdn.controller.topology.Cables.end;
import static io.sentinelsdn.controller.topology.Cables.silent;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.net.Dpid;
import org.junit.jupiter.api.Test;

class LinksTest {
    private final Links links = new Links();

    @Test
    void shouldMakeACableOfBothDirections() {
        assertThat(links.seen(end(1, 2), end(2, 1), 0)).isTrue();
        assertThat(links.cables()).as("one direction is no cable").isEmpty();

        assertThat(links.seen(end(2, 1), end(1, 2), 0)).isTrue();
        assertThat(links.cables()).containsExactly(cable(1, 2));
        assertThat(links.seen(end(2, 1), end(1, 2), 1)).as("nothing new").isFalse();
    }

    @Test
    void shouldKeepALinkThatFellSilentAndLetItComeBack() {
        links.seen(end(1, 2), end(2, 1), 0);
        links.seen(end(2, 1), end(1, 2), 50);

        assertThat(links.expire(101, 100)).isTrue();
        assertThat(links.cables()).containsExactly(silent(1, 2));
        assertThat(links.views()).hasSize(1);
        assertThat(links.expire(102, 100)).as("told once").isFalse();

        assertThat(links.seen(end(1, 2), end(2, 1), 103)).isTrue();
        assertThat(links.cables()).containsExactly(cable(1, 2));
    }

    @Test
    void shouldNotTakeTheSilenceOfASwitchForThatOfItsLinksWhileItIsExcused() {
        links.seen(end(1, 2), end(2, 1), 0);
        links.seen(end(2, 1), end(1, 2), 0);
        links.seen(end(1, 2), end(2, 1), 90);

        links.excuse(new Dpid(1), 90);

        assertThat(links.expire(150, 100)).isFalse();
        assertThat(links.expire(191, 100)).isTrue();
    }

    @Test
    void shouldForgetBothDirectionsWhenAPortGoesDown() {
        links.seen(end(1, 2), end(2, 1), 0);
        links.seen(end(2, 1), end(1, 2), 0);

        assertThat(links.remove(end(2, 1))).isTrue();
        assertThat(links.cables()).isEmpty();
        assertThat(links.views()).isEmpty();
        assertThat(links.remove(end(2, 1))).isFalse();
    }

    @Test
    void shouldNotFlapWhereThreeSwitchesShareASegment() {
        links.seen(end(1, 2), end(2, 1), 0);
        links.seen(end(2, 1), end(1, 2), 0);

        assertThat(links.seen(end(1, 2), end(3, 1), 1)).isFalse();
        assertThat(links.cables()).containsExactly(cable(1, 2));

        links.expire(200, 100);
        assertThat(links.seen(end(1, 2), end(3, 1), 201)).as("re-plugged").isTrue();
    }

    @Test
    void shouldNotCountACableFromASwitchToItself() {
        links.seen(end(1, 2), end(1, 3), 0);
        links.seen(end(1, 3), end(1, 2), 0);

        assertThat(links.cables()).isEmpty();
    }
}
