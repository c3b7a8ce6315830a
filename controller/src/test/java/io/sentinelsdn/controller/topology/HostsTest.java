package io.sentinelsdn.controller.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.topology.Hosts.Host;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.spi.TopologyView.Attachment;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HostsTest {
    private static final Attachment PLACE = new Attachment(new Dpid(1), 2);
    private static final IpAddress ADDRESS = IpAddress.parse("10.0.0.1");
    private static final long TIMEOUT_NS = seconds(300);

    private final Hosts hosts = new Hosts();

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    private Hosts.Silence silent(long atSecond) {
        return hosts.silent(seconds(atSecond), TIMEOUT_NS, dpid -> false);
    }

    @Test
    void shouldAskASilentHostThreeTimesAndForgetIt() {
        hosts.seen(1, PLACE, 0);
        hosts.claims(1, ADDRESS);

        assertThat(silent(299).ask()).isEmpty();
        for (int second = 300; second < 303; second++) {
            assertThat(silent(second).ask()).extracting(Host::mac).containsExactly(1L);
            assertThat(silent(second).ask()).as("once a second").isEmpty();
        }
        assertThat(hosts.attachment(ADDRESS)).contains(PLACE);

        assertThat(silent(303).gone()).extracting(Host::mac).containsExactly(1L);
        assertThat(hosts.attachment(ADDRESS)).isEmpty();
        assertThat(hosts.place(1)).isNull();
        assertThat(hosts.places()).isEmpty();
        assertThat(silent(304).gone()).isEmpty();
    }

    @Test
    void shouldKeepAHostThatAnswersOrThatPacketsGoTo() {
        hosts.seen(1, PLACE, 0);
        hosts.seen(2, PLACE, 0);
        assertThat(silent(301).ask()).hasSize(2);

        hosts.seen(1, PLACE, seconds(302));
        hosts.alive(PLACE.dpid(), Set.of(2L), seconds(302));

        for (int second = 303; second < 602; second++) {
            assertThat(silent(second).ask()).isEmpty();
        }
        assertThat(silent(602).ask()).hasSize(2);
        assertThat(silent(602).gone()).isEmpty();
    }

    @Test
    void shouldNotTakePacketsAtAnotherSwitchForLife() {
        hosts.seen(1, PLACE, 0);

        hosts.alive(new Dpid(9), Set.of(1L), seconds(299));

        assertThat(silent(300).ask()).hasSize(1);
    }

    @Test
    void shouldKeepHostsBehindASwitchThatIsAway() {
        hosts.seen(1, PLACE, 0);

        assertThat(hosts.silent(seconds(10_000), TIMEOUT_NS, dpid -> true).ask())
                .isEmpty();
        assertThat(silent(10_299).ask()).isEmpty();
        assertThat(silent(10_300).ask()).hasSize(1);
    }

    @Test
    void shouldAskACrowdLittleByLittle() {
        for (long mac = 1; mac <= 500; mac++) {
            hosts.seen(mac, PLACE, 0);
        }

        assertThat(silent(300).ask()).hasSize(200);
        assertThat(silent(300).ask()).hasSize(200);
        assertThat(silent(300).ask()).hasSize(100);
    }
}
