package io.sentinelsdn.benchmarks.detector;

import io.sentinelsdn.detector.Detector;
import io.sentinelsdn.detector.DetectorConfig;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Loads a detector with its own threads and prints what it spends on a sample:
 *
 * <pre>
 * java -cp benchmarks/target/classes:benchmarks/target/lib/* io.sentinelsdn.benchmarks.detector.DetectorLoad \
 *     flows|packets SWITCHESxFLOWS SAMPLES_PER_SECOND PRODUCERS SHARDS SECONDS
 * </pre>
 *
 * CPU is that of the detector's threads and of the producers; these also make up the samples.
 */
public final class DetectorLoad {
    private static final long WARM_UP_NS = TimeUnit.SECONDS.toNanos(8);
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final boolean packets;
    private final String fleet;
    private final long perSecond;
    private final int producers;
    private final long seconds;
    private final Counters counters = new Counters();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Thread> running = new ArrayList<>();

    private DetectorLoad(String[] args) {
        packets = args[0].equals("packets");
        fleet = args[1];
        perSecond = Long.parseLong(args[2]);
        producers = Integer.parseInt(args[3]);
        seconds = Long.parseLong(args[5]);
    }

    public static void main(String[] args) throws Exception {
        if (args.length != 6) {
            throw new IllegalArgumentException("wanted: flows|packets NxM per-second producers shards seconds");
        }
        new DetectorLoad(args).run(Integer.parseInt(args[4]));
    }

    private void run(int shards) throws Exception {
        DetectorConfig config = DetectorConfig.defaults().withShards(shards);
        try (Detector detector =
                new Detector(config, counters, new EmptyTopology(), detection -> {}, event -> {}, () -> null)) {
            detector.start();
            for (int i = 0; i < producers; i++) {
                FlowSampleSink sink = detector.newSink();
                int part = i;
                Thread thread = new Thread(() -> produce(part, sink), "producer-" + i);
                thread.setDaemon(true);
                thread.start();
                running.add(thread);
            }
            LockSupport.parkNanos(WARM_UP_NS);
            measure(detector);
        }
    }

    private void measure(Detector detector) throws Exception {
        long samples = offered();
        long dropped = dropped();
        long detectorCpu = cpu("sentinel-");
        long producerCpu = cpu("producer-");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long left = end - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = end - System.nanoTime();
        }
        samples = offered() - samples;
        dropped = dropped() - dropped;
        detectorCpu = cpu("sentinel-") - detectorCpu;
        producerCpu = cpu("producer-") - producerCpu;
        System.out.printf(
                Locale.ROOT,
                "offered/s=%d dropped=%.4f%% ns a sample: detector=%.1f producers=%.1f sum=%.1f flows=%d %s%n",
                samples / seconds,
                100.0 * dropped / samples,
                (double) detectorCpu / samples,
                (double) producerCpu / samples,
                (double) (detectorCpu + producerCpu) / samples,
                detector.traffic().activeFlows(),
                resident());
    }

    private static String resident() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("")
                .replaceAll("\\s+", " ");
    }

    private long offered() {
        return counters.counters()
                .get(packets ? "sentinel_samples_packet_total" : "sentinel_samples_flow_total")
                .value();
    }

    private long dropped() {
        return counters.counters().get("sentinel_samples_dropped_total").value();
    }

    private long cpu(String prefix) {
        long sum = 0;
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith(prefix)) {
                sum += threads.getThreadCpuTime(id);
            }
        }
        return sum;
    }

    /** Keeps up with the clock, a tick at a time. */
    private void produce(int part, FlowSampleSink sink) {
        Fleet switches = new Fleet(fleet, part, producers, sink);
        long began = System.nanoTime();
        long done = 0;
        while (true) {
            long now = System.nanoTime();
            long due = (long) ((now - began) * 1e-9 * perSecond / producers);
            int count = (int) Math.min(due - done, 20_000);
            if (packets) {
                switches.packets(count, now);
            } else {
                switches.report(count, now);
            }
            done += count;
            if (due - done == 0) {
                LockSupport.parkNanos(TICK_NS);
            } else {
                done = Math.max(done, due - perSecond / 10);
            }
        }
    }
}
