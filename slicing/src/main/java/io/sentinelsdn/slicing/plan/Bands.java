package io.sentinelsdn.slicing.plan;

/**
 * Who stands where in tables 1 and 2. A packet between two slices counts for the sender's. Beside each entry that limits
 * stands one for each trunk, 500 above it, without a meter: a frame is metered once, where it enters.
 *
 * <pre>
 * table 1
 *   60000  in at a trunk, where neither queue nor isolation needs to know its slice ─► 2
 *   42000 + length   from a member, of a protocol       40000 + length   to a member, of a protocol
 *   30000            in at a port of a slice
 *   25000            from an Ethernet address
 *   22000 + length   from a prefix (+ 200: neighbour discovery, unmetered)
 *   23000 + length   ARP from a prefix, unmetered
 *   21000            to an Ethernet address              20000 + length   to a prefix
 *   15000            in a VLAN                           12000  from a host that belongs to a slice
 * table 2
 *   940    marked by one slice, to another, one of both isolated: dropped
 * </pre>
 */
final class Bands {
    static final int BYPASS = 60_000;
    static final int SERVICE_OUT = 42_000;
    static final int SERVICE_IN = 40_000;
    static final int PORT = 30_000;
    static final int OUT_MAC = 25_000;
    static final int ARP = 23_000;
    static final int OUT = 22_000;
    static final int IN_MAC = 21_000;
    static final int IN = 20_000;
    static final int VLAN = 15_000;
    static final int HOST = 12_000;
    static final int TRUNK = 500;
    static final int NEIGHBOUR = 200;
    static final int ISOLATION = 940;

    private Bands() {}
}
