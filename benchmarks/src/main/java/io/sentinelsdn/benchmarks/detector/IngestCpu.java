package io.sentinelsdn.benchmarks.detector;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * {@link SampleIngestBenchmark} by CPU time instead of wall time, for a machine that does other things too:
 *
 * <pre>
 * java -cp benchmarks/target/classes:benchmarks/target/lib/* io.sentinelsdn.benchmarks.detector.IngestCpu \
 *     flows|packets SWITCHESxFLOWS
 * </pre>
 */
public final class IngestCpu {
    private static final int WARM_UP = 20;
    private static final int SLICES = 40;
    private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private IngestCpu() {}

    public static void main(String[] args) {
        SampleIngestBenchmark benchmark = new SampleIngestBenchmark();
        benchmark.fleet = args[1];
        benchmark.shards = 1;
        benchmark.build();
        Runnable batch = args[0].equals("packets") ? benchmark::packets : benchmark::flows;
        for (int i = 0; i < WARM_UP; i++) {
            slice(batch);
        }
        double[] slices = new double[SLICES];
        for (int i = 0; i < SLICES; i++) {
            slices[i] = slice(batch);
        }
        Arrays.sort(slices);
        System.out.printf(Locale.ROOT, "ns CPU a sample: median %.1f, least %.1f%n", slices[SLICES / 2], slices[0]);
        benchmark.tell();
    }

    private static double slice(Runnable batch) {
        long began = THREADS.getCurrentThreadCpuTime();
        long batches = 0;
        while (THREADS.getCurrentThreadCpuTime() - began < SLICE_NS) {
            for (int i = 0; i < 100; i++) {
                batch.run();
            }
            batches += 100;
        }
        return (THREADS.getCurrentThreadCpuTime() - began) / (batches * (double) SampleIngestBenchmark.BATCH);
    }
}
