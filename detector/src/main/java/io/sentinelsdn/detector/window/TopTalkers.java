package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.flow.TrafficFeatures.Talker;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The addresses that send most, of any number of them: Space-Saving (Metwally, Agrawal, El Abbadi, ICDT 2005) with
 * weights. Whoever has more than one part in {@code capacity} of all weight is among them; what is said of somebody is
 * too much by at most what the quietest kept one has. Old weight fades, so that it follows a sliding window.
 *
 * <p>Ours and not DataSketches', because addresses must come out again, not their hashes. Not thread-safe.
 */
public final class TopTalkers {
    private final KeyIndex index;
    private final double[] packets;
    private final double[] bits;

    public TopTalkers(int capacity, KeyedHash hash) {
        index = new KeyIndex(2, 2, capacity, hash);
        packets = new double[capacity];
        bits = new double[capacity];
    }

    /** Somebody sends so much more. */
    public void add(long hi, long lo, double morePackets, double moreBits) {
        index.key()[0] = hi;
        index.key()[1] = lo;
        int row = index.find();
        if (row < 0) {
            row = index.size() < index.capacity() ? fresh() : inPlaceOfTheQuietest(hi, lo);
        }
        packets[row] += morePackets;
        bits[row] += moreBits;
    }

    private int fresh() {
        int row = index.add();
        packets[row] = bits[row] = 0;
        return row;
    }

    private int inPlaceOfTheQuietest(long hi, long lo) {
        int quietest = 0;
        for (int row = 1; row < packets.length; row++) {
            if (packets[row] < packets[quietest]) {
                quietest = row;
            }
        }
        double inherited = packets[quietest];
        index.remove(quietest);
        index.key()[0] = hi;
        index.key()[1] = lo;
        int row = index.add();
        packets[row] = inherited;
        bits[row] = 0;
        return row;
    }

    /** Lets what was so far count for less. */
    public void fade(double factor) {
        for (int row = 0; row < index.highWater(); row++) {
            packets[row] *= factor;
            bits[row] *= factor;
        }
    }

    /** The busiest first; every weight is multiplied by {@code scale}. */
    public List<Talker> busiest(int limit, double scale) {
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < index.highWater(); row++) {
            if (index.live(row) && packets[row] * scale >= 0.05) {
                rows.add(row);
            }
        }
        return rows.stream()
                .sorted(Comparator.comparingDouble((Integer row) -> -packets[row]))
                .limit(limit)
                .map(row -> new Talker(
                        new IpAddress(index.word(row, 0), index.word(row, 1)).toString(),
                        packets[row] * scale,
                        bits[row] * scale))
                .toList();
    }
}
