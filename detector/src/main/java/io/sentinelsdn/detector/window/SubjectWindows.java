package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.flow.TrafficFeatures;
import io.sentinelsdn.domain.flow.TrafficFeatures.Scope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.Union;

/**
 * What one destination, source, prefix or port did in the last 1, 10 and 60 seconds. Rates are sums over a ring of
 * seconds; sources are counted in a HyperLogLog for each ten seconds (a window of one second shows the last ten);
 * entropies and talkers fade with the length of the window. Owned by the window thread; about 6 kB.
 */
final class SubjectWindows {
    static final int SECONDS = 60;
    /** Kinds of sums. */
    static final int PPS = 0;

    static final int BPS = 1;
    static final int NEW_FLOWS = 2;
    static final int SYN = 3;
    static final int ONE_WAY = 4;
    static final int TCP = 5;
    static final int UDP = 6;
    static final int ICMP = 7;
    private static final int KINDS = 8;

    private static final int LG_K = 9;
    private static final int TALKERS = 10;
    private static final int[] LENGTHS = {1, 10, SECONDS};

    private final float[] sums = new float[SECONDS * KINDS];
    private final HllSketch[] sources = new HllSketch[SECONDS / 10];
    private final FadingEntropy[] bySource = new FadingEntropy[LENGTHS.length];
    private final FadingEntropy[] byPort = new FadingEntropy[LENGTHS.length];
    private final TopTalkers talkers;
    private long second;
    private long activeSecond;
    private int age;

    SubjectWindows(long second, KeyedHash hash) {
        this.second = second;
        activeSecond = second;
        talkers = new TopTalkers(2 * TALKERS, hash);
        for (int i = 0; i < LENGTHS.length; i++) {
            bySource[i] = new FadingEntropy();
            byPort[i] = new FadingEntropy();
        }
    }

    /** Goes on to this second; those between are empty. */
    void to(long newSecond) {
        int steps = (int) Math.min(SECONDS, newSecond - second);
        for (int i = 1; i <= steps; i++) {
            long at = newSecond - steps + i;
            int base = (int) Math.floorMod(at, (long) SECONDS) * KINDS;
            Arrays.fill(sums, base, base + KINDS, 0);
            if (at % 10 == 0) {
                sources[(int) Math.floorMod(at / 10, (long) sources.length)] = null;
            }
            for (int w = 0; w < LENGTHS.length; w++) {
                double kept = LENGTHS[w] == 1 ? 0 : 1 - 1.0 / LENGTHS[w];
                bySource[w].fade(kept);
                byPort[w].fade(kept);
            }
            talkers.fade(0.9);
        }
        age = Math.min(SECONDS, age + steps);
        second = newSecond;
    }

    void add(int kind, double value) {
        activeSecond = second;
        sums[(int) Math.floorMod(second, (long) SECONDS) * KINDS + kind] += (float) value;
    }

    /** Somebody sends at this rate to this port; for a source, somebody is whom it sends to. */
    void seen(long hi, long lo, long hashOfSource, long hashOfPort, double pps, double bps) {
        int slot = (int) Math.floorMod(second / 10, (long) sources.length);
        if (sources[slot] == null) {
            sources[slot] = new HllSketch(LG_K);
        }
        sources[slot].update(hashOfSource);
        for (int w = 0; w < LENGTHS.length; w++) {
            bySource[w].add(hashOfSource, pps);
            byPort[w].add(hashOfPort, pps);
        }
        talkers.add(hi, lo, pps, bps);
    }

    /** Packets of the last ten seconds, to find the busiest. */
    double recentPps() {
        return sum(PPS, 10);
    }

    boolean isSilent(long now) {
        return now - activeSecond >= SECONDS;
    }

    private double sum(int kind, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += sums[(int) Math.floorMod(second - i, (long) SECONDS) * KINDS + kind];
        }
        return sum;
    }

    private double distinct(int length) {
        Union union = new Union(LG_K);
        for (int i = 0; i < Math.max(1, length / 10); i++) {
            HllSketch part = sources[(int) Math.floorMod(second / 10 - i, (long) sources.length)];
            if (part != null) {
                union.update(part);
            }
        }
        return Math.rint(union.getEstimate());
    }

    /** The window of this length: 1, 10 or 60 seconds. */
    TrafficFeatures features(Scope scope, String key, int length) {
        int window = length == 1 ? 0 : length == 10 ? 1 : 2;
        double packets = sum(PPS, length);
        double seconds = Math.max(1, Math.min(length, age + 1));
        Map<String, Double> shares = new LinkedHashMap<>();
        double tcp = share(sum(TCP, length), packets);
        double udp = share(sum(UDP, length), packets);
        double icmp = share(sum(ICMP, length), packets);
        shares.put("tcp", tcp);
        shares.put("udp", udp);
        shares.put("icmp", icmp);
        shares.put("other", packets > 0 ? Math.max(0, 1 - tcp - udp - icmp) : 0);
        return new TrafficFeatures(
                scope,
                key,
                length,
                packets / seconds,
                sum(BPS, length) / seconds,
                sum(NEW_FLOWS, length) / seconds,
                distinct(length),
                bySource[window].value(),
                byPort[window].value(),
                share(sum(SYN, length), packets),
                share(sum(ONE_WAY, length), packets),
                shares,
                talkers.busiest(TALKERS, 0.1));
    }

    private static double share(double part, double all) {
        return all > 0 ? Math.min(1, part / all) : 0;
    }
}
