package io.sentinelsdn.cli.wiring;

import io.sentinelsdn.domain.flow.TrafficView;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.SeriesStore;
import io.sentinelsdn.domain.spi.TrafficSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@link SeriesStore#STANDARD_METRICS} once a second, from snapshots that are there anyway. Has a thread of its
 * own, so that nobody else waits for a store.
 */
final class SeriesFeed implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SeriesFeed.class);

    private final TrafficSource traffic;
    private final IntSupplier rules;
    private final IntSupplier switches;
    private final Counters.Counter requests;
    private final SeriesStore store;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "series-feed");
        thread.setDaemon(true);
        return thread;
    });
    /** Both owned by the feed's thread. */
    private Instant before;

    private long requestsBefore;

    SeriesFeed(TrafficSource traffic, IntSupplier rules, IntSupplier switches, Counters counters, SeriesStore store) {
        this.traffic = traffic;
        this.rules = rules;
        this.switches = switches;
        this.requests = counters.counter("sentinel_store_requests_total", "Requests of gateways that were stored");
        this.store = store;
    }

    void start() {
        timer.scheduleAtFixedRate(this::turn, 1, 1, TimeUnit.SECONDS);
    }

    /** Writes the values of a moment. */
    void tick(Instant now) {
        TrafficView view = traffic.traffic();
        Map<String, Double> values = new HashMap<>();
        values.put("pps", view.pps());
        values.put("bps", view.bps());
        values.put("active_flows", (double) view.activeFlows());
        values.put("new_flows_per_second", view.newFlowsPerSecond());
        for (String protocol : new String[] {"tcp", "udp", "icmp"}) {
            values.put(protocol + "_pps", view.ppsByProtocol().getOrDefault(protocol, 0.0));
        }
        values.put("active_attacks", (double) traffic.activeDetections().size());
        values.put("active_rules", (double) rules.getAsInt());
        values.put("connected_switches", (double) switches.getAsInt());
        values.put("requests_per_second", requestsPerSecond(now));
        store.record(now, values);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            timer.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private double requestsPerSecond(Instant now) {
        long total = requests.value();
        double seconds = before == null ? 0 : Duration.between(before, now).toNanos() / 1e9;
        double rate = seconds > 0 ? (total - requestsBefore) / seconds : 0;
        before = now;
        requestsBefore = total;
        return rate;
    }

    private void turn() {
        try {
            tick(Instant.now());
        } catch (RuntimeException failed) {
            log.warn("numbers of this second are not kept reason={}", failed.toString());
        }
    }
}
