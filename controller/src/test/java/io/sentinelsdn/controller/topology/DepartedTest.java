package io.sentinelsdn.controller.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.net.Dpid;
import org.junit.jupiter.api.Test;

class DepartedTest {
    private static final Dpid A = new Dpid(1);
    private static final Dpid B = new Dpid(2);
    private static final Dpid C = new Dpid(3);

    @Test
    void shouldForgetWhoIsGoneLongest() {
        Departed departed = new Departed(2, 1_000);

        assertThat(departed.add(A, 1)).isEmpty();
        assertThat(departed.add(B, 1)).isEmpty();
        assertThat(departed.add(C, 1)).containsExactly(A);
    }

    @Test
    void shouldForgetAsManyAsAreTooMuch() {
        Departed departed = new Departed(10, 100);
        departed.add(A, 30);
        departed.add(B, 60);

        assertThat(departed.add(C, 80)).containsExactly(A, B);
    }

    @Test
    void shouldNotRememberWhatIsTooMuchAlone() {
        Departed departed = new Departed(10, 100);

        assertThat(departed.add(A, 101)).containsExactly(A);
        assertThat(departed.add(B, 100)).isEmpty();
    }

    @Test
    void shouldCountNoLongerWhoCameBack() {
        Departed departed = new Departed(10, 100);
        departed.add(A, 60);
        departed.remove(A);

        assertThat(departed.add(B, 60)).isEmpty();
        assertThat(departed.add(A, 60)).containsExactly(B);
    }
}
