package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.net.IpProto;
import java.util.concurrent.TimeUnit;

/**
 * Who scans: sources most of whose tries within the last minute came to nothing. Tries over TCP count over all hosts,
 * tries over UDP for each host alone, since peer-to-peer software asks many hosts in vain. A scanner keeps the target it
 * was first noticed with, so that its scan is one attack. What a UDP flood brought to a host is no scan of its ports,
 * neither while it goes on nor later.
 *
 * <p>Owned by the window thread.
 */
final class Scanners {
    /** Fewer different tries are nobody's business. */
    static final int WORTH_A_LOOK = 20;

    private static final int PAIRS = 4096;
    private static final int SOURCES = 2048;
    private static final int KNOWN = 256;
    /** A UDP flood to changing ports looks like a scan until it is known as a flood. */
    private static final long LONGER_THAN_A_FLOOD_HIDES = TimeUnit.MILLISECONDS.toNanos(2500);

    private static final long STOPPED_AFTER = TimeUnit.SECONDS.toNanos(5);
    private static final long FORGET_AFTER = TimeUnit.SECONDS.toNanos(90);

    private final ProbeTable probes;
    private final KeyIndex pairs;
    private final int[] pairTcpFailed = new int[PAIRS];
    private final int[] pairUdpFailed = new int[PAIRS];
    private final int[] pairUdpAll = new int[PAIRS];
    private final long[] pairFirstNs = new long[PAIRS];
    private final long[] pairLastNs = new long[PAIRS];
    private final long[] pairFloodNs = new long[PAIRS];
    /** Tells where the source enters now: it may have moved within the minute. */
    private final int[] newestProbe = new int[PAIRS];

    private final KeyIndex sources;
    private final int[] tcpFailed = new int[SOURCES];
    private final int[] tcpAll = new int[SOURCES];
    private final long[] newestNs = new long[SOURCES];
    private final int[] bestPair = new int[SOURCES];
    private final double[] failed = new double[SOURCES];
    private final KeyIndex known;
    private final long[] targetHi = new long[KNOWN];
    private final long[] targetLo = new long[KNOWN];
    private final long[] activeNs = new long[KNOWN];

    Scanners(ProbeTable probes, KeyedHash hash) {
        this.probes = probes;
        pairs = new KeyIndex(4, 4, PAIRS, hash);
        sources = new KeyIndex(2, 2, SOURCES, hash);
        known = new KeyIndex(2, 2, KNOWN, hash);
    }

    /** Counts anew and tells of each source that may be scanning. */
    void step(long nowNs, DestinationTable destinations, Found found) {
        pairs.clear();
        sources.clear();
        if (probes.size() < WORTH_A_LOOK) {
            return;
        }
        for (int row = 0; row < probes.highWater(); row++) {
            if (probes.live(row)) {
                count(row, destinations);
            }
        }
        judgePairs();
        for (int row = 0; row < sources.highWater(); row++) {
            failed[row] = Math.max(failed[row], mostlyInVain(tcpFailed[row], tcpAll[row]));
            if (failed[row] >= WORTH_A_LOOK && bestPair[row] >= 0) {
                tell(row, nowNs, found);
            }
        }
        forget(nowNs);
    }

    private void count(int probe, DestinationTable destinations) {
        int source = source(probes.word(probe, 0), probes.word(probe, 1), true);
        int pair = pair(probe, destinations);
        if (source < 0 || pair < 0) {
            return;
        }
        if (probes.lastNs(probe) > probes.lastNs(newestProbe[pair])) {
            newestProbe[pair] = probe;
        }
        boolean inVain = !probes.alive(probe);
        newestNs[source] = Math.max(newestNs[source], probes.lastNs(probe));
        if (probes.protocol(probe) == IpProto.UDP) {
            if (probes.lastNs(probe) <= pairFloodNs[pair]) {
                return;
            }
            pairFirstNs[pair] = Math.min(pairFirstNs[pair], probes.lastNs(probe));
            pairLastNs[pair] = Math.max(pairLastNs[pair], probes.lastNs(probe));
            pairUdpAll[pair]++;
            pairUdpFailed[pair] += inVain ? 1 : 0;
        } else {
            tcpAll[source]++;
            tcpFailed[source] += inVain ? 1 : 0;
            pairTcpFailed[pair] += inVain ? 1 : 0;
        }
    }

    private void judgePairs() {
        for (int pair = 0; pair < pairs.highWater(); pair++) {
            int source = source(pairs.word(pair, 0), pairs.word(pair, 1), false);
            if (source < 0) {
                continue;
            }
            if (pairUdpAll[pair] > 0 && pairLastNs[pair] - pairFirstNs[pair] >= LONGER_THAN_A_FLOOD_HIDES) {
                failed[source] = Math.max(failed[source], mostlyInVain(pairUdpFailed[pair], pairUdpAll[pair]));
            }
            if (bestPair[source] < 0 || tries(pair) > tries(bestPair[source])) {
                bestPair[source] = pair;
            }
        }
    }

    private int tries(int pair) {
        return pairTcpFailed[pair] + pairUdpFailed[pair];
    }

    private static double mostlyInVain(int inVain, int all) {
        return 2 * inVain >= all ? inVain : 0;
    }

    private void tell(int source, long nowNs, Found found) {
        if (nowNs - newestNs[source] > STOPPED_AFTER) {
            return;
        }
        int pair = bestPair[source];
        long hi = sources.word(source, 0);
        long lo = sources.word(source, 1);
        int row = findKnown(hi, lo);
        if (row < 0) {
            row = known.add();
            if (row < 0) {
                return;
            }
            targetHi[row] = pairs.word(pair, 2);
            targetLo[row] = pairs.word(pair, 3);
        }
        activeNs[row] = nowNs;
        int probe = newestProbe[pair];
        boolean udp = pairUdpFailed[pair] > pairTcpFailed[pair];
        found.scanner(
                hi,
                lo,
                targetHi[row],
                targetLo[row],
                probes.dpid(probe),
                probes.inPort(probe),
                udp ? IpProto.UDP : IpProto.TCP,
                failed[source]);
    }

    /** Hears of a source, whom it tries, where it enters, with which protocol, and how many tries were in vain. */
    interface Found {
        void scanner(
                long srcHi, long srcLo, long dstHi, long dstLo, long dpid, int inPort, int protocol, double inVain);
    }

    /** Different tries of this source that came to nothing, if most did; else 0. */
    double inVain(long srcHi, long srcLo) {
        int row = source(srcHi, srcLo, false);
        return row < 0 ? 0 : failed[row];
    }

    private void forget(long nowNs) {
        for (int row = 0; row < known.highWater(); row++) {
            if (known.live(row) && nowNs - activeNs[row] > FORGET_AFTER) {
                known.remove(row);
            }
        }
    }

    private int findKnown(long hi, long lo) {
        known.key()[0] = hi;
        known.key()[1] = lo;
        return known.find();
    }

    private int source(long hi, long lo, boolean orAdd) {
        sources.key()[0] = hi;
        sources.key()[1] = lo;
        int row = sources.find();
        if (row < 0 && orAdd) {
            row = sources.add();
            if (row >= 0) {
                tcpFailed[row] = tcpAll[row] = 0;
                failed[row] = 0;
                bestPair[row] = -1;
                newestNs[row] = Long.MIN_VALUE;
            }
        }
        return row;
    }

    private int pair(int probe, DestinationTable destinations) {
        for (int word = 0; word < 4; word++) {
            pairs.key()[word] = probes.word(probe, word);
        }
        int row = pairs.find();
        if (row < 0) {
            row = pairs.add();
            if (row >= 0) {
                pairTcpFailed[row] = pairUdpFailed[row] = pairUdpAll[row] = 0;
                pairFirstNs[row] = Long.MAX_VALUE;
                pairLastNs[row] = Long.MIN_VALUE;
                newestProbe[row] = probe;
                Destination destination = destinations.find(probes.word(probe, 2), probes.word(probe, 3));
                pairFloodNs[row] = destination == null ? Long.MIN_VALUE : destination.udpFloodNs();
            }
        }
        return row;
    }
}
