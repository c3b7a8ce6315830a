package io.sentinelsdn.slicing.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SliceMatch;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SwitchPort;
import io.sentinelsdn.domain.spi.SliceDesk.Conflict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final SwitchPort SLOW = new SwitchPort(new Dpid(1), 3);
    private static final int LINK = 100;

    private final List<NetworkSlice> others = new ArrayList<>();

    private static SliceMatch net(int number) {
        return SliceMatch.of(Prefix.parse("10.0." + number + ".0/24"));
    }

    private static SliceMatch behind(SwitchPort port) {
        return new SliceMatch(List.of(), List.of(), List.of(), List.of(), List.of(port), null, List.of());
    }

    private static SliceSpec spec(String name, int guarantee, SliceMatch match, boolean enabled) {
        return new SliceSpec(name, 200, 0, guarantee, match, false, false, null, null, enabled);
    }

    private static SliceSpec spec(String name, int guarantee, SliceMatch match) {
        return spec(name, guarantee, match, true);
    }

    private void has(SliceSpec spec) {
        others.add(new NetworkSlice("s-" + others.size(), others.size() + 1, spec, Instant.EPOCH, Instant.EPOCH, 1));
    }

    private void admit(SliceSpec wanted) {
        Admission.check(wanted, others, LINK, Map.of(SLOW, 20));
    }

    private Conflict refused(SliceSpec wanted) {
        return catchThrowableOfType(Conflict.class, () -> admit(wanted));
    }

    @Test
    void shouldRefuseInNumbersWhatALinkCannotGuaranteeBesideOthers() {
        has(spec("a", 8, net(1)));
        has(spec("b", 5, net(2)));

        assertThatCode(() -> admit(spec("c", 7, net(3)))).doesNotThrowAnyException();
        Conflict refused = refused(spec("c", 8, net(3)));

        assertThat(refused.kind()).isEqualTo(Conflict.Kind.OVERCOMMITTED);
        assertThat(refused.numbers())
                .containsEntry("link", SLOW.toString())
                .containsEntry("capacity_mbps", 20)
                .containsEntry("guaranteed_mbps", 13)
                .containsEntry("requested_mbps", 8)
                .containsEntry("available_mbps", 7);
    }

    @Test
    void shouldNotCountASliceOfOtherPortsOnALinkThatItDoesNotPass() {
        has(spec("a", 90, behind(new SwitchPort(new Dpid(2), 1))));

        assertThatCode(() -> admit(spec("b", 10, net(1)))).doesNotThrowAnyException();
        assertThat(refused(spec("b", 11, net(1))).numbers())
                .containsEntry("capacity_mbps", LINK)
                .containsEntry("guaranteed_mbps", 90);
    }

    @Test
    void shouldNeedNoRoomForWhatIsDisabledOrNotGuaranteed() {
        has(spec("a", 20, net(1), false));

        assertThatCode(() -> admit(spec("b", 20, net(2)))).doesNotThrowAnyException();
        has(spec("b", 20, net(2)));
        assertThatCode(() -> admit(spec("c", 0, net(3)))).doesNotThrowAnyException();
        assertThatCode(() -> admit(spec("c", 20, net(3), false))).doesNotThrowAnyException();
    }

    @Test
    void shouldSayWhoseNameOrMembersTheyAre() {
        has(spec("a", 0, net(1)));

        Conflict name = refused(spec("a", 0, net(2)));
        assertThat(name.kind()).isEqualTo(Conflict.Kind.TAKEN);
        assertThat(name.numbers()).containsEntry("field", "name").containsEntry("slice_id", "s-0");

        Conflict member = refused(spec("b", 0, SliceMatch.of(Prefix.parse("10.0.1.128/25"))));
        assertThat(member.numbers()).containsEntry("field", "match");
        assertThat(member).hasMessageContaining("10.0.1.128/25").hasMessageContaining("slice a");
    }

    @Test
    void shouldHaveRoomForAsManySlicesAsThereAreNumbers() {
        for (int i = 0; i < NetworkSlice.MOST - 1; i++) {
            has(spec("slice " + i, 0, net(i)));
        }
        SliceSpec last = spec("last", 0, net(200));
        assertThatCode(() -> admit(last)).doesNotThrowAnyException();

        has(last);
        Conflict full = refused(spec("one more", 0, net(201)));
        assertThat(full.kind()).isEqualTo(Conflict.Kind.FULL);
        assertThat(full.numbers()).containsEntry("allowed", NetworkSlice.MOST);
    }
}
