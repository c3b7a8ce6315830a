package io.sentinelsdn.api.auth;

import io.sentinelsdn.domain.auth.ApiKey;
import io.sentinelsdn.domain.auth.Role;
import io.sentinelsdn.domain.spi.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of the API: {@code snt_} id {@code _} secret. The secret is shown once, when the key is made; only its hash
 * is kept. At most 1,000 keys. Any thread may call.
 */
public final class Keyring {
    /** Keys at most. */
    public static final int MOST = 1_000;

    private static final String PREFIX = "snt_";
    private static final int ID_END = PREFIX.length() + 16;
    private static final int LENGTH = ID_END + 1 + 43;

    private final KeyStore store;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();

    /** The keys of a store, read now; from then on they change through this object only. */
    public Keyring(KeyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        store.keys().forEach(key -> keys.put(key.id(), key));
    }

    /**
     * A key that was just made.
     *
     * @param text the whole key, shown this once
     */
    public record NewKey(ApiKey key, String text) {
        @Override
        public String toString() {
            return "NewKey[" + key + "]";
        }
    }

    /**
     * Makes a key; it is on disk when this returns.
     *
     * @throws IllegalArgumentException for a bad name
     * @throws IllegalStateException when there are too many
     */
    public synchronized NewKey create(String name, Role role) {
        if (keys.size() >= MOST) {
            throw new IllegalStateException("there are " + MOST + " keys already, revoke one");
        }
        String id = HexFormat.of().formatHex(bytes(8));
        String salt = HexFormat.of().formatHex(bytes(16));
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
        ApiKey key = new ApiKey(
                id,
                name,
                role,
                salt,
                KeyHash.of(secret, salt, KeyHash.ITERATIONS),
                KeyHash.ITERATIONS,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        store.saveKey(key);
        store.flush();
        keys.put(id, key);
        return new NewKey(key, PREFIX + id + "_" + secret);
    }

    /** Forgets a key, at once and on disk; false if there is none of this id. */
    public synchronized boolean revoke(String id) {
        if (!keys.containsKey(id)) {
            return false;
        }
        store.deleteKey(id);
        keys.remove(id);
        store.flush();
        return true;
    }

    /** Oldest first. */
    public List<ApiKey> keys() {
        return keys.values().stream()
                .sorted(Comparator.comparing(ApiKey::createdAt).thenComparing(ApiKey::id))
                .toList();
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The key of this id. */
    Optional<ApiKey> byId(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** Whether a text looks like a key, whoever's. */
    static boolean looksLikeKey(String text) {
        return text.startsWith(PREFIX);
    }

    /** The key whose id stands in the text; whether its secret is right has to be looked at. Takes no time. */
    Optional<ApiKey> claimed(String text) {
        boolean wellFormed = text.length() == LENGTH && text.startsWith(PREFIX) && text.charAt(ID_END) == '_';
        return wellFormed ? byId(text.substring(PREFIX.length(), ID_END)) : Optional.empty();
    }

    /** Whether the text has the secret of this key. Takes some milliseconds. */
    static boolean opens(ApiKey key, String text) {
        return KeyHash.matches(key, text.substring(ID_END + 1));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
