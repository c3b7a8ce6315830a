package io.sentinelsdn.detector.model;

import java.util.Arrays;
import java.util.List;

/** The kinds of model, by the names that people and files use. */
public enum ModelKind {
    RANDOM_FOREST("random_forest"),
    ISOLATION_FOREST("isolation_forest"),
    AUTOENCODER("autoencoder"),
    GNN("gnn"),
    HYBRID("hybrid");

    private final String text;

    ModelKind(String text) {
        this.text = text;
    }

    /**
     * The kind of this name.
     *
     * @throws IllegalArgumentException if there is none; names those that there are
     */
    public static ModelKind of(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "kind of model must be one of " + String.join(", ", names()) + ": " + text));
    }

    /** All names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(ModelKind::toString).toList();
    }

    /** Its name, for example {@code random_forest}. */
    @Override
    public String toString() {
        return text;
    }
}
