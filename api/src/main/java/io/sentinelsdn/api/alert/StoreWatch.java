package io.sentinelsdn.api.alert;

import io.sentinelsdn.domain.metric.Counters;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks every two seconds whether the store takes writes, by its own gauge, and raises an alert when it does not. */
public final class StoreWatch implements AutoCloseable {
    private static final String GAUGE = "sentinel_store_in_trouble";
    private static final long EVERY_MS = 2_000;

    private final Counters counters;
    private final AlertBook book;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread watch = new Thread(work, "api-store-watch");
        watch.setDaemon(true);
        return watch;
    });

    /** A watch; it looks once it is started. */
    public StoreWatch(Counters counters, AlertBook book) {
        this.counters = counters;
        this.book = book;
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::look, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /** Once; what throws is the store's own trouble. */
    void look() {
        try {
            Counters.Gauge gauge = counters.gauges().get(GAUGE);
            if (gauge != null && gauge.value().getAsDouble() > 0) {
                book.storeFailed("the log says why; rules and detection go on");
            }
        } catch (RuntimeException broken) {
            book.storeFailed(String.valueOf(broken.getMessage()));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
