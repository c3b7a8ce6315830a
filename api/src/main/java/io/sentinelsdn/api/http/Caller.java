package io.sentinelsdn.api.http;

import io.sentinelsdn.domain.auth.Role;

/**
 * Who asks.
 *
 * @param actor for the audit: id and name of a key, {@code local} when the API is open, {@code nobody} without a key
 * @param role what they may do; null for nobody
 * @param address where the request comes from
 * @param client what the rate limit counts by
 */
public record Caller(String actor, Role role, String address, String client) {
    /** Somebody without a key. */
    public static Caller nobody(String address) {
        return new Caller("nobody", null, address, address);
    }
}
