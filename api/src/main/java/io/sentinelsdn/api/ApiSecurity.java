package io.sentinelsdn.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Whom the API serves, and how often.
 *
 * @param rateLimit requests a second of one client, with twice as many at once; 0 for no limit, {@link #STANDARD_RATE}
 *     unless said
 * @param limitsLoopback whether the limit holds for clients on this machine too
 * @param corsOrigins web pages that may use the API beside its own, such as {@code https://noc.example.org}
 * @param tlsCertificate PEM file, or null to speak plain HTTP
 * @param tlsKey PEM file, or null
 * @param tokenLifetime of tokens, a second to a day
 */
public record ApiSecurity(
        int rateLimit,
        boolean limitsLoopback,
        List<String> corsOrigins,
        Path tlsCertificate,
        Path tlsKey,
        Duration tokenLifetime) {
    /** Requests a second of one client that is not on this machine. */
    public static final int STANDARD_RATE = 500;

    public ApiSecurity {
        corsOrigins = List.copyOf(corsOrigins);
        if (rateLimit < 0) {
            throw new IllegalArgumentException("rateLimit must be >= 0: " + rateLimit);
        }
        if ((tlsCertificate == null) != (tlsKey == null)) {
            throw new IllegalArgumentException("TLS for the API needs both a certificate and a key");
        }
        if (tokenLifetime.compareTo(Duration.ofSeconds(1)) < 0 || tokenLifetime.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("tokenLifetime must be between 1 s and a day: " + tokenLifetime);
        }
    }

    /** The defaults. */
    public static ApiSecurity standard() {
        return new ApiSecurity(STANDARD_RATE, false, List.of(), null, null, Duration.ofHours(1));
    }

    boolean usesTls() {
        return tlsCertificate != null;
    }
}
