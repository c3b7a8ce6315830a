package io.sentinelsdn.controller.forwarding;

import java.util.HashMap;
import java.util.Map;

/**
 * Ethernet addresses and the port of one switch that leads to each. Bounded in total and per port; nothing is allocated
 * for a look-up. Owned by the event loop of the switch.
 *
 * <p>Inside: open addressing with linear probing in arrays of a power of two at most half full; removal moves the rest
 * of the probe sequence up (Knuth, TAOCP volume 3, section 6.4, algorithm R). Address 0 marks an empty place; it is no
 * valid source.
 */
public final class MacTable {
    private static final int FIRST_SIZE = 256;

    private final int capacity;
    private final int perPort;
    private final Map<Integer, Integer> counts = new HashMap<>();
    private long[] macs = new long[FIRST_SIZE];
    private int[] ports = new int[FIRST_SIZE];
    private long[] askedNs = new long[FIRST_SIZE];
    private int size;

    /**
     * @param capacity addresses in total
     * @param perPort addresses behind one port
     */
    public MacTable(int capacity, int perPort) {
        this.capacity = capacity;
        this.perPort = perPort;
    }

    /** The place of an address, or -1; valid until the next change. */
    int find(long mac) {
        int mask = macs.length - 1;
        for (int at = home(mac, mask); ; at = (at + 1) & mask) {
            if (macs[at] == mac && mac != 0) {
                return at;
            }
            if (macs[at] == 0) {
                return -1;
            }
        }
    }

    /** The port that leads to an address, or 0. */
    public int port(long mac) {
        int at = find(mac);
        return at < 0 ? 0 : ports[at];
    }

    int portAt(int place) {
        return ports[place];
    }

    /**
     * Whether an entry for this address is to be sent: not more often than once in {@code againNs}. An answer of true
     * counts as sent.
     */
    boolean mayAsk(int place, long nowNs, long againNs) {
        if (askedNs[place] != 0 && nowNs - askedNs[place] < againNs) {
            return false;
        }
        askedNs[place] = nowNs;
        return true;
    }

    /** Remembers an address that spoke behind a port; false when there is no room, in total or behind that port. */
    public boolean learn(long mac, int port) {
        boolean crowded = counts.getOrDefault(port, 0) >= perPort && port(mac) != port;
        return !crowded && place(mac, port);
    }

    /** The same for an address whose place is known for certain; false when the table is full. */
    public boolean place(long mac, int port) {
        int at = find(mac);
        if (at >= 0) {
            move(at, port);
            return true;
        }
        if (mac == 0 || size >= capacity) {
            return false;
        }
        if (2 * (size + 1) > macs.length) {
            grow();
        }
        insert(mac, port, 0);
        size++;
        counts.merge(port, 1, Integer::sum);
        return true;
    }

    private void move(int at, int port) {
        if (ports[at] != port) {
            leave(ports[at]);
            counts.merge(port, 1, Integer::sum);
            ports[at] = port;
            askedNs[at] = 0;
        }
    }

    public void remove(long mac) {
        int at = find(mac);
        if (at >= 0) {
            leave(ports[at]);
            size--;
            close(at);
        }
    }

    /** Forgets everybody behind a port. */
    public void removePort(int port) {
        if (counts.containsKey(port)) {
            for (long mac : macs.clone()) {
                if (mac != 0 && port(mac) == port) {
                    remove(mac);
                }
            }
        }
    }

    public int size() {
        return size;
    }

    private void leave(int port) {
        counts.computeIfPresent(port, (unused, count) -> count > 1 ? count - 1 : null);
    }

    private void close(int gap) {
        int mask = macs.length - 1;
        int hole = gap;
        for (int at = (hole + 1) & mask; macs[at] != 0; at = (at + 1) & mask) {
            int home = home(macs[at], mask);
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                macs[hole] = macs[at];
                ports[hole] = ports[at];
                askedNs[hole] = askedNs[at];
                hole = at;
            }
        }
        macs[hole] = 0;
    }

    private void insert(long mac, int port, long asked) {
        int mask = macs.length - 1;
        int at = home(mac, mask);
        while (macs[at] != 0) {
            at = (at + 1) & mask;
        }
        macs[at] = mac;
        ports[at] = port;
        askedNs[at] = asked;
    }

    private void grow() {
        long[] oldMacs = macs;
        int[] oldPorts = ports;
        long[] oldAsked = askedNs;
        int length = 2 * oldMacs.length;
        macs = new long[length];
        ports = new int[length];
        askedNs = new long[length];
        for (int i = 0; i < oldMacs.length; i++) {
            if (oldMacs[i] != 0) {
                insert(oldMacs[i], oldPorts[i], oldAsked[i]);
            }
        }
    }

    private static int home(long mac, int mask) {
        long mixed = mac * 0x9e37_79b9_7f4a_7c15L;
        return (int) (mixed >>> 40) & mask;
    }
}
