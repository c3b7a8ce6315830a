package io.sentinelsdn.api.auth;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import io.sentinelsdn.domain.auth.ApiKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Signed tokens (JWT, RFC 7519, HS256) that stand for a key for a while. The signing secret is made at the start and
 * never leaves the process: after a restart clients ask for new tokens. Any thread may call.
 */
final class Tokens {
    private static final String ISSUER = "sentinel";

    private volatile Duration lifetime;
    private final Clock clock;
    private final Algorithm algorithm;
    private final JWTVerifier verifier;

    Tokens(Duration lifetime, Clock clock) {
        this.lifetime = lifetime;
        this.clock = clock;
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.algorithm = Algorithm.HMAC256(secret);
        JWTVerifier.BaseVerification verification =
                (JWTVerifier.BaseVerification) JWT.require(algorithm).withIssuer(ISSUER);
        this.verifier = verification.build(clock);
    }

    Duration lifetime() {
        return lifetime;
    }

    void lifetime(Duration other) {
        lifetime = other;
    }

    /** A token for a key. */
    String issue(ApiKey key) {
        Instant now = clock.instant();
        return JWT.create()
                .withIssuer(ISSUER)
                .withSubject(key.id())
                .withClaim("role", key.role().wireName())
                .withIssuedAt(now)
                .withExpiresAt(now.plus(lifetime))
                .sign(algorithm);
    }

    /**
     * What a token says.
     *
     * @param keyId whose it is; the key may have been revoked since
     */
    record Token(String keyId, Instant expiresAt) {}

    /** The token in a text, if it is one of ours and not over. */
    Optional<Token> read(String text) {
        try {
            DecodedJWT token = verifier.verify(text);
            return Optional.of(new Token(token.getSubject(), token.getExpiresAtAsInstant()));
        } catch (JWTVerificationException notOurs) {
            return Optional.empty();
        }
    }
}
