package io.sentinelsdn.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder that is deleted when it is closed, or when the process ends before. */
public final class ScratchFolder implements AutoCloseable {
    private final Path path;
    private final Thread atExit = new Thread(this::delete, "demo-scratch");

    private ScratchFolder(Path path) {
        this.path = path;
    }

    public static ScratchFolder create() throws IOException {
        ScratchFolder folder = new ScratchFolder(Files.createTempDirectory("sentinel-demo-"));
        Runtime.getRuntime().addShutdownHook(folder.atExit);
        return folder;
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        delete();
        MininetDemo.forget(atExit);
    }

    private void delete() {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException leftBehind) {
            // Nothing depends on it; the system cleans its temporary folder.
            return;
        }
    }
}
