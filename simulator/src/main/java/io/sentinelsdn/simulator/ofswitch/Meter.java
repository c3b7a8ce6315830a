package io.sentinelsdn.simulator.ofswitch;

import java.util.List;

/**
 * A meter with drop bands (OpenFlow 1.3.5 section 5.7). Each band is a bucket of tokens, full at the start, filled at
 * its rate; a burst of 0 means one second's worth, as in Open vSwitch. Packets that are dropped take no tokens.
 *
 * <p>Owned by the switch's event loop.
 */
final class Meter {
    static final int FLAG_KBPS = 1;
    static final int FLAG_PKTPS = 2;
    static final int FLAG_BURST = 4;

    /** A drop band: rate and burst in packets or kilobits. */
    record BandSpec(long rate, long burst) {}

    private static final class Band {
        final BandSpec spec;
        final double ratePerNs;
        final double capacity;
        double tokens;
        long packets;
        long bytes;

        Band(BandSpec spec, double unit) {
            this.spec = spec;
            ratePerNs = spec.rate() * unit / 1e9;
            capacity = (spec.burst() == 0 ? spec.rate() : spec.burst()) * unit;
            tokens = capacity;
        }
    }

    /** Counters of a band. */
    record BandCounters(BandSpec spec, long packets, long bytes) {}

    final long id;
    final long createdNs;
    long packets;
    long bytes;
    /** Number of entries that use it. */
    int flows;

    private int flags;
    private List<Band> bands;
    private long filledNs;

    Meter(long id, int flags, List<BandSpec> specs, long nowNs) {
        this.id = id;
        createdNs = nowNs;
        configure(flags, specs, nowNs);
    }

    /** Replaces the bands; the counters of the meter stay, those of the bands start anew. */
    void configure(int newFlags, List<BandSpec> specs, long nowNs) {
        flags = newFlags;
        double unit = inPackets() ? 1 : 1000;
        bands = specs.stream().map(spec -> new Band(spec, unit)).toList();
        filledNs = nowNs;
    }

    /** Unit, rate and burst of each band. */
    String limits() {
        return flags + " " + bands.stream().map(band -> band.spec).toList();
    }

    int flags() {
        return flags;
    }

    private boolean inPackets() {
        return (flags & FLAG_PKTPS) != 0;
    }

    /** Of {@code count} frames of {@code length} bytes at this instant: how many would pass. Changes nothing. */
    long wouldPass(long count, int length, long nowNs) {
        long pass = count;
        for (Band band : bands) {
            pass = Math.min(pass, fits(level(band, nowNs), length));
        }
        return pass;
    }

    /** The same, and takes the tokens and counts. */
    long pass(long count, int length, long nowNs) {
        long pass = wouldPass(count, length, nowNs);
        packets += count;
        bytes += count * length;
        for (Band band : bands) {
            double level = level(band, nowNs);
            boolean limiting = pass < count && fits(level, length) == pass;
            if (limiting) {
                band.packets += count - pass;
                band.bytes += (count - pass) * length;
            }
            band.tokens = level - pass * cost(length);
        }
        filledNs = nowNs;
        return pass;
    }

    List<BandCounters> bandCounters() {
        return bands.stream()
                .map(band -> new BandCounters(band.spec, band.packets, band.bytes))
                .toList();
    }

    private double level(Band band, long nowNs) {
        return Math.min(band.capacity, band.tokens + band.ratePerNs * Math.max(0, nowNs - filledNs));
    }

    private long fits(double level, int length) {
        double rounding = 1e-6;
        return (long) Math.floor((level + rounding) / cost(length));
    }

    private double cost(int length) {
        return inPackets() ? 1 : 8.0 * length;
    }
}
