package io.sentinelsdn.influx;

import java.net.URI;
import java.time.Duration;

/**
 * Where the InfluxDB is.
 *
 * @param url {@code http://} or {@code https://}
 * @param org organisation; may be empty where there is none
 * @param bucket bucket, or database of InfluxDB 1
 * @param token may be empty where none is asked for; never logged
 * @param buffer seconds of numbers that may wait, &ge; 1
 * @param timeout of a request
 */
public record InfluxConfig(String url, String org, String bucket, String token, int buffer, Duration timeout) {
    public InfluxConfig {
        URI uri = URI.create(url);
        if (!("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) || uri.getHost() == null) {
            throw new IllegalArgumentException("influx.url must be http://… or https://…: " + url);
        }
        if (bucket.isBlank()) {
            throw new IllegalArgumentException("influx.bucket must not be blank when influx.url is set");
        }
        if (buffer < 1) {
            throw new IllegalArgumentException("buffer must be >= 1: " + buffer);
        }
    }

    /** An hour may wait; a request has 5 s. */
    public static InfluxConfig at(String url, String org, String bucket, String token) {
        return new InfluxConfig(url, org, bucket, token, 3_600, Duration.ofSeconds(5));
    }

    /** Without the token, so that no log ever holds it. */
    @Override
    public String toString() {
        return "InfluxConfig[url=" + url + ", org=" + org + ", bucket=" + bucket + "]";
    }
}
