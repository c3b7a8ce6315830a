package io.sentinelsdn.detector.model;

/** Rows that were seen together, without labels: a file, or the flows of a window. */
public interface RowBatch {
    int size();

    /**
     * Copies a row.
     *
     * @param index below {@link #size}
     * @param out {@code float[features]}
     */
    void copyRow(int index, float[] out);

    /**
     * Who sent the flow of this row, as a number that means the same host in the whole batch; -1 where that is not known.
     * It says which rows meet at a host and is never a feature.
     */
    default int source(int index) {
        return -1;
    }

    /** Who received it, as {@link #source}. */
    default int destination(int index) {
        return -1;
    }

    /** Rows of one number were seen in the same stretch of time; -1 where that is not known. */
    default long window(int index) {
        return -1;
    }
}
