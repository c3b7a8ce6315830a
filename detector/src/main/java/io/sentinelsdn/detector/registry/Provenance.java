package io.sentinelsdn.detector.registry;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a model comes from.
 *
 * @param data what it was trained on, for people (file name or description)
 * @param dataSha256 SHA-256 of the training data, hexadecimal
 * @param rows rows it learned from
 * @param seed the seed: with the same data, code version and configuration it gives the same model
 * @param codeVersion version of Sentinel that trained it
 * @param created when
 * @param configuration how it was trained, by name, in the order of writing, for example {@code trees} = {@code 50}
 */
public record Provenance(
        String data,
        String dataSha256,
        long rows,
        long seed,
        String codeVersion,
        Instant created,
        Map<String, String> configuration) {
    public Provenance {
        if (!dataSha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("dataSha256 must be 64 hexadecimal digits: " + dataSha256);
        }
        if (rows < 1) {
            throw new IllegalArgumentException("rows must be >= 1: " + rows);
        }
        configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
    }
}
