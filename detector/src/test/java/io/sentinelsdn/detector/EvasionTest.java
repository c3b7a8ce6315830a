package io.sentinelsdn.detector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Who knows how the detector works still does not get past it: at most one attack in fifty does. */
class EvasionTest {
    private static final double ALLOWED = 0.02;

    @Test
    void shouldSeeAttackersWhoKnowHowItWorks() {
        Evasions evasions = new Evasions();
        List<String> evading = new ArrayList<>();
        for (String name : evasions.names()) {
            if (evasions.evades(name)) {
                evading.add(name);
            }
        }

        double rate = evading.size() / (double) evasions.names().size();
        System.out.printf(
                Locale.ROOT,
                "evasion rate %.1f %% (%d of %d)%s%n",
                100 * rate,
                evading.size(),
                evasions.names().size(),
                evading.isEmpty() ? "" : ": " + String.join("; ", evading));
        assertThat(rate).as("evading: %s", evading).isLessThanOrEqualTo(ALLOWED);
        assertThat(evasions.names()).hasSizeGreaterThanOrEqualTo(50);
    }
}
