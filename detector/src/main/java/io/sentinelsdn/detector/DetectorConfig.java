package io.sentinelsdn.detector;

import io.sentinelsdn.detector.pipeline.Pipeline;
import io.sentinelsdn.detector.pipeline.ShardAgent;
import io.sentinelsdn.detector.threshold.ThresholdSettings;
import io.sentinelsdn.detector.track.TrackerSettings;
import io.sentinelsdn.detector.window.WindowLimits;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * Settings of the detector: all defaults are here, all values are checked here.
 *
 * <p>Memory is bounded by these numbers whatever traffic comes; {@link #memoryLimitBytes()} adds them up. The defaults
 * fit into {@link #DEFAULT_MEMORY_BYTES}: what the rest leaves is for flows. With one shard:
 *
 * <pre>
 * flow tables   what is left: 380,000 flows × 192 B, in steps of 0.7 MB   74 MB
 * rings         maxProducers 10 × (1 shard + 1) × 16,384 samples × 96 B   31 MB
 * summaries     1 shard × 3 × 8,192 cells × 592 B                         15 MB
 * quarters      1 shard × 4 × 8,192 cells × 592 B, from 65,536 flows on   19 MB
 * verdicts      1 shard × 8,192 cells × 592 B, when a hybrid is active       5 MB
 * graph         1 shard × 3 × 8,192 flows × 184 B, when one is active        5 MB
 * flow lists    (1 shard + 2) × 10,000 × 280 B                             8 MB
 * samples       1,024 ports × 2 × 256 packets × 60 B                      31 MB
 * counters      16,384 × 400 B                                             7 MB
 * pairs         16,384 × 250 B                                             4 MB
 * cells         16,384 × 592 B                                            10 MB
 * destinations  16,384 × 1.6 kB                                           26 MB
 * subjects      1,536 × 8 kB                                              13 MB
 * culprits      probes, slow connections, pairs over TCP                  10 MB
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
@RecordBuilder
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
        Duration release)
        implements DetectorConfigBuilder.With {
    /** What the detector may come to hold unless said otherwise: 256 MiB. */
    public static final long DEFAULT_MEMORY_BYTES = 256L << 20;

    private static final long LEAST_MEMORY_BYTES = 200L << 20;
    private static final long MOST_MEMORY_BYTES = 8192L << 20;
    private static final int SUBJECTS = 1536;
    private static final long CULPRIT_BYTES = 10_000_000;
    private static final long CELL_BYTES = 592;
    private static final long GRAPH_BYTES = 3L * 8_192 * 184;
    private static final int COUNTERS = 16_384;
    private static final int PAIRS = 16_384;
    private static final int CELLS = 16_384;
    private static final long SAMPLE_BYTES = 96;
    private static final long FLOW_BYTES = 192;
    private static final int MOST_FLOWS = 1 << 20;
    private static final int FEWEST_FLOWS = 1024;
    private static final int ENOUGH_FLOWS = 100_000;
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
     * The defaults for this machine, in {@link #DEFAULT_MEMORY_BYTES}: a shard for each four cores as far as memory
     * reaches, since one takes more samples than the event loops of four cores can read, and as many flows as fit.
     */
    public static DetectorConfig defaults() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new DetectorConfig(
                        Math.max(1, Math.min(4, cores / 4)),
                        FEWEST_FLOWS,
                        16_384,
                        10,
                        16_384,
                        1_024,
                        256,
                        150,
                        250,
                        150,
                        3,
                        Duration.ofSeconds(10))
                .withMemory(DEFAULT_MEMORY_BYTES);
    }

    /**
     * The same, fitted into so many bytes: as many flows as there is room for (a million at most, and no more than half of
     * the heap holds), with fewer shards where they would not leave enough.
     *
     * @param bytes 200 MiB to 8 GiB
     */
    public DetectorConfig withMemory(long bytes) {
        if (bytes < LEAST_MEMORY_BYTES || bytes > MOST_MEMORY_BYTES) {
            throw new IllegalArgumentException("memory must be between 200 and 8192 MiB: " + (bytes >> 20));
        }
        int fitting = shards;
        while (fitting > 1 && roomForFlows(fitting, bytes) < ENOUGH_FLOWS) {
            fitting--;
        }
        long affordable = Runtime.getRuntime().maxMemory() / 2 / FLOW_BYTES;
        long flows = Math.min(MOST_FLOWS, Math.min(affordable, roomForFlows(fitting, bytes)));
        return with().shards(fitting)
                .maxFlows((int) Math.max(FEWEST_FLOWS, flows))
                .build();
    }

    private long roomForFlows(int shardCount, long bytes) {
        return (bytes - besideFlows(shardCount)) / FLOW_BYTES;
    }

    /** The same with other floors, in packets per second. */
    public DetectorConfig withFloors(double halfOpenSyn, double oneWayUdp, double icmpEcho) {
        return with().halfOpenSynFloor(halfOpenSyn)
                .oneWayUdpFloor(oneWayUdp)
                .icmpEchoFloor(icmpEcho)
                .build();
    }

    /** The most memory the detector can come to hold, in bytes. */
    public long memoryLimitBytes() {
        return besideFlows(shards) + maxFlows * FLOW_BYTES;
    }

    private long besideFlows(int shardCount) {
        return (long) maxProducers * (shardCount + 1) * ringSamples * SAMPLE_BYTES
                + shardCount * (8L * ShardAgent.CELLS * CELL_BYTES + GRAPH_BYTES)
                + (shardCount + 2L) * 10_000 * 280
                + (long) maxPorts * 2 * 256 * 60
                + COUNTERS * 400L
                + PAIRS * 250L
                + CELLS * CELL_BYTES
                + maxDestinations * 1_600L
                + SUBJECTS * 8_000L
                + CULPRIT_BYTES
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
