package io.sentinelsdn.detector.threshold;

/**
 * Safe floors and how far thresholds follow what is normal.
 *
 * @param halfOpenSynFloor half-open SYNs per second that never raise an alarm, &gt; 0
 * @param oneWayUdpFloor one-way UDP packets per second that never raise an alarm, &gt; 0; answered UDP has ten times it
 * @param icmpEchoFloor ICMP requests per second that never raise an alarm, &gt; 0
 * @param baselineFactor a threshold is the floor or this many times the baseline, 1.5 to 10
 */
public record ThresholdSettings(
        double halfOpenSynFloor, double oneWayUdpFloor, double icmpEchoFloor, double baselineFactor) {
    private static final double ANSWERED_FACTOR = 10;

    public ThresholdSettings {
        requirePositive("halfOpenSynFloor", halfOpenSynFloor);
        requirePositive("oneWayUdpFloor", oneWayUdpFloor);
        requirePositive("icmpEchoFloor", icmpEchoFloor);
        if (!(baselineFactor >= 1.5 && baselineFactor <= 10)) {
            throw new IllegalArgumentException("baselineFactor must be between 1.5 and 10: " + baselineFactor);
        }
    }

    public static ThresholdSettings defaults() {
        return new ThresholdSettings(150, 250, 150, 3);
    }

    /** The floor of a measure in packets per second. */
    public double floor(Measure measure) {
        return switch (measure) {
            case HALF_OPEN_SYN -> halfOpenSynFloor;
            case ONE_WAY_UDP -> oneWayUdpFloor;
            case ANSWERED_UDP -> ANSWERED_FACTOR * oneWayUdpFloor;
            case ICMP_ECHO -> icmpEchoFloor;
            default -> measure.defaultFloor();
        };
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0 && value < 1e9)) {
            throw new IllegalArgumentException(name + " must be > 0 and < 1e9: " + value);
        }
    }
}
