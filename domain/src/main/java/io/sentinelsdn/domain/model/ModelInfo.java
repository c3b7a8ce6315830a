package io.sentinelsdn.domain.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model that can score.
 *
 * @param id what it is called
 * @param kind for example {@code random_forest}
 * @param active whether it scores live traffic
 * @param sha256 of its file, hexadecimal; decisions name it by this
 * @param schemaVersion version of the feature schema
 * @param schemaHash hash of the feature schema
 * @param features names of the features
 * @param classes classes it tells apart; empty where it only knows how unusual a flow is
 * @param data what it was trained on
 * @param dataSha256 fingerprint of that
 * @param rows rows it learnt from
 * @param seed where all chance came from
 * @param codeVersion what trained it
 * @param createdAt when
 * @param configuration how it was trained, by name
 * @param metrics what it is worth, by name
 */
public record ModelInfo(
        String id,
        String kind,
        boolean active,
        String sha256,
        int schemaVersion,
        String schemaHash,
        List<String> features,
        List<String> classes,
        String data,
        String dataSha256,
        long rows,
        long seed,
        String codeVersion,
        Instant createdAt,
        Map<String, String> configuration,
        Map<String, Double> metrics) {
    public ModelInfo {
        features = List.copyOf(features);
        classes = List.copyOf(classes);
        configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
