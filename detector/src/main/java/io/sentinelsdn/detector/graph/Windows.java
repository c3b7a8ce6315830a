package io.sentinelsdn.detector.graph;

import io.sentinelsdn.detector.model.RowBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Cuts a batch into graphs, one for each window; rows without hosts or window are left out. */
final class Windows {
    /**
     * A window of a batch.
     *
     * @param graph its flows
     * @param rows index in the batch of each edge
     */
    record Window(WindowGraph graph, List<Integer> rows) {
        Window {
            rows = List.copyOf(rows);
        }
    }

    private Windows() {}

    static List<Window> of(RowBatch batch, int features) {
        Map<Long, List<Integer>> rowsOf = new TreeMap<>();
        for (int row = 0; row < batch.size(); row++) {
            if (batch.window(row) >= 0 && batch.source(row) >= 0 && batch.destination(row) >= 0) {
                rowsOf.computeIfAbsent(batch.window(row), window -> new ArrayList<>())
                        .add(row);
            }
        }
        List<Window> windows = new ArrayList<>();
        float[] values = new float[features];
        for (List<Integer> rows : rowsOf.values()) {
            WindowGraph.Builder builder = new WindowGraph.Builder(features);
            List<Integer> kept = new ArrayList<>();
            for (int row : rows) {
                batch.copyRow(row, values);
                if (builder.add(batch.source(row), batch.destination(row), values) >= 0) {
                    kept.add(row);
                }
            }
            windows.add(new Window(builder.build(), kept));
        }
        return windows;
    }
}
