package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.TableActivity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Polls of a flow table that tell only the mean rates of its entries since they were made. An entry is known again by
 * its priority and its place among those of the same priority. With r the mean rate and T the time since the table was
 * first polled, the rate between polls 1 and 2 is (r2 T2 - r1 T1) / (T2 - T1), and equal mean rates mean that the switch
 * has not counted anew.
 *
 * <p>Owned by the reading thread. Holds all readings of the file until the end.
 */
final class TablePolls {
    private static final int MAX_READINGS = 1_000_000;
    /** How old an entry is taken to be when it is seen first, in seconds: one poll. */
    private static final double FIRST_AGE = 10;
    /** Below this, a rate is rounding. */
    private static final double LEAST_PPS = 0.02;
    /** Priority of the entry for what no other entry matches; it sees control traffic, and is not part of the table's. */
    private static final String TABLE_MISS = "0";

    private final List<Reading> readings = new ArrayList<>();
    private final LabelledFlows out;

    TablePolls(LabelledFlows out) {
        this.out = out;
    }

    /**
     * One entry in one poll.
     *
     * @param run which table, or null
     * @param time when, in seconds
     * @param pps packets/s since the entry was made
     * @param bytesPerSecond bytes/s since the entry was made
     */
    record Reading(String run, double time, String priority, double pps, double bytesPerSecond, String label) {}

    /** What is known of an entry. */
    private static final class Entry {
        private double since;
        private double lifePps;
        private double lifeBytes;
        private double pps = Double.NaN;
        private double bytes = Double.NaN;
        private double previousPps = Double.NaN;
        private double previousSize = Double.NaN;

        /** Takes a reading at this time since the table was first polled; says whether it is newer than the last. */
        boolean read(Reading reading, double time) {
            if (since > 0 && reading.pps() == lifePps && reading.bytesPerSecond() == lifeBytes) {
                return false;
            }
            if (since > 0) {
                double seconds = Math.max(time - since, RowWriter.POLL_SECONDS);
                previousSize = pps > 0 ? bytes / pps : previousSize;
                previousPps = pps;
                pps = Math.max(0, (reading.pps() * time - lifePps * since) / seconds);
                bytes = Math.max(0, (reading.bytesPerSecond() * time - lifeBytes * since) / seconds);
                if (pps < LEAST_PPS) {
                    pps = 0;
                    bytes = 0;
                }
            }
            since = time;
            lifePps = reading.pps();
            lifeBytes = reading.bytesPerSecond();
            return true;
        }
    }

    void add(Reading reading) throws BadValue {
        LabelText.classOf(reading.label(), FlowFeatures.UNKNOWN_PROTOCOL);
        if (readings.size() == MAX_READINGS) {
            throw new IllegalArgumentException("more than " + MAX_READINGS + " rows; split the file");
        }
        readings.add(reading);
    }

    void end() {
        float[][] rows = new float[readings.size()][];
        Map<String, List<Integer>> runs = new LinkedHashMap<>();
        IntStream.range(0, readings.size())
                .forEach(i -> runs.computeIfAbsent(readings.get(i).run(), run -> new ArrayList<>())
                        .add(i));
        for (List<Integer> run : runs.values()) {
            run.sort(Comparator.comparingDouble(i -> readings.get(i).time()));
            fill(run, rows);
        }
        RowWriter writer = new RowWriter(out);
        try {
            for (int i = 0; i < rows.length; i++) {
                Reading reading = readings.get(i);
                System.arraycopy(rows[i], 0, writer.row(), 0, FlowFeatures.COUNT);
                writer.write(reading.label(), FlowFeatures.UNKNOWN_PROTOCOL, reading.run(), reading.time());
            }
        } catch (BadValue e) {
            throw new AssertionError("labels were checked when they were added", e);
        }
    }

    private void fill(List<Integer> run, float[][] rows) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        TableActivity activity = new TableActivity();
        double start = readings.get(run.get(0)).time() - FIRST_AGE;
        for (int from = 0; from < run.size(); ) {
            double time = readings.get(run.get(from)).time();
            int to = from + 1;
            while (to < run.size() && readings.get(run.get(to)).time() == time) {
                to++;
            }
            poll(run.subList(from, to), time - start, entries, activity, rows);
            from = to;
        }
    }

    private void poll(
            List<Integer> poll, double time, Map<String, Entry> entries, TableActivity activity, float[][] rows) {
        Map<String, Integer> places = new HashMap<>();
        boolean refreshed = false;
        for (int index : poll) {
            Reading reading = readings.get(index);
            String name = reading.priority() + ' ' + places.merge(reading.priority(), 1, Integer::sum);
            Entry entry = entries.computeIfAbsent(name, unseen -> new Entry());
            refreshed |= entry.read(reading, time);
            rows[index] = row(entry);
        }
        List<Entry> table = entries.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith(TABLE_MISS + ' '))
                .map(Map.Entry::getValue)
                .toList();
        activity.poll(
                table.stream().mapToDouble(entry -> entry.pps).toArray(),
                table.stream().mapToDouble(entry -> entry.lifePps).toArray(),
                table.size(),
                refreshed);
        for (int index : poll) {
            activity.fill(rows[index]);
        }
    }

    private static float[] row(Entry entry) {
        float[] row = new float[FlowFeatures.COUNT];
        FlowFeatures.fill(
                row,
                FlowFeatures.UNKNOWN_PROTOCOL,
                entry.pps,
                entry.bytes,
                RowWriter.POLL_SECONDS,
                Double.NaN,
                Double.NaN,
                entry.previousPps,
                entry.previousSize,
                Double.NaN);
        FlowFeatures.fillLife(row, entry.pps, entry.lifePps, entry.lifeBytes, Double.NaN);
        return row;
    }
}
