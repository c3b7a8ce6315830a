package io.sentinelsdn.detector;

import io.sentinelsdn.detector.threshold.AdaptiveThreshold;
import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.detector.threshold.ThresholdSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Somebody who knows the threshold of a measure exactly and for weeks never exceeds it, so that it follows him; then he
 * falls silent. Below the floor a baseline moves freely and nothing follows from it, so what counts is the threshold.
 */
final class PatientPoisoner {
    private static final long SECOND = 1_000_000_000L;
    private static final int HOUR = 3600;
    private static final int PERIOD = 8 * HOUR;
    private static final int DAYS = 14;
    private static final long START = 100L * 24 * HOUR;

    private final Map<String, Timing> timings = new LinkedHashMap<>();

    /**
     * When he pushes.
     *
     * @param pushes whether in this second he is exactly at the threshold
     * @param forgotten whether else the host is forgotten, but for a calm second as a period begins, and not calm
     */
    private record Timing(LongPredicate pushes, boolean forgotten) {}

    PatientPoisoner() {
        timings.put("always", new Timing(second -> true, false));
        timings.put("every second hour", new Timing(second -> second / HOUR % 2 == 0, false));
        timings.put("one minute an hour", new Timing(second -> second % HOUR < 60, false));
        timings.put("around each change of period", new Timing(second -> (second + 300) % PERIOD < 600, false));
        timings.put("late in one period and early in the next", new Timing(PatientPoisoner::lateThenEarly, true));
    }

    private static boolean lateThenEarly(long second) {
        long within = second % PERIOD;
        return second / PERIOD % 4 == 0 ? within >= PERIOD - 600 : within < 600;
    }

    /**
     * The farthest that a threshold moves within any 24 hours, as a share of what it was.
     *
     * @param measure what it is about
     * @param timing one of {@link #timings}
     */
    double farthestInADay(Measure measure, String timing) {
        ThresholdSettings settings = ThresholdSettings.defaults();
        AdaptiveThreshold threshold =
                new AdaptiveThreshold(settings.floor(measure), settings.baselineFactor(), measure.stepsToAlarm());
        Timing how = timings.get(timing);
        double[] hourly = new double[DAYS * 24];
        double farthest = 0;
        for (int hour = 0; hour < hourly.length; hour++) {
            for (int i = 0; i < HOUR; i++) {
                long second = START + (long) hour * HOUR + i;
                boolean pushes = hour < hourly.length / 2 && how.pushes.test(second);
                if (pushes || !how.forgotten || second % PERIOD == 0) {
                    threshold.learn(pushes ? threshold.threshold() : 0, second * SECOND);
                }
            }
            hourly[hour] = threshold.threshold();
            if (hour >= 24) {
                farthest = Math.max(farthest, Math.abs(hourly[hour] / hourly[hour - 24] - 1));
            }
        }
        return farthest;
    }

    List<String> timings() {
        return List.copyOf(timings.keySet());
    }
}
