package io.sentinelsdn.benchmarks.detector;

import io.sentinelsdn.detector.DetectorConfig;
import io.sentinelsdn.detector.pipeline.Pipeline;
import io.sentinelsdn.detector.threshold.ThresholdSettings;
import io.sentinelsdn.detector.track.TrackerSettings;
import io.sentinelsdn.detector.window.WindowLimits;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What a sample costs while every flow is new, beside what it costs in peace with as many flows known, at the same rate and
 * with tables equally full: CPU time of one thread in virtual time, slices of both in turn.
 *
 * <pre>
 * java -Xmx1g -XX:+UseSerialGC -cp benchmarks/target/classes:benchmarks/target/lib/* \
 *     io.sentinelsdn.benchmarks.detector.FloodCpu [SLICES]
 * </pre>
 */
public final class FloodCpu {
    private static final int BATCH = 1000;
    private static final int FLOWS = 2000;
    private static final int WARM_UP = 12;
    private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(400);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Counters counters = new Counters();
    private final Pipeline pipeline;
    private final FlowSampleSink sink;
    private final Fleet fleet;
    private final FlowSample sample = new FlowSample();
    private final SplittableRandom random = new SplittableRandom(7);
    private final int flows;
    private long nowNs;

    private FloodCpu(int flows) {
        this.flows = flows;
        pipeline = new Pipeline(
                new Pipeline.Size(1, flows, 8192, 1),
                new WindowLimits(16_384, 1024, 16_384, 16_384, 16_384),
                ThresholdSettings.defaults(),
                TrackerSettings.defaults(),
                new EmptyTopology(),
                () -> null,
                () -> null,
                () -> nowNs,
                ns -> Instant.ofEpochSecond(0, ns),
                counters,
                detection -> {});
        sink = pipeline.newSink();
        fleet = new Fleet(flows / FLOWS + "x" + FLOWS, 0, 1, sink);
    }

    /** Prints the figures. */
    public static void main(String[] args) {
        int slices = args.length > 0 ? Integer.parseInt(args[0]) : 30;
        int flows =
                DetectorConfig.defaults().withShards(1).withMemory(256L << 20).maxFlows() / FLOWS * FLOWS;
        FloodCpu peace = new FloodCpu(flows);
        FloodCpu flood = new FloodCpu(flows);
        double[] calm = new double[slices];
        double[] attacked = new double[slices];
        double[] ratios = new double[slices];
        for (int i = -WARM_UP; i < slices; i++) {
            double known = slice(peace::known);
            double fresh = slice(flood::fresh);
            if (i >= 0) {
                calm[i] = known;
                attacked[i] = fresh;
                ratios[i] = fresh / known;
            }
        }
        Arrays.sort(calm);
        Arrays.sort(attacked);
        Arrays.sort(ratios);
        int middle = slices / 2;
        System.out.printf(
                Locale.ROOT,
                "%d flows; ns CPU a sample, median (least): peace %.1f (%.1f), flood %.1f (%.1f);"
                        + " ratio median %.2f, quartiles %.2f to %.2f%n",
                flows,
                calm[middle],
                calm[0],
                attacked[middle],
                attacked[0],
                ratios[middle],
                ratios[slices / 4],
                ratios[slices * 3 / 4]);
        peace.tell("peace");
        flood.tell("flood");
    }

    private void tell(String which) {
        System.out.printf(
                Locale.ROOT,
                "%s: flows=%d evicted=%d refused=%d dropped=%d%n",
                which,
                pipeline.traffic().activeFlows(),
                counters.counters().get("sentinel_flows_evicted_total").value(),
                counters.counters().get("sentinel_flows_refused_total").value(),
                counters.counters().get("sentinel_samples_dropped_total").value());
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
        return (THREADS.getCurrentThreadCpuTime() - began) / (batches * (double) BATCH);
    }

    private void known() {
        passTime();
        fleet.report(BATCH, nowNs);
        work();
    }

    private void fresh() {
        passTime();
        sample.kind = FlowSample.Kind.FLOW;
        sample.protocol = IpProto.UDP;
        sample.packets = 1;
        sample.bytes = 100;
        sample.durationNs = TimeUnit.MILLISECONDS.toNanos(100);
        sample.timeNs = nowNs;
        for (int i = 0; i < BATCH; i++) {
            long tuple = random.nextLong();
            sample.dpid = 1 + (tuple >>> 60);
            sample.inPort = 1 + (int) (tuple >>> 55 & 31);
            sample.srcLo = IpAddress.v4Lo(random.nextInt());
            sample.dstLo = IpAddress.v4Lo(random.nextInt());
            sample.srcPort = (int) tuple & 0xffff;
            sample.dstPort = (int) (tuple >>> 16) & 0xffff;
            sink.offer(sample);
        }
        work();
    }

    private void passTime() {
        nowNs += TimeUnit.SECONDS.toNanos(1) * BATCH / flows;
    }

    private void work() {
        pipeline.shards().get(0).doWork(nowNs);
        pipeline.window().doWork(nowNs);
    }
}
