package io.sentinelsdn.detector;

import io.sentinelsdn.detector.pipeline.Pipeline;
import io.sentinelsdn.detector.pipeline.ShardAgent;
import io.sentinelsdn.detector.threshold.ThresholdSettings;
import io.sentinelsdn.detector.track.TrackerSettings;
import io.sentinelsdn.detector.window.WindowLimits;
import java.time.Duration;

/**
 * Settings of the detector: all defaults are here, all values are checked here.
 *
 * <p>Memory is bounded by these numbers whatever traffic comes, {@link #memoryLimitBytes()} adds them up; with the
 * defaults and one shard it stays under 336 MB, of which the flow tables take what their flows need:
 *
 * <pre>
 * flow tables   1,048,576 flows × 192 B, in steps of 0.7 MB              201 MB
 * rings         maxProducers 10 × (1 shard + 1) × 16,384 samples × 96 B   31 MB
 * summaries     1 shard × 3 × 8,192 cells × 360 B                          9 MB
 * quarters      1 shard × 4 × 8,192 cells × 360 B, from 65,536 flows on   12 MB
 * flow lists    (1 shard + 2) × 10,000 × 280 B                             8 MB
 * samples       1,024 ports × 2 × 256 packets × 60 B                      31 MB
 * counters      16,384 × 400 B                                             7 MB
 * pairs         16,384 × 180 B                                             3 MB
 * cells         16,384 × 360 B                                             6 MB
 * destinations  16,384 × 900 B                                            15 MB
 * detections    256 × 40 kB                                               10 MB
 * </pre>
 *
 * @param shards shard threads, 1 to 16
 * @param maxFlows five-tuple flows that all of them remember together, 1,024 to 4,194,304
 * @param ringSamples samples that may wait in each ring, a power of two, 64 to 65,536
 * @param maxProducers threads that may produce samples, 1 to 64
 * @param maxDestinations destinations with a baseline of their own, 16 to 1,048,576
 * @param maxPorts ingress ports with sampled packets, 16 to 1,048,576
 * @param maxActiveDetections detections at a time, 1 to 10,000
 * @param halfOpenSynFloor half-open SYNs per second to one destination that never raise an alarm
 * @param oneWayUdpFloor unanswered UDP packets per second that never raise an alarm; answered UDP has ten times it
 * @param icmpEchoFloor ICMP requests per second that never raise an alarm
 * @param baselineFactor an alarm needs this many times what is normal, 1.5 to 10
 * @param release an attack is over when it has been quiet for so long
 */
public record DetectorConfig(
        int shards,
        int maxFlows,
        int ringSamples,
        int maxProducers,
        int maxDestinations,
        int maxPorts,
        int maxActiveDetections,
        double halfOpenSynFloor,
        double oneWayUdpFloor,
        double icmpEchoFloor,
        double baselineFactor,
        Duration release) {
    private static final int COUNTERS = 16_384;
    private static final int PAIRS = 16_384;
    private static final int CELLS = 16_384;
    private static final long SAMPLE_BYTES = 96;
    private static final long FLOW_BYTES = 192;
    private static final int MOST_FLOWS = 1 << 20;
    private static final int FEWEST_FLOWS = 1024;
    private static final Duration UPDATE_EVERY = Duration.ofSeconds(1);

    public DetectorConfig {
        requireBetween("shards", shards, 1, 16);
        requireBetween("maxFlows", maxFlows, FEWEST_FLOWS, 4 * MOST_FLOWS);
        requireBetween("ringSamples", ringSamples, 64, 1 << 16);
        if (Integer.bitCount(ringSamples) != 1) {
            throw new IllegalArgumentException("ringSamples must be a power of two: " + ringSamples);
        }
        requireBetween("maxProducers", maxProducers, 1, 64);
        requireBetween("maxDestinations", maxDestinations, 16, 1 << 20);
        requireBetween("maxPorts", maxPorts, 16, 1 << 20);
        new ThresholdSettings(halfOpenSynFloor, oneWayUdpFloor, icmpEchoFloor, baselineFactor);
        new TrackerSettings(maxActiveDetections, release, UPDATE_EVERY);
    }

    /**
     * The defaults for this machine: a million flows or as many as half of the heap can hold, and a shard for each four
     * cores, since one takes more samples than the event loops of four cores can read.
     */
    public static DetectorConfig defaults() {
        int cores = Runtime.getRuntime().availableProcessors();
        long affordable = Runtime.getRuntime().maxMemory() / 2 / FLOW_BYTES;
        return new DetectorConfig(
                Math.max(1, Math.min(4, cores / 4)),
                (int) Math.max(FEWEST_FLOWS, Math.min(MOST_FLOWS, affordable)),
                16_384,
                10,
                16_384,
                1_024,
                256,
                150,
                250,
                150,
                3,
                Duration.ofSeconds(10));
    }

    /** The same with other floors, in packets per second. */
    public DetectorConfig withFloors(double halfOpenSyn, double oneWayUdp, double icmpEcho) {
        return new DetectorConfig(
                shards,
                maxFlows,
                ringSamples,
                maxProducers,
                maxDestinations,
                maxPorts,
                maxActiveDetections,
                halfOpenSyn,
                oneWayUdp,
                icmpEcho,
                baselineFactor,
                release);
    }

    /** The same with another time of quiet after which an attack is over. */
    public DetectorConfig withRelease(Duration quiet) {
        return new DetectorConfig(
                shards,
                maxFlows,
                ringSamples,
                maxProducers,
                maxDestinations,
                maxPorts,
                maxActiveDetections,
                halfOpenSynFloor,
                oneWayUdpFloor,
                icmpEchoFloor,
                baselineFactor,
                quiet);
    }

    /** The same with another number of shard threads. */
    public DetectorConfig withShards(int count) {
        return new DetectorConfig(
                count,
                maxFlows,
                ringSamples,
                maxProducers,
                maxDestinations,
                maxPorts,
                maxActiveDetections,
                halfOpenSynFloor,
                oneWayUdpFloor,
                icmpEchoFloor,
                baselineFactor,
                release);
    }

    /** The most memory the detector can come to hold, in bytes. */
    public long memoryLimitBytes() {
        return (long) maxProducers * (shards + 1) * ringSamples * SAMPLE_BYTES
                + maxFlows * FLOW_BYTES
                + shards * 7L * ShardAgent.CELLS * 360
                + (shards + 2L) * 10_000 * 280
                + (long) maxPorts * 2 * 256 * 60
                + COUNTERS * 400L
                + PAIRS * 180L
                + CELLS * 360L
                + maxDestinations * 900L
                + maxActiveDetections * 40_000L;
    }

    Pipeline.Size size() {
        return new Pipeline.Size(
                shards, Math.max(FEWEST_FLOWS, (maxFlows + shards - 1) / shards), ringSamples, maxProducers);
    }

    WindowLimits limits() {
        return new WindowLimits(maxDestinations, maxPorts, COUNTERS, PAIRS, CELLS);
    }

    ThresholdSettings thresholds() {
        return new ThresholdSettings(halfOpenSynFloor, oneWayUdpFloor, icmpEchoFloor, baselineFactor);
    }

    TrackerSettings tracking() {
        return new TrackerSettings(maxActiveDetections, release, UPDATE_EVERY);
    }

    private static void requireBetween(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " must be between " + low + " and " + high + ": " + value);
        }
    }
}
