package io.sentinelsdn.slicing.share;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.spi.SliceSwitches.MeterCount;
import io.sentinelsdn.domain.spi.SliceSwitches.Report;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Rates from the counters of meters. A counter that went down belongs to a new meter and counts from zero. Owned by the
 * thread of slices.
 */
public final class Rates {
    private static final double NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double BITS = 8;
    /** How much the newest reading counts beside what was before, for the calm rate. */
    private static final double NEWEST = 0.3;

    private static final double FADE = 0.9;

    private final Map<Key, Track> tracks = new HashMap<>();

    private record Key(Dpid dpid, String meter) {}

    /**
     * What a meter saw between its last two readings.
     *
     * @param offeredBps before the meter
     * @param passedBps behind it
     * @param dropsPps packets it dropped
     * @param calmOfferedBps offered, smoothed over about a second
     * @param peakOfferedBps highest offered of the last seconds, fading
     */
    public record Rate(
            double offeredBps, double passedBps, double dropsPps, double calmOfferedBps, double peakOfferedBps) {
        public static final Rate NONE = new Rate(0, 0, 0, 0, 0);
    }

    private static final class Track {
        private MeterCount last;
        private long readNs;
        private Rate rate = Rate.NONE;
        private long passedBytes;
        private long droppedPackets;
    }

    /** Takes what the switches say; those that are gone are forgotten. */
    public void read(Map<Dpid, Report> reports) {
        tracks.keySet()
                .removeIf(key -> !reports.containsKey(key.dpid())
                        || !reports.get(key.dpid()).meters().containsKey(key.meter()));
        reports.forEach((dpid, report) ->
                report.meters().forEach((meter, count) -> read(new Key(dpid, meter), count, report.readNs())));
    }

    private void read(Key key, MeterCount count, long readNs) {
        Track track = tracks.computeIfAbsent(key, unused -> new Track());
        if (track.last == null) {
            track.last = count;
            track.readNs = readNs;
            return;
        }
        if (readNs == track.readNs) {
            return;
        }
        boolean anew = count.bytes() < track.last.bytes() || count.droppedBytes() < track.last.droppedBytes();
        MeterCount from = anew ? new MeterCount(0, 0, 0, 0) : track.last;
        double seconds = (readNs - track.readNs) / NS_PER_SECOND;
        long offered = count.bytes() - from.bytes();
        long passed = Math.max(0, offered - (count.droppedBytes() - from.droppedBytes()));
        long drops = count.droppedPackets() - from.droppedPackets();
        double offeredBps = offered * BITS / seconds;
        track.rate = new Rate(
                offeredBps,
                passed * BITS / seconds,
                drops / seconds,
                NEWEST * offeredBps + (1 - NEWEST) * track.rate.calmOfferedBps(),
                Math.max(offeredBps, FADE * track.rate.peakOfferedBps()));
        track.passedBytes += passed;
        track.droppedPackets += drops;
        track.last = count;
        track.readNs = readNs;
    }

    /** What a meter sees; nothing while that is unknown. */
    public Rate of(Dpid dpid, String meter) {
        Track track = tracks.get(new Key(dpid, meter));
        return track == null ? Rate.NONE : track.rate;
    }

    /** Bytes that have passed and packets that were dropped since this meter is known. */
    public long[] totals(Dpid dpid, String meter) {
        Track track = tracks.get(new Key(dpid, meter));
        return track == null ? new long[2] : new long[] {track.passedBytes, track.droppedPackets};
    }
}
