package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.feature.FlowFeatures;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Collects the flows of ten seconds for the graph network: those that run at the beginning, and each that begins later,
 * once. Bounded; what is too much is left out and counted, and so is a collection that nobody takes.
 *
 * <p>Owned by the shard thread, but for {@link #ready}.
 */
final class GraphFlows {
    /** Flows of a collection. */
    static final int MOST = 8192;

    static final long WINDOW_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int WORDS = 4;

    /** The flows of one shard in ten seconds; handed over, never changed after. */
    static final class Collection {
        final long window;
        private long[] ends = new long[WORDS * 64];
        private float[] features = new float[FlowFeatures.COUNT * 64];
        private int size;

        Collection(long window) {
            this.window = window;
        }

        int size() {
            return size;
        }

        /** Upper and lower half of the source (0, 1) and of the destination (2, 3). */
        long word(int flow, int word) {
            return ends[WORDS * flow + word];
        }

        void copyRow(int flow, float[] out) {
            System.arraycopy(features, flow * FlowFeatures.COUNT, out, 0, FlowFeatures.COUNT);
        }

        private void add(FlowRows rows, int row, float[] values) {
            if (WORDS * size == ends.length) {
                ends = Arrays.copyOf(ends, 2 * ends.length);
                features = Arrays.copyOf(features, 2 * features.length);
            }
            int at = WORDS * size;
            ends[at] = rows.srcHi(row);
            ends[at + 1] = rows.srcLo(row);
            ends[at + 2] = rows.dstHi(row);
            ends[at + 3] = rows.dstLo(row);
            System.arraycopy(values, 0, features, size * FlowFeatures.COUNT, FlowFeatures.COUNT);
            size++;
        }
    }

    /** Collections on their way to the graph thread. */
    final OneToOneConcurrentArrayQueue<Collection> ready = new OneToOneConcurrentArrayQueue<>(2);

    private final BooleanSupplier wanted;
    private Collection open;
    private boolean first;
    private long dropped;

    /** Collects while somebody wants it. */
    GraphFlows(BooleanSupplier wanted) {
        this.wanted = wanted;
    }

    boolean wanted() {
        return wanted.getAsBoolean();
    }

    /** Takes a flow that was looked at in this second. */
    void add(FlowRows rows, int row, float[] values, long nowNs) {
        if (open == null) {
            open = new Collection(Math.floorDiv(nowNs, WINDOW_NS));
            first = true;
        }
        if (!first && nowNs - rows.createdNs(row) > FlowTable.SECOND) {
            return;
        }
        if (open.size() == MOST) {
            dropped++;
            return;
        }
        open.add(rows, row, values);
    }

    /** All flows of this second were told. */
    void endSecond(long nowNs) {
        first = false;
        if (open != null && Math.floorDiv(nowNs + FlowTable.SECOND, WINDOW_NS) > open.window) {
            dropped += ready.offer(open) ? 0 : open.size();
            open = null;
        }
    }

    /** Flows left out since the last call. */
    long takeDropped() {
        long taken = dropped;
        dropped = 0;
        return taken;
    }
}
