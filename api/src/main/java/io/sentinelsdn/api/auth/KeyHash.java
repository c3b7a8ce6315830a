package io.sentinelsdn.api.auth;

import io.sentinelsdn.domain.auth.ApiKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2-HMAC-SHA256 (RFC 8018 section 5.2) of secrets. Stateless; a hash takes some milliseconds. */
final class KeyHash {
    /** Secrets have 256 random bits: the hash has nothing to slow down but the reading of a stolen table. */
    static final int ITERATIONS = 10_000;

    private static final int BITS = 256;

    private KeyHash() {}

    static String of(String secret, String saltHex, int iterations) {
        try {
            PBEKeySpec spec =
                    new PBEKeySpec(secret.toCharArray(), HexFormat.of().parseHex(saltHex), iterations, BITS);
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            return HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has PBKDF2WithHmacSHA256", e);
        }
    }

    /** Whether the secret is the key's; takes the same time wherever it differs. */
    static boolean matches(ApiKey key, String secret) {
        byte[] expected = HexFormat.of().parseHex(key.hash());
        byte[] given = HexFormat.of().parseHex(of(secret, key.salt(), key.iterations()));
        return MessageDigest.isEqual(expected, given);
    }
}
