package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Five-tuple entries that a switch reports as if it had them, with counters that grow by themselves: a load of statistics
 * without the traffic. They have no instructions and no timeouts, no packet matches them and no FLOW_MOD changes them.
 *
 * <p>They are encoded once; an answer only writes durations and counters into the bytes and copies them. Addresses are
 * those for benchmarks (198.18.0.0/15, RFC 2544). Owned by the switch's event loop once given to it.
 */
public final class StandingFlows {
    /** Cookies have this many bits for the number of the flow. */
    public static final int NUMBER_BITS = 20;

    private static final int NUMBER_MASK = (1 << NUMBER_BITS) - 1;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int LENGTH = 104;
    private static final int SECONDS_AT = 4;
    private static final int NANOS_AT = 8;
    private static final int PACKETS_AT = 32;
    private static final int BYTES_AT = 40;
    private static final int MATCH_AT = 48;
    private static final int MATCH_LENGTH = 51;
    private static final int PRIORITY = 100;

    private static final int SOURCES = 0xc612_0000;
    private static final int TARGETS = 0xc613_0000;
    private static final int BYTES_PER_PACKET = 500;
    private static final int TCP = 6;
    private static final int UDP = 17;

    private final int table;
    private final long cookieBase;
    private final int count;
    private final double packetsPerSecond;
    private final byte[] encoded;

    private long startedNs;

    /**
     * @param table table they are in
     * @param cookieBase cookie of the first; its low {@value #NUMBER_BITS} bits must be 0 and hold the number of the flow
     * @param count how many, 0 to 1,000,000
     * @param ports ingress ports, numbered from 1, among which they are shared
     * @param packetsPerSecond mean rate of a flow, &ge; 0; flows have from none to twice of it
     * @param seed makes their addresses differ from those of other switches
     */
    public StandingFlows(int table, long cookieBase, int count, int ports, double packetsPerSecond, int seed) {
        if (count < 0 || count > 1_000_000) {
            throw new IllegalArgumentException("flows must be between 0 and 1000000: " + count);
        }
        if ((cookieBase & NUMBER_MASK) != 0) {
            throw new IllegalArgumentException("the low bits of the cookie must be 0: " + Long.toHexString(cookieBase));
        }
        if (!(packetsPerSecond >= 0)) {
            throw new IllegalArgumentException("packetsPerSecond must be >= 0: " + packetsPerSecond);
        }
        this.table = table;
        this.cookieBase = cookieBase;
        this.count = count;
        this.packetsPerSecond = packetsPerSecond;
        encoded = new byte[count * LENGTH];
        ByteBuffer out = ByteBuffer.wrap(encoded);
        for (int flow = 0; flow < count; flow++) {
            encode(out.position(flow * LENGTH), flow, 1 + flow % Math.max(1, ports), seed);
        }
    }

    static StandingFlows none() {
        return new StandingFlows(0, 0, 0, 1, 0, 0);
    }

    private void encode(ByteBuffer out, int flow, int inPort, int seed) {
        boolean tcp = flow % 3 != 0;
        out.putShort((short) LENGTH).put((byte) table).put((byte) 0).putLong(0);
        out.putShort((short) PRIORITY).putShort((short) 0).putShort((short) 0).putShort((short) 0);
        out.putInt(0).putLong(cookieBase | flow).putLong(0).putLong(0);
        out.putShort((short) 1).putShort((short) MATCH_LENGTH);
        out.putInt(0x8000_0004).putInt(inPort);
        out.putInt(0x8000_0a02).putShort((short) 0x0800);
        out.putInt(0x8000_1401).put((byte) (tcp ? TCP : UDP));
        out.putInt(0x8000_1604).putInt(SOURCES | ((seed * 251 + flow / 7) & 0xffff));
        out.putInt(0x8000_1804).putInt(TARGETS | ((seed * 241 + flow % 250) & 0xffff));
        out.putInt(tcp ? 0x8000_1a02 : 0x8000_1e02).putShort((short) (1024 + flow % 60_000));
        out.putInt(tcp ? 0x8000_1c02 : 0x8000_2002).putShort((short) (tcp ? 443 : 53));
    }

    void start(long nowNs) {
        startedNs = nowNs;
    }

    int count(int tableId) {
        return tableId == table ? count : 0;
    }

    /** Appends those that the filter chooses; returns how many. */
    int write(FlowFilter filter, OxmParser matches, MultipartReply reply, long nowNs) throws Refusal {
        if (!mayChoose(filter)) {
            return 0;
        }
        refresh(nowNs);
        if (choosesAll(filter)) {
            reply.entries(encoded, 0, count, LENGTH);
            return count;
        }
        int chosen = 0;
        for (int flow = 0; flow < count; flow++) {
            if (chooses(filter, matches, flow)) {
                reply.entries(encoded, flow * LENGTH, 1, LENGTH);
                chosen++;
            }
        }
        return chosen;
    }

    /** Sums of packets, bytes and flows that the filter chooses. */
    long[] aggregate(FlowFilter filter, OxmParser matches, long nowNs) throws Refusal {
        long[] sums = new long[3];
        if (mayChoose(filter)) {
            refresh(nowNs);
            for (int flow = 0; flow < count; flow++) {
                if (choosesAll(filter) || chooses(filter, matches, flow)) {
                    sums[0] += (long) LONG.get(encoded, flow * LENGTH + PACKETS_AT);
                    sums[1] += (long) LONG.get(encoded, flow * LENGTH + BYTES_AT);
                    sums[2]++;
                }
            }
        }
        return sums;
    }

    /** Whether the filter could choose one of them; they send nowhere. */
    private boolean mayChoose(FlowFilter filter) {
        long common = filter.cookieMask() & ~NUMBER_MASK;
        return (filter.table() == FlowFilter.ALL_TABLES || filter.table() == table)
                && filter.outPort() == PortNumbers.ANY
                && filter.outGroup() == PortNumbers.ANY
                && ((cookieBase ^ filter.cookie()) & common) == 0;
    }

    private static boolean choosesAll(FlowFilter filter) {
        return (filter.cookieMask() & NUMBER_MASK) == 0 && filter.match().isCatchAll();
    }

    private boolean chooses(FlowFilter filter, OxmParser matches, int flow) throws Refusal {
        if ((((cookieBase | flow) ^ filter.cookie()) & filter.cookieMask()) != 0) {
            return false;
        }
        ByteBuf entry = Unpooled.wrappedBuffer(encoded, flow * LENGTH, LENGTH);
        return filter.match().covers(matches.parse(entry, MATCH_AT));
    }

    private void refresh(long nowNs) {
        long ageNs = nowNs - startedNs;
        int seconds = (int) (ageNs / 1_000_000_000L);
        int nanos = (int) (ageNs % 1_000_000_000L);
        double expected = ageNs / 1e9 * packetsPerSecond;
        for (int flow = 0, at = 0; flow < count; flow++, at += LENGTH) {
            long packets = (long) (expected * share(flow));
            INT.set(encoded, at + SECONDS_AT, seconds);
            INT.set(encoded, at + NANOS_AT, nanos);
            LONG.set(encoded, at + PACKETS_AT, packets);
            LONG.set(encoded, at + BYTES_AT, packets * BYTES_PER_PACKET);
        }
    }

    /** The rate of a flow as a share of the mean: 0 to 2, steady for each flow. */
    private static double share(int flow) {
        return (flow * 7919L % 1000) / 499.5;
    }
}
