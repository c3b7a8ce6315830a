package io.sentinelsdn.api.auth;

import io.sentinelsdn.api.http.Caller;
import io.sentinelsdn.api.http.Credentials;
import io.sentinelsdn.api.http.Doorkeeper;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.RateLimiter;
import io.sentinelsdn.domain.auth.ApiKey;
import io.sentinelsdn.domain.auth.Role;
import io.sentinelsdn.domain.metric.Counters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Says who sends a request. What was found right once is remembered under a keyed hash, so that it costs microseconds
 * from then on; a revoked key is refused all the same, since every request looks it up.
 *
 * <p>Of secrets that name a key and are wrong, one address may try twenty at once and one every three seconds; of those
 * that name none, any number, since they cost nothing.
 */
public final class Authenticator implements Doorkeeper {
    private static final int MOST_REMEMBERED = 2_000;
    private static final int AT_ONCE = 2;
    private static final String KEY = "key ";

    private record Known(String keyId, Instant until) {}

    private final Keyring keyring;
    private final Tokens tokens;
    private final Clock clock;
    private final boolean mayBeOpen;
    private final SecretKeySpec remembering;
    private final RateLimiter attempts = new RateLimiter(1 / 3.0, 20, 10_000);
    private final Semaphore atOnce = new Semaphore(AT_ONCE);
    private final Map<String, Known> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };
    private final Counters.Counter strangers;

    /**
     * An authenticator.
     *
     * @param mayBeOpen whether everybody may do everything while there is no key
     */
    Authenticator(Keyring keyring, Tokens tokens, Clock clock, boolean mayBeOpen, Counters counters) {
        this.keyring = keyring;
        this.tokens = tokens;
        this.clock = clock;
        this.mayBeOpen = mayBeOpen;
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.remembering = new SecretKeySpec(secret, "HmacSHA256");
        this.strangers = counters.counter(
                "sentinel_api_unauthorized_total", "Requests with a key or token that is none of ours");
    }

    @Override
    public boolean isOpen() {
        return mayBeOpen && keyring.isEmpty();
    }

    @Override
    public boolean isWelcome(Caller caller) {
        String client = caller.client();
        return client.startsWith(KEY)
                ? keyring.byId(client.substring(KEY.length())).isPresent()
                : isOpen();
    }

    @Override
    public Caller recognise(Credentials credentials) {
        if (isOpen()) {
            return new Caller("local", Role.ADMIN, credentials.address(), credentials.network());
        }
        if (credentials.secret() == null) {
            return new Caller("nobody", null, credentials.address(), credentials.network());
        }
        Known remembered;
        synchronized (known) {
            remembered = known.get(hidden(credentials.secret()));
        }
        if (remembered == null) {
            return null;
        }
        return keyring.byId(remembered.keyId())
                .filter(key -> clock.instant().isBefore(remembered.until()))
                .map(key -> caller(key, credentials))
                .orElse(null);
    }

    @Override
    public Caller identify(Credentials credentials) {
        String secret = credentials.secret();
        if (Keyring.looksLikeKey(secret)) {
            ApiKey key = keyOf(credentials);
            remember(secret, new Known(key.id(), Instant.MAX));
            return caller(key, credentials);
        }
        Optional<Tokens.Token> token = tokens.read(secret);
        Optional<ApiKey> key = token.flatMap(read -> keyring.byId(read.keyId()));
        if (key.isEmpty()) {
            strangers.increment();
            throw Problem.unauthorized("this token is none of ours, is over, or its key was revoked");
        }
        remember(secret, new Known(key.get().id(), token.get().expiresAt()));
        return caller(key.get(), credentials);
    }

    /**
     * The key in these credentials.
     *
     * @throws Problem 401, 429 or 503
     */
    ApiKey keyOf(Credentials credentials) {
        ApiKey key = keyring.claimed(credentials.secret()).orElseThrow(this::stranger);
        long wait = attempts.take(credentials.network(), System.nanoTime());
        if (wait > 0) {
            throw Problem.tooMany("too many keys were tried from this address", wait);
        }
        if (!atOnce.tryAcquire()) {
            throw Problem.unavailable("busy", "too many keys are being looked at, try again");
        }
        try {
            if (!Keyring.opens(key, credentials.secret())) {
                throw stranger();
            }
            return key;
        } finally {
            atOnce.release();
        }
    }

    private Problem stranger() {
        strangers.increment();
        return Problem.unauthorized("this key is none of ours");
    }

    private static Caller caller(ApiKey key, Credentials credentials) {
        String actor = key.name().isEmpty() ? key.id() : key.id() + " " + key.name();
        return new Caller(actor, key.role(), credentials.address(), KEY + key.id());
    }

    private void remember(String secret, Known who) {
        synchronized (known) {
            known.put(hidden(secret), who);
        }
    }

    private String hidden(String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(remembering);
            return HexFormat.of().formatHex(mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }
}
