package io.sentinelsdn.influx;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxQLQueryApi;
import com.influxdb.client.domain.InfluxQLQuery;
import com.influxdb.exceptions.InfluxException;
import com.influxdb.query.InfluxQLQueryResult;
import io.sentinelsdn.domain.spi.SeriesStore.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads numbers back by InfluxQL, which InfluxDB 1 and 2 both speak. Any thread may call; waits for the network. */
final class InfluxReader {
    private final InfluxQLQueryApi api;
    private final InfluxConfig config;

    InfluxReader(InfluxDBClient client, InfluxConfig config) {
        this.api = client.getInfluxQLQueryApi();
        this.config = config;
    }

    /**
     * Means and highest values, oldest first.
     *
     * @throws UncheckedIOException when it does not answer
     */
    List<Point> points(String metric, Instant since, Instant until, Duration step) {
        if (!metric.matches("[A-Za-z0-9_]+")) {
            return List.of();
        }
        String query = "SELECT mean(\"" + metric + "\"), max(\"" + metric + "\") FROM \"" + LineProtocol.MEASUREMENT
                + "\" WHERE time >= " + since.getEpochSecond() + "s AND time < " + until.getEpochSecond()
                + "s GROUP BY time(" + step.toSeconds() + "s) fill(none)";
        try {
            InfluxQLQueryResult result = api.query(
                    new InfluxQLQuery(query, config.bucket()).setPrecision(InfluxQLQuery.InfluxQLPrecision.SECONDS));
            List<Point> points = new ArrayList<>();
            for (InfluxQLQueryResult.Result each : result.getResults()) {
                for (InfluxQLQueryResult.Series series : each.getSeries()) {
                    series.getValues().forEach(row -> points.add(point(row)));
                }
            }
            return points;
        } catch (InfluxException failed) {
            String message = "influx does not answer: " + failed.getMessage();
            throw new UncheckedIOException(message, new IOException(message, failed));
        }
    }

    private static Point point(InfluxQLQueryResult.Series.Record row) {
        return new Point(
                Instant.ofEpochSecond(Long.parseLong(String.valueOf(row.getValueByKey("time")))),
                Double.parseDouble(String.valueOf(row.getValueByKey("mean"))),
                Double.parseDouble(String.valueOf(row.getValueByKey("max"))));
    }
}
