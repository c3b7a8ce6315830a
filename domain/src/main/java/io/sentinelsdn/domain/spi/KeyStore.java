package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.auth.ApiKey;
import java.util.List;

/** Keeps the keys of the API. Never dropped; {@link #flush} waits until they are on disk. */
public interface KeyStore {
    /** Oldest first. */
    List<ApiKey> keys();

    /** Inserts or replaces by id. */
    void saveKey(ApiKey key);

    void deleteKey(String id);

    /** Waits until everything written so far is on disk. */
    void flush();
}
