package io.sentinelsdn.api;

import java.time.Duration;

/**
 * How the API listens and what it bears.
 *
 * @param host name or address to listen at
 * @param port 0 to 65535; 0 takes a free one
 * @param insecure whether to serve without keys on an address that others can reach
 * @param maxConnections connections at once, &ge; 1; more wait to be accepted
 * @param maxBodyBytes largest request body, &ge; 1
 * @param requestTimeout for the head of a request, and again for its body
 * @param idleTimeout for a connection without a request
 * @param answerTimeout how long a request waits for the network; the network itself answers within 5 s
 * @param workerThreads threads that answer, &ge; 1
 * @param security whom it serves
 */
public record ApiConfig(
        String host,
        int port,
        boolean insecure,
        int maxConnections,
        long maxBodyBytes,
        Duration requestTimeout,
        Duration idleTimeout,
        Duration answerTimeout,
        int workerThreads,
        ApiSecurity security) {
    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8080;

    public ApiConfig {
        if (host.isBlank()) {
            throw new IllegalArgumentException("api host must not be blank");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("api port must be between 0 and 65535: " + port);
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections must be >= 1: " + maxConnections);
        }
        if (maxBodyBytes < 1) {
            throw new IllegalArgumentException("maxBodyBytes must be >= 1: " + maxBodyBytes);
        }
        requirePositive("requestTimeout", requestTimeout);
        requirePositive("idleTimeout", idleTimeout);
        requirePositive("answerTimeout", answerTimeout);
        if (workerThreads < 1) {
            throw new IllegalArgumentException("workerThreads must be >= 1: " + workerThreads);
        }
    }

    /** The defaults at this address. */
    public static ApiConfig at(String host, int port, boolean insecure) {
        return new ApiConfig(
                host,
                port,
                insecure,
                4_096,
                1 << 20,
                Duration.ofSeconds(15),
                Duration.ofMinutes(1),
                Duration.ofSeconds(6),
                16,
                ApiSecurity.standard());
    }

    /** The same for others. */
    public ApiConfig with(ApiSecurity other) {
        return new ApiConfig(
                host,
                port,
                insecure,
                maxConnections,
                maxBodyBytes,
                requestTimeout,
                idleTimeout,
                answerTimeout,
                workerThreads,
                other);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be > 0: " + duration);
        }
    }
}
