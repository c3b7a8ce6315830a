package io.sentinelsdn.api.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Versions of resources (RFC 9110 section 8.8.3). Stateless. */
public final class ETags {
    private ETags() {}

    /** A strong tag for whatever these facts say; other facts, another tag. */
    public static String of(Object... facts) {
        StringBuilder all = new StringBuilder();
        for (Object fact : facts) {
            all.append(fact).append('\u0000');
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(hash, 0, 8) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /**
     * Whether a condition holds.
     *
     * @param condition {@code *} or tags with commas between
     * @param strong whether weak tags never match, as for If-Match
     */
    static boolean matches(String condition, String tag, boolean strong) {
        for (String one : condition.split(",", -1)) {
            String given = one.strip();
            if (!strong && given.startsWith("W/")) {
                given = given.substring(2);
            }
            if (given.equals("*") || given.equals(tag)) {
                return true;
            }
        }
        return false;
    }
}
