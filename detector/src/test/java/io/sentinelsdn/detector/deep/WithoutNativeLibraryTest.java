package io.sentinelsdn.detector.deep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Java machine whose class path lacks the native libraries of ND4J, as on a platform for which there are none. */
class WithoutNativeLibraryTest {
    @TempDir
    private Path dir;

    @Test
    void shouldScoreAdaptAndTrainAllButAutoencodersAndSayWhyNotThose() throws Exception {
        Path out = dir.resolve("out.txt");
        Process machine = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(machine.waitFor(120, TimeUnit.SECONDS)).as("it ends").isTrue();
        } finally {
            machine.destroyForcibly();
        }

        String said = Files.readString(out);
        assertThat(machine.exitValue()).as(said).isZero();
        assertThat(said)
                .contains("scored 1 flood")
                .contains("hybrid without autoencoder")
                .contains("refused: this host cannot train autoencoders: the native library of DL4J cannot be loaded");
    }

    private List<String> command() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-Dorg.bytedeco.javacpp.cachedir=" + dir.resolve("native")));
        String paths = String.join(
                System.getProperty("path.separator"),
                Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                        .filter(path -> !isNative(path))
                        .toList());
        command.addAll(List.of("-cp", paths, Host.class.getName()));
        return command;
    }

    /** Jars of one platform, by their classifier. */
    private static boolean isNative(String path) {
        return path.endsWith(".jar") && path.matches(".*-(linux|macosx|windows)-[a-z0-9_]+\\.jar");
    }
}
