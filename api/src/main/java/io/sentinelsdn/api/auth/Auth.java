package io.sentinelsdn.api.auth;

import io.sentinelsdn.api.http.Doorkeeper;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The parts of this room, put together. */
public final class Auth {
    private final Keyring keyring;
    private final Tokens tokens;
    private final Authenticator authenticator;
    private final AuthRoutes routes;

    /**
     * Reads the keys.
     *
     * @param mayBeOpen whether everybody may do everything while there is no key
     * @param tokenLifetime of tokens, &gt; 0
     */
    public Auth(KeyStore store, boolean mayBeOpen, Duration tokenLifetime, Clock clock, Counters counters) {
        keyring = new Keyring(store, clock);
        tokens = new Tokens(tokenLifetime, clock);
        authenticator = new Authenticator(keyring, tokens, clock, mayBeOpen, counters);
        routes = new AuthRoutes(keyring, tokens, authenticator);
        counters.gauge(
                "sentinel_api_keys", "Keys of the API", () -> keyring.keys().size());
    }

    /** Of tokens that are issued from now on. */
    public void tokenLifetime(Duration lifetime) {
        tokens.lifetime(lifetime);
    }

    public Keyring keyring() {
        return keyring;
    }

    public Doorkeeper doorkeeper() {
        return authenticator;
    }

    public List<Route> routes() {
        return routes.routes();
    }
}
