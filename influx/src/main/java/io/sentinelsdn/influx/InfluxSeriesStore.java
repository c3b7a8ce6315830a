package io.sentinelsdn.influx;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.SeriesStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.OkHttpClient;

/**
 * Keeps numbers in a store of ours and tells them to an InfluxDB too. What our store covers is read from there, so that
 * the dashboard does not depend on others; what is older is read from InfluxDB.
 */
public final class InfluxSeriesStore implements SeriesStore, AutoCloseable {
    private final SeriesStore ours;
    private final Clock clock;
    private final InfluxDBClient client;
    private final InfluxWriter writer;
    private final InfluxReader reader;

    private InfluxSeriesStore(SeriesStore ours, InfluxConfig config, Clock clock, Counters counters) {
        this.ours = ours;
        this.clock = clock;
        InfluxDBClientOptions.Builder options = InfluxDBClientOptions.builder()
                .url(config.url())
                .org(config.org())
                .bucket(config.bucket())
                .okHttpClient(new OkHttpClient.Builder()
                        .connectTimeout(config.timeout())
                        .readTimeout(config.timeout())
                        .writeTimeout(config.timeout()));
        if (!config.token().isEmpty()) {
            options.authenticateToken(config.token().toCharArray());
        }
        this.client = InfluxDBClientFactory.create(options.build());
        this.writer = new InfluxWriter(client, config, counters);
        this.reader = new InfluxReader(client, config);
    }

    /** Starts to tell; whether anybody is there shows later. */
    public static InfluxSeriesStore start(SeriesStore ours, InfluxConfig config, Clock clock, Counters counters) {
        InfluxSeriesStore store = new InfluxSeriesStore(ours, config, clock, counters);
        store.writer.start();
        return store;
    }

    @Override
    public void record(Instant at, Map<String, Double> values) {
        ours.record(at, values);
        String line = LineProtocol.line(at, values);
        if (!line.isEmpty()) {
            writer.offer(line);
        }
    }

    @Override
    public Set<String> metrics() {
        return ours.metrics();
    }

    @Override
    public List<Point> points(String metric, Instant since, Instant until, Duration step) {
        boolean older = since.isBefore(clock.instant().minus(Resolution.MINUTE.kept()));
        return older ? reader.points(metric, since, until, step) : ours.points(metric, since, until, step);
    }

    @Override
    public void close() {
        writer.close();
        client.close();
    }
}
