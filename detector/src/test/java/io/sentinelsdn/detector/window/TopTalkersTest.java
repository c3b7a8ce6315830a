package io.sentinelsdn.detector.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.flow.TrafficFeatures.Talker;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopTalkersTest {
    private final TopTalkers talkers = new TopTalkers(1024, new KeyedHash(1, 2, 3));
    private final Random random = new Random(5);

    @Test
    void shouldFindPlantedTalkersAmongPacketsThatAllHaveNewSources() {
        Set<String> planted = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            planted.add(IpAddress.v4(0x0a01_0000 + i).toString());
        }
        for (int packet = 0; packet < 300_000; packet++) {
            boolean plant = random.nextInt(4) == 0;
            int v4 = plant ? 0x0a01_0000 + random.nextInt(100) : random.nextInt();
            talkers.add(0, IpAddress.v4Lo(v4), 1, 800);
        }

        Set<String> found =
                new HashSet<>(talkers.busiest(150, 1).stream().map(Talker::ip).toList());
        found.retainAll(planted);
        assertThat(found).hasSizeGreaterThanOrEqualTo(99);
    }

    @Test
    void shouldFollowWhatIsGoingOnNow() {
        talkers.add(0, IpAddress.v4Lo(1), 1000, 0);
        for (int i = 0; i < 50; i++) {
            talkers.fade(0.9);
            talkers.add(0, IpAddress.v4Lo(2), 10, 0);
        }

        List<Talker> busiest = talkers.busiest(10, 1);
        assertThat(busiest.get(0).ip()).isEqualTo("0.0.0.2");
    }
}
