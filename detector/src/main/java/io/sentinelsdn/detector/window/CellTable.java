package io.sentinelsdn.detector.window;

/** The cells of one window: bounded; cells are made once and used again. Not thread-safe: it has one owner at a time. */
public final class CellTable {
    private final KeyIndex index;
    private final Cell[] cells;
    private long overflow;

    public CellTable(int capacity, KeyedHash hash) {
        index = new KeyIndex(4, 4, capacity, hash);
        cells = new Cell[capacity];
    }

    /** The cell of this port and destination; null when the table is full. */
    public Cell get(long dpid, int inPort, long dstHi, long dstLo) {
        long[] key = index.key();
        key[0] = dpid;
        key[1] = inPort;
        key[2] = dstHi;
        key[3] = dstLo;
        int row = index.find();
        if (row >= 0) {
            return cells[row];
        }
        row = index.add();
        if (row < 0) {
            overflow++;
            return null;
        }
        if (cells[row] == null) {
            cells[row] = new Cell();
        }
        return cells[row].reset(dpid, inPort, dstHi, dstLo);
    }

    /** The cell of this port and destination, or null when there is none. */
    Cell find(long dpid, int inPort, long dstHi, long dstLo) {
        long[] key = index.key();
        key[0] = dpid;
        key[1] = inPort;
        key[2] = dstHi;
        key[3] = dstLo;
        int row = index.find();
        return row < 0 ? null : cells[row];
    }

    /** Adds every cell of the other table to the one of the same port and destination. */
    public void addAll(CellTable others) {
        for (int i = 0; i < others.size(); i++) {
            Cell other = others.at(i);
            Cell cell = get(other.dpid, other.inPort, other.dstHi, other.dstLo);
            if (cell != null) {
                cell.add(other);
            }
        }
    }

    public int size() {
        return index.size();
    }

    /** A cell by number, 0 to {@link #size()} - 1: cells are never removed one by one. */
    public Cell at(int number) {
        return cells[number];
    }

    public void clear() {
        index.clear();
    }

    /** Counts what was refused on the way to this table. */
    public void addOverflow(long count) {
        overflow += count;
    }

    /** How often a cell was refused since the last call. */
    public long takeOverflow() {
        long count = overflow;
        overflow = 0;
        return count;
    }
}
