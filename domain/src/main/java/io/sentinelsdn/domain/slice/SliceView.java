package io.sentinelsdn.domain.slice;

import io.sentinelsdn.domain.net.Dpid;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A slice as people see it: an immutable snapshot.
 *
 * @param slice what is kept
 * @param status where it stands
 * @param reasons why it is not active, for people
 * @param stats what it carries
 */
public record SliceView(NetworkSlice slice, Status status, List<String> reasons, Stats stats) {
    /** Where a slice stands. */
    public enum Status {
        /** On all connected switches, as wanted. */
        ACTIVE,
        /** Not yet on a switch. */
        PENDING,
        /** On the switches with something missing. */
        DEGRADED,
        /** Attacked, and fenced to what is its own. */
        QUARANTINED,
        /** Taken from the switches, on request. */
        DISABLED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a slice carries.
     *
     * @param limitMbps what it may use now; differs from its bandwidth while it lends, borrows or is fenced
     * @param sentBps bits per second that its members sent and that passed
     * @param receivedBps the same towards its members, from outside
     * @param offeredBps bits per second before the meters, both directions
     * @param dropsPps packets per second that the meters dropped
     * @param dropped packets that the meters have dropped
     * @param bytes bytes that have passed
     * @param flows flows of it that the detector knows
     * @param queues how its queues stand: {@code installed}, {@code pending}, {@code unavailable} or {@code off}
     * @param shares its limit by ingress switch
     * @param measuredAt when, or null while nothing has been measured
     */
    public record Stats(
            double limitMbps,
            double sentBps,
            double receivedBps,
            double offeredBps,
            double dropsPps,
            long dropped,
            long bytes,
            int flows,
            String queues,
            List<Share> shares,
            Instant measuredAt) {
        public Stats {
            shares = List.copyOf(shares);
        }

        /** Bits per second that pass, the busier direction. */
        public double rateBps() {
            return Math.max(sentBps, receivedBps);
        }
    }

    /**
     * The part of a slice's limit at one ingress switch.
     *
     * @param direction {@code out} for what members send, {@code in} for what comes to them from outside
     */
    public record Share(Dpid dpid, String direction, double limitMbps, double rateBps, double offeredBps) {}

    public SliceView {
        reasons = List.copyOf(reasons);
    }
}
