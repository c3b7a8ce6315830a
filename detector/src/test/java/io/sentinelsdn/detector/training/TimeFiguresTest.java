package io.sentinelsdn.detector.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.input.LabelledFlows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeFiguresTest {
    private final LabelledFlows flows = new LabelledFlows();
    private final List<Boolean> alarms = new ArrayList<>();

    private void row(double time, String label, boolean alarm) {
        flows.add(new float[FlowFeatures.COUNT], label.equals("normal") ? 0 : 1, label, "run", time);
        alarms.add(alarm);
    }

    private TimeFigures figures() {
        boolean[] alarm = new boolean[alarms.size()];
        IntStream.range(0, alarm.length).forEach(i -> alarm[i] = alarms.get(i));
        return TimeFigures.of(flows, IntStream.range(0, alarm.length).toArray(), alarm)
                .orElseThrow();
    }

    @Test
    void shouldCountFalseAlarmsLessThanAMinuteApartOnce() {
        for (int second = 0; second <= 3600; second += 30) {
            row(second, "normal", second == 300 || second == 330 || second == 1800);
        }
        assertThat(figures().hours()).isCloseTo(1, within(1e-9));
        assertThat(figures().falseAlarmsPerHour()).isCloseTo(2, within(1e-9));
        assertThat(figures().attacks()).isZero();
        assertThat(figures().secondsToDetect()).isNaN();
    }

    @Test
    void shouldTimeEachAttackFromItsFirstRowToItsFirstAlarm() {
        row(10, "syn_flood", false);
        row(13, "syn_flood", true);
        row(14, "syn_flood", true);
        row(500, "syn_flood", true);
        row(1000, "syn_flood", false);
        row(1001, "normal", false);

        assertThat(figures().attacks()).isEqualTo(3);
        assertThat(figures().found()).isEqualTo(2);
        assertThat(figures().secondsToDetect()).isEqualTo(1.5);
        assertThat(figures().hours() * 3600).isCloseTo(5, within(1e-9));
    }

    @Test
    void shouldSayNothingWithoutTimes() {
        row(Double.NaN, "normal", false);
        assertThat(TimeFigures.of(flows, new int[] {0}, new boolean[1])).isEmpty();
    }
}
