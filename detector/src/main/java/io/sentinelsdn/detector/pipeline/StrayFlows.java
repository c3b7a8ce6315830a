package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.window.Cell;
import io.sentinelsdn.detector.window.CellTable;
import io.sentinelsdn.detector.window.Headers;
import io.sentinelsdn.detector.window.KeyedHash;
import io.sentinelsdn.domain.net.IpProto;
import java.util.Arrays;

/**
 * Counts flows of a single packet for which a full table has no place, by port and destination: what a destination
 * receives must be known also while every packet brings a flow of its own. A destination gets a cell when a second such
 * packet goes there; so a flood of new destinations touches nothing but a few bits.
 *
 * <p>Owned by the shard thread.
 */
final class StrayFlows {
    private static final int CELLS = 2048;
    private static final int SEEN = 1 << 16;

    private final KeyedHash hash;
    private final byte[] seen = new byte[SEEN];
    private CellTable counting;
    private CellTable counted;
    private long since;
    private long refused;

    StrayFlows(KeyedHash hash) {
        this.hash = hash;
        counting = new CellTable(CELLS, hash);
        counted = new CellTable(CELLS, hash);
    }

    /** Counts the sample of a flow that was not entered, if it is told of for the first time. */
    void add(long[] sample, int from) {
        refused++;
        if (sample[from + SampleWords.PACKETS] <= 0 || sample[from + SampleWords.DURATION] > FlowTable.SECOND) {
            return;
        }
        long dstHi = sample[from + SampleWords.DST_HI];
        long dstLo = sample[from + SampleWords.DST_LO];
        long hashed = hash.of(dstHi, dstLo);
        int slot = (int) hashed & (SEEN - 1);
        byte print = (byte) (hashed >>> 56 | 1);
        if (seen[slot] != print) {
            seen[slot] = print;
            return;
        }
        Cell cell =
                counting.get(sample[from + SampleWords.DPID], (int) sample[from + SampleWords.PORT_KIND], dstHi, dstLo);
        if (cell != null) {
            count(cell, sample, from);
        }
    }

    private static void count(Cell cell, long[] sample, int from) {
        long tuple = sample[from + SampleWords.TUPLE];
        int protocol = (int) (tuple >>> 32);
        int srcPort = (int) (tuple >>> 16) & 0xffff;
        double bytes = Math.max(0, sample[from + SampleWords.BYTES]);
        cell.newFlows++;
        cell.pps++;
        cell.bps += 8 * bytes;
        if (protocol == IpProto.TCP) {
            cell.tcpPps++;
        } else if (protocol == IpProto.UDP) {
            cell.udpPps++;
            if (Headers.isMulticast(cell.dstHi, cell.dstLo)) {
                cell.answeredUdpPps++;
            } else {
                cell.oneWayUdpPps++;
                cell.reflected(srcPort, 1, bytes);
            }
        } else if (IpProto.isIcmp(protocol)) {
            cell.icmpPps++;
            cell.icmpRequestPps += Headers.isIcmpRequest(protocol, srcPort) ? 1 : 0;
        }
    }

    /** Tells of the last whole second. */
    CellTable lastSecond(long nowNs) {
        if (nowNs - since >= FlowTable.SECOND) {
            CellTable whole = counting;
            counting = counted;
            counted = whole;
            counting.clear();
            if (nowNs - since >= 2 * FlowTable.SECOND) {
                counted.clear();
            }
            since = nowNs;
            Arrays.fill(seen, (byte) 0);
        }
        return counted;
    }

    /** Samples that found no place since the last call. */
    long takeRefused() {
        long taken = refused;
        refused = 0;
        return taken;
    }
}
