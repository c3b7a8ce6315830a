package io.sentinelsdn.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.detector.threshold.Measure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who knows how the detector works still does not get past it; {@code scripts/bench/evasion} prints the figures. */
class EvasionTest {
    private static final double ALLOWED = 0.02;
    private static final double MOST_MOVED_A_DAY = 0.1;

    @Test
    void shouldSeeAttackersWhoKnowHowItWorks() {
        Evasions evasions = new Evasions();
        Map<Evasions.Way, Integer> played = new EnumMap<>(Evasions.Way.class);
        Map<Evasions.Way, List<String>> evading = new EnumMap<>(Evasions.Way.class);
        for (String name : evasions.names()) {
            Evasions.Way way = Evasions.Way.valueOf(name.substring(0, name.indexOf(' ')));
            played.merge(way, 1, Integer::sum);
            evading.computeIfAbsent(way, unused -> new ArrayList<>());
            if (evasions.evades(name)) {
                evading.get(way).add(name);
            }
        }

        played.forEach((way, count) -> print(way.name().toLowerCase(Locale.ROOT), evading.get(way), count));
        List<String> all = evading.values().stream().flatMap(List::stream).toList();
        print("all", all, evasions.names().size());
        assertThat(played).containsOnlyKeys(Evasions.Way.values());
        assertThat(all.size() / (double) evasions.names().size())
                .as("evading: %s", all)
                .isLessThanOrEqualTo(ALLOWED);
        assertThat(evasions.names()).hasSizeGreaterThanOrEqualTo(50);
    }

    private static void print(String what, List<String> evading, int played) {
        System.out.printf(
                Locale.ROOT,
                "evasion %-20s %5.1f %% (%d of %d)%s%n",
                what,
                100.0 * evading.size() / played,
                evading.size(),
                played,
                evading.isEmpty() ? "" : ": " + String.join("; ", evading));
    }

    @Test
    void shouldMoveNoBaselineFarInADayHoweverPatientThePoisoner() {
        PatientPoisoner poisoner = new PatientPoisoner();
        double farthest = 0;
        String where = "";
        for (Measure measure : Measure.all()) {
            for (String timing : poisoner.timings()) {
                double moved = poisoner.farthestInADay(measure, timing);
                if (moved > farthest) {
                    farthest = moved;
                    where = measure + " " + timing;
                }
            }
        }

        System.out.printf(
                Locale.ROOT, "largest movement of a baseline in 24 hours %.2f %% (%s)%n", 100 * farthest, where);
        assertThat(farthest).as(where).isPositive().isLessThanOrEqualTo(MOST_MOVED_A_DAY);
    }
}
