package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.feature.FlowFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Labelled rows read from a file, in its order: features, class, the label as written, and the key by which they may be
 * split (run or time).
 *
 * <p>Filled by one thread; afterwards any thread may read.
 */
public final class LabelledFlows {
    /** Most rows that are read. */
    public static final int MAX_ROWS = 4_000_000;

    private static final int MAX_LABELS = 100;
    private static final int MAX_RUNS = 100_000;
    private static final int MAX_HOSTS = 1_000_000;

    private final List<String> labelTexts = new ArrayList<>();
    private final List<String> runs = new ArrayList<>();
    private final Map<String, Integer> labelIndex = new HashMap<>();
    private final Map<String, Integer> runIndex = new HashMap<>();
    private final Map<String, Integer> hosts = new HashMap<>();
    private int[] source = new int[1024];
    private int[] destination = new int[1024];
    private float[] values = new float[1024 * FlowFeatures.COUNT];
    private byte[] classes = new byte[1024];
    private byte[] labels = new byte[1024];
    private int[] run = new int[1024];
    private double[] time = new double[1024];
    private int size;

    /**
     * Adds a row.
     *
     * @param features {@code float[}{@link FlowFeatures#COUNT}{@code ]}, copied
     * @param classIndex index into {@link io.sentinelsdn.detector.feature.Labels#ALL}
     * @param label as the file writes it
     * @param runName the run, or null when the layout has none
     * @param seconds the time in any scale, {@code NaN} when the layout has none
     * @throws IllegalArgumentException if a limit is passed
     */
    public void add(float[] features, int classIndex, String label, String runName, double seconds) {
        if (size == MAX_ROWS) {
            throw new IllegalArgumentException("more than " + MAX_ROWS + " rows; split the file");
        }
        if (size == classes.length) {
            grow();
        }
        System.arraycopy(features, 0, values, size * FlowFeatures.COUNT, FlowFeatures.COUNT);
        classes[size] = (byte) classIndex;
        labels[size] = (byte) index(labelIndex, labelTexts, label, MAX_LABELS, "labels; is this the label column?");
        run[size] = runName == null ? -1 : index(runIndex, runs, runName, MAX_RUNS, "runs");
        time[size] = seconds;
        source[size] = -1;
        destination[size] = -1;
        size++;
    }

    /**
     * Says between whom the flow added last went. Names become numbers that say which rows meet at a host; they are never
     * features. Beyond a million hosts a new one stays unknown.
     */
    public void addEnds(String from, String to) {
        source[size - 1] = host(from);
        destination[size - 1] = host(to);
    }

    private int host(String name) {
        Integer known = hosts.get(name);
        if (known != null) {
            return known;
        }
        if (hosts.size() == MAX_HOSTS) {
            return -1;
        }
        hosts.put(name, hosts.size());
        return hosts.size() - 1;
    }

    /** Number of the sending host, or -1 where the layout has none. */
    public int source(int row) {
        return source[row];
    }

    /** Number of the receiving host, or -1 where the layout has none. */
    public int destination(int row) {
        return destination[row];
    }

    public int size() {
        return size;
    }

    /** Copies the features of a row. */
    public void copyRow(int row, float[] out) {
        System.arraycopy(values, row * FlowFeatures.COUNT, out, 0, FlowFeatures.COUNT);
    }

    /** Index into {@link io.sentinelsdn.detector.feature.Labels#ALL}. */
    public int classIndex(int row) {
        return classes[row];
    }

    /**
     * Some of the rows, with all that is known of them.
     *
     * @param rows indices, in the order wanted
     */
    public LabelledFlows part(int[] rows) {
        LabelledFlows part = new LabelledFlows();
        float[] row = new float[FlowFeatures.COUNT];
        for (int index : rows) {
            copyRow(index, row);
            String runName = run[index] < 0 ? null : runs.get(run[index]);
            part.add(row, classes[index], labelTexts.get(labels[index]), runName, time[index]);
            part.source[part.size - 1] = source[index];
            part.destination[part.size - 1] = destination[index];
        }
        return part;
    }

    /** Index into {@link #labelTexts}. */
    public int label(int row) {
        return labels[row];
    }

    /** Labels as the file writes them, in order of appearance. */
    public List<String> labelTexts() {
        return labelTexts;
    }

    /** Index of the run, or -1 when the layout has none. */
    public int run(int row) {
        return run[row];
    }

    /** Number of runs. */
    public int runCount() {
        return runs.size();
    }

    /** Time in the file's scale, {@code NaN} when the layout has none. */
    public double time(int row) {
        return time[row];
    }

    private void grow() {
        int capacity = Math.min(MAX_ROWS, size * 2);
        values = Arrays.copyOf(values, capacity * FlowFeatures.COUNT);
        classes = Arrays.copyOf(classes, capacity);
        labels = Arrays.copyOf(labels, capacity);
        run = Arrays.copyOf(run, capacity);
        time = Arrays.copyOf(time, capacity);
        source = Arrays.copyOf(source, capacity);
        destination = Arrays.copyOf(destination, capacity);
    }

    private static int index(Map<String, Integer> known, List<String> names, String name, int limit, String what) {
        Integer index = known.get(name);
        if (index != null) {
            return index;
        }
        if (names.size() == limit) {
            throw new IllegalArgumentException("more than " + limit + " different " + what);
        }
        known.put(name, names.size());
        names.add(name);
        return names.size() - 1;
    }
}
