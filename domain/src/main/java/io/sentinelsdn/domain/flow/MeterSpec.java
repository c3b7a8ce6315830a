package io.sentinelsdn.domain.flow;

/**
 * A meter with one drop band (OpenFlow 1.3.5 section 5.7).
 *
 * @param unit what the rate counts
 * @param rate packets per second or kilobits per second, &gt; 0
 * @param burst packets or kilobits that may pass at once, &ge; 0; 0 leaves it to the switch
 */
public record MeterSpec(Unit unit, long rate, long burst) {
    /** What a meter counts. */
    public enum Unit {
        PKTPS,
        KBPS
    }

    public MeterSpec {
        if (rate <= 0 || rate > 0xffff_ffffL) {
            throw new IllegalArgumentException("rate must be between 1 and 4294967295: " + rate);
        }
        if (burst < 0 || burst > 0xffff_ffffL) {
            throw new IllegalArgumentException("burst must be between 0 and 4294967295: " + burst);
        }
    }

    public static MeterSpec packetsPerSecond(long rate) {
        return new MeterSpec(Unit.PKTPS, rate, Math.max(1, rate / 4));
    }
}
