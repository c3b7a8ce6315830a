package io.sentinelsdn.detector.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The folder from which others may have data read: nothing outside it, whatever the path looks like. */
public final class DataFolder {
    private static final List<String> ENDINGS =
            List.of(".csv", ".csv.gz", ".pcap", ".pcap.gz", ".pcapng", ".pcapng.gz", ".cap");

    private final Path folder;

    public DataFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Finds a file.
     *
     * @param path relative to the folder, or absolute inside it
     * @throws IllegalArgumentException if it is not there, outside, or no data file; says what is allowed
     */
    public Path resolve(String path) {
        try {
            Path root = folder.toRealPath();
            Path asked = root.resolve(path).normalize();
            boolean asLink = asked.startsWith(folder.toAbsolutePath().normalize());
            if (!asked.startsWith(root) && !asLink) {
                throw refused(path, "must stay inside the data folder");
            }
            if (ENDINGS.stream().noneMatch(path.toLowerCase(Locale.ROOT)::endsWith)) {
                throw refused(path, "must end in one of " + String.join(", ", ENDINGS));
            }
            if (!Files.isRegularFile(asked)) {
                throw refused(path, "is not a file in the data folder");
            }
            Path real = asked.toRealPath();
            if (!real.startsWith(root)) {
                throw refused(path, "must stay inside the data folder");
            }
            return real;
        } catch (InvalidPathException | IOException e) {
            throw new IllegalArgumentException("dataset_path is not a file in the data folder: " + path, e);
        }
    }

    private static IllegalArgumentException refused(String path, String why) {
        return new IllegalArgumentException("dataset_path " + why + ": " + path);
    }
}
