package io.sentinelsdn.domain.auth;

import java.time.Instant;

/**
 * A key of the API as it is stored: what is needed to recognise its secret, not the secret.
 *
 * @param id 16 hexadecimal digits, part of the key itself and no secret
 * @param name for people, at most 100 characters
 * @param salt hexadecimal
 * @param hash PBKDF2-HMAC-SHA256 of the secret, hexadecimal
 * @param iterations of the hash
 */
public record ApiKey(String id, String name, Role role, String salt, String hash, int iterations, Instant createdAt) {
    public ApiKey {
        if (!id.matches("[0-9a-f]{16}")) {
            throw new IllegalArgumentException("id must have 16 hexadecimal digits: " + id);
        }
        if (name.length() > 100 || name.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("name must have at most 100 characters, no control characters");
        }
        if (iterations < 1) {
            throw new IllegalArgumentException("iterations must be >= 1: " + iterations);
        }
    }

    /** Without salt and hash, so that no log ever holds them. */
    @Override
    public String toString() {
        return "ApiKey[id=" + id + ", name=" + name + ", role=" + role + "]";
    }
}
