package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.input.LabelledFlows;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What an operator would have lived through: rows in the order of their time, run by run. What lies less than a minute
 * apart belongs together: false alarms to one alarm, rows of a label to one attack. Longer pauses do not count as time.
 *
 * @param hours of traffic that were looked at
 * @param falseAlarmsPerHour alarms on normal rows
 * @param attacks attacks there were
 * @param found attacks with an alarm
 * @param secondsToDetect median time from an attack's first row to its first alarm; {@code NaN} when none was found
 */
public record TimeFigures(double hours, double falseAlarmsPerHour, long attacks, long found, double secondsToDetect) {
    private static final double PAUSE_SECONDS = 60;

    /** By their names on the wire, in order. */
    public Map<String, Double> byName() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("hours", hours);
        figures.put("false_alarms_per_hour", falseAlarmsPerHour);
        figures.put("attacks", (double) attacks);
        figures.put("attacks_found", (double) found);
        figures.put("seconds_to_detect", secondsToDetect);
        return figures;
    }

    /**
     * Looks through the rows.
     *
     * @param rows indices into the flows
     * @param alarm whether each of them raised an alarm
     * @return empty when some row has no time, or all have the same
     */
    static Optional<TimeFigures> of(LabelledFlows flows, int[] rows, boolean[] alarm) {
        if (IntStream.of(rows).anyMatch(row -> Double.isNaN(flows.time(row)))) {
            return Optional.empty();
        }
        Watch watch = new Watch(flows, rows, alarm);
        IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(i -> flows.run(rows[i]))
                        .thenComparingDouble(i -> flows.time(rows[i]))
                        .thenComparingInt(i -> i))
                .forEach(watch::look);
        return watch.figures();
    }

    /** An attack that goes on. */
    private static final class Attack {
        final double from;
        double last;
        boolean found;

        Attack(double time) {
            from = time;
            last = time;
        }
    }

    private static final class Watch {
        private final LabelledFlows flows;
        private final int[] rows;
        private final boolean[] alarm;
        private final Map<Integer, Attack> attacks = new HashMap<>();
        private int run = Integer.MIN_VALUE;
        private double before;
        private double lastFalseAlarm;
        private double seconds;
        private long falseAlarms;
        private long begun;
        private final double[] delays;
        private int found;

        Watch(LabelledFlows flows, int[] rows, boolean[] alarm) {
            this.flows = flows;
            this.rows = rows;
            this.alarm = alarm;
            delays = new double[rows.length];
        }

        void look(int i) {
            int row = rows[i];
            double time = flows.time(row);
            if (flows.run(row) != run) {
                run = flows.run(row);
                attacks.clear();
                lastFalseAlarm = Double.NEGATIVE_INFINITY;
                before = time;
            }
            seconds += time - before <= PAUSE_SECONDS ? time - before : 0;
            before = time;
            if (flows.classIndex(row) != 0) {
                attack(flows.label(row), time, alarm[i]);
            } else if (alarm[i]) {
                falseAlarms += time - lastFalseAlarm > PAUSE_SECONDS ? 1 : 0;
                lastFalseAlarm = time;
            }
        }

        private void attack(int label, double time, boolean alarmed) {
            Attack attack = attacks.get(label);
            if (attack == null || time - attack.last > PAUSE_SECONDS) {
                attack = new Attack(time);
                attacks.put(label, attack);
                begun++;
            }
            attack.last = time;
            if (alarmed && !attack.found) {
                attack.found = true;
                delays[found++] = time - attack.from;
            }
        }

        Optional<TimeFigures> figures() {
            if (seconds == 0) {
                return Optional.empty();
            }
            double hours = seconds / 3600;
            double[] sorted = Arrays.copyOf(delays, found);
            Arrays.sort(sorted);
            double median = found == 0 ? Double.NaN : (sorted[(found - 1) / 2] + sorted[found / 2]) / 2;
            return Optional.of(new TimeFigures(hours, falseAlarms / hours, begun, found, median));
        }
    }
}
