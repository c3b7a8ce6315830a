package io.sentinelsdn.cli.command;

import io.sentinelsdn.detector.registry.ModelFile;
import io.sentinelsdn.detector.registry.ModelRegistry;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A model that somebody names: an id of the registry, or a file. */
final class ModelChoice {
    private ModelChoice() {}

    /**
     * Loads it.
     *
     * @param named id or file, or null for the active one
     * @param models folder of the registry
     */
    static ModelRegistry.Entry load(String named, Path models) {
        if (named == null) {
            return new ModelRegistry(models).active();
        }
        Path file = asFile(named);
        return new ModelRegistry.Entry(
                named, file != null ? ModelFile.read(file) : new ModelRegistry(models).load(named));
    }

    /** The model as a path, if it looks like one or is there; else it is an id. */
    private static Path asFile(String named) {
        try {
            Path file = Path.of(named);
            return Files.exists(file) || named.contains("/") || named.endsWith(".model") ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
