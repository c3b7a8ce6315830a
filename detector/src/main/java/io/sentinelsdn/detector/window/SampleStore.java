package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.flow.FlowSample;
import java.util.concurrent.TimeUnit;

/**
 * The sampled packets by ingress port, and under which counter each of them is accounted. A sample stands for as many
 * packets per second as its counter's rate divided by the number of samples under that counter. Owned by the window
 * thread.
 */
final class SampleStore {
    /** Samples of this age still say what a port's traffic is made of. */
    static final long SPAN = TimeUnit.MILLISECONDS.toNanos(1500);

    private static final long LATELY = TimeUnit.SECONDS.toNanos(1);
    private static final long FORGET_AFTER = TimeUnit.SECONDS.toNanos(60);
    /** The packet that caused a coarse entry came before it; its age is known only to some milliseconds. */
    private static final long TAKE_OVER = TimeUnit.MILLISECONDS.toNanos(20);

    private final KeyIndex index;
    private final PortSamples[] ports;
    private final CounterTable counters;
    /** So many packets of a port in so short a time are a rush: its meters let fewer through for long. */
    private static final int MANY = 25;

    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(100);
    /** A rush is over when there was none for so long. */
    private static final long RUSH_LASTS = TimeUnit.MILLISECONDS.toNanos(300);

    /** Where the last packet came in: the next one often does too. */
    private PortSamples last;

    private long rushUntilNs = Long.MIN_VALUE;

    SampleStore(int capacity, KeyedHash hash, CounterTable counters) {
        index = new KeyIndex(2, 2, capacity, hash);
        ports = new PortSamples[capacity];
        this.counters = counters;
    }

    /** Keeps a sampled packet; false when there is no place for its port. */
    boolean add(FlowSample sample) {
        PortSamples port = last;
        if (port == null || port.dpid != sample.dpid || port.inPort != sample.inPort) {
            port = admit(sample.dpid, sample.inPort);
            if (port == null) {
                return false;
            }
            last = port;
        }
        port.lastNs = sample.timeNs;
        noteRush(port, sample.timeNs);
        (Headers.isInitialSyn(sample.protocol, sample.tcpFlags) ? port.syns : port.others).add(sample);
        return true;
    }

    /** The port, or null when there is no place for it. */
    private PortSamples admit(long dpid, int inPort) {
        long[] key = index.key();
        key[0] = dpid;
        key[1] = inPort;
        int row = index.find();
        if (row < 0) {
            row = index.add();
            if (row < 0) {
                return null;
            }
            ports[row] = new PortSamples(dpid, inPort);
        }
        return ports[row];
    }

    /** Starts a window: puts each sample under its counter. */
    void beginStep(long nowNs) {
        last = null;
        for (int row = 0; row < index.highWater(); row++) {
            if (!index.live(row)) {
                continue;
            }
            PortSamples port = ports[row];
            if (nowNs - port.lastNs > FORGET_AFTER) {
                index.remove(row);
                ports[row] = null;
                continue;
            }
            int missRow = fresh(counters.find(FlowSample.Kind.MISS_COUNT, port.dpid, port.inPort), nowNs);
            int synRow = fresh(counters.find(FlowSample.Kind.SYN_COUNT, port.dpid, port.inPort), nowNs);
            port.synCount = port.syns.since(nowNs - SPAN);
            port.otherCount = port.others.since(nowNs - SPAN);
            place(port, port.syns, port.synCount, synRow, missRow, nowNs);
            place(port, port.others, port.otherCount, -1, missRow, nowNs);
        }
    }

    private void place(PortSamples port, PacketRing ring, int count, int ownRow, int missRow, long nowNs) {
        for (int i = 0; i < count; i++) {
            int row = ownRow;
            if (row < 0) {
                row = fresh(
                        counters.findCoarse(port.dpid, port.inPort, ring.protocol(i), ring.dstHi(i), ring.dstLo(i)),
                        nowNs);
                if (row < 0 || ring.timeNs(i) < counters.createdNs(row) + TAKE_OVER) {
                    row = missRow;
                }
            }
            ring.bucket(i, row);
            if (row >= 0) {
                counters.countSample(row, nowNs - ring.timeNs(i) <= LATELY);
            }
        }
    }

    private void noteRush(PortSamples port, long atNs) {
        if (atNs - port.slotNs >= SHORT) {
            port.slotNs = atNs;
            port.slotPackets = 0;
        }
        if (++port.slotPackets >= MANY) {
            rushUntilNs = Math.max(rushUntilNs, atNs + RUSH_LASTS);
        }
    }

    /** Whether some port suddenly brings many packets. */
    boolean rush(long nowNs) {
        return nowNs < rushUntilNs;
    }

    private int fresh(int row, long nowNs) {
        return row >= 0 && counters.fresh(row, nowNs) ? row : -1;
    }

    /** Packets per second that this sample stands for. */
    double weight(PacketRing ring, int sample, long nowNs) {
        int row = ring.bucket(sample);
        return row < 0 ? 0 : counters.perSample(row, nowNs);
    }

    /** The same over two seconds, or one, whichever is more. */
    double generousWeight(PacketRing ring, int sample, long nowNs) {
        int row = ring.bucket(sample);
        return row < 0 ? 0 : counters.perSampleAtMost(row, nowNs);
    }

    int highWater() {
        return index.highWater();
    }

    /** The port of a row, or null. */
    PortSamples port(int row) {
        return index.live(row) ? ports[row] : null;
    }

    /** The port, or null. */
    PortSamples port(long dpid, int inPort) {
        long[] key = index.key();
        key[0] = dpid;
        key[1] = inPort;
        int row = index.find();
        return row < 0 ? null : ports[row];
    }
}
