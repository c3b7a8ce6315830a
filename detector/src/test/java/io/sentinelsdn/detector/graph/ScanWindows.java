package io.sentinelsdn.detector.graph;

import io.sentinelsdn.detector.model.RowBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Windows in which everybody talks to a few others, and in every second one a scanner talks to many. The flows of the
 * scanner look like all others: only the graph gives them away.
 */
final class ScanWindows implements RowBatch {
    static final int FEATURES = 2;

    private final List<float[]> rows = new ArrayList<>();
    private final List<int[]> places = new ArrayList<>();
    private final List<Boolean> attack = new ArrayList<>();

    ScanWindows(int windows, int firstHost, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int window = 0; window < windows; window++) {
            for (int flow = 0; flow < 60; flow++) {
                add(random, window, firstHost + random.nextInt(40), firstHost + random.nextInt(40), false);
            }
            int scanner = firstHost + random.nextInt(40);
            for (int flow = 0; flow < 30 && window % 2 == 0; flow++) {
                add(random, window, scanner, firstHost + 100 + flow, true);
            }
        }
    }

    private void add(SplittableRandom random, int window, int from, int to, boolean bad) {
        rows.add(new float[] {(float) random.nextDouble(), (float) random.nextDouble()});
        places.add(new int[] {window, from, to});
        attack.add(bad);
    }

    boolean[] attacks() {
        boolean[] attacks = new boolean[attack.size()];
        for (int i = 0; i < attacks.length; i++) {
            attacks[i] = attack.get(i);
        }
        return attacks;
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public void copyRow(int index, float[] out) {
        System.arraycopy(rows.get(index), 0, out, 0, FEATURES);
    }

    @Override
    public int source(int index) {
        return places.get(index)[1];
    }

    @Override
    public int destination(int index) {
        return places.get(index)[2];
    }

    @Override
    public long window(int index) {
        return places.get(index)[0];
    }
}
