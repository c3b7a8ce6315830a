package io.sentinelsdn.api.http;

import io.sentinelsdn.domain.net.IpAddress;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetAddress;

/**
 * What a request says about who sends it. Its text never shows the secret.
 *
 * @param secret an API key or a token, or null
 * @param address of the peer
 * @param isLoopback whether the peer is on this machine
 */
public record Credentials(String secret, String address, boolean isLoopback) {
    private static final HttpString X_API_KEY = new HttpString("X-API-Key");

    /**
     * From {@code Authorization: Bearer …} or {@code X-API-Key: …}.
     *
     * @throws Problem 401 for another scheme
     */
    static Credentials of(HttpServerExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
        String secret = exchange.getRequestHeaders().getFirst(X_API_KEY);
        if (header != null) {
            if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
                throw Problem.unauthorized("Authorization must be Bearer with an API key or a token");
            }
            secret = header.substring(7).strip();
        }
        InetAddress peer = exchange.getSourceAddress().getAddress();
        return new Credentials(secret, IpAddress.of(peer.getAddress()).toString(), peer.isLoopbackAddress());
    }

    /** The same with a token from the query. */
    Credentials withToken(String token) {
        return new Credentials(token, address, isLoopback);
    }

    /**
     * The address, or for IPv6 its /64: who has one has all of it (RFC 6177).
     */
    public String network() {
        IpAddress ip = IpAddress.parse(address);
        return ip.isV4() ? address : new IpAddress(ip.hi(), 0) + "/64";
    }

    @Override
    public String toString() {
        return "Credentials[address=" + address + ", secret=" + (secret == null ? "none" : "hidden") + "]";
    }
}
