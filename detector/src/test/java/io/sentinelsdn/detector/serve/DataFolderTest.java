package io.sentinelsdn.detector.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path outside;

    private Path inside;
    private DataFolder folder;

    @BeforeEach
    void fill() throws IOException {
        inside = Files.createDirectories(outside.resolve("data/sets")).getParent();
        Files.writeString(inside.resolve("sets/a.csv"), "x");
        Files.writeString(inside.resolve("sentinel.db"), "x");
        Files.writeString(outside.resolve("secret.csv"), "x");
        folder = new DataFolder(inside);
    }

    @Test
    void shouldFindFilesByRelativeAndAbsolutePath() throws IOException {
        Path file = inside.resolve("sets/a.csv").toRealPath();
        assertThat(folder.resolve("sets/a.csv")).isEqualTo(file);
        assertThat(folder.resolve("sets/../sets/./a.csv")).isEqualTo(file);
        assertThat(folder.resolve(file.toString())).isEqualTo(file);
    }

    @Test
    void shouldRefuseEveryWayOut() throws IOException {
        Files.createSymbolicLink(inside.resolve("link.csv"), outside.resolve("secret.csv"));
        Files.createSymbolicLink(inside.resolve("up"), outside);
        for (String path : new String[] {
            "../secret.csv",
            "sets/../../secret.csv",
            "link.csv",
            "up/secret.csv",
            "/etc/passwd.csv",
            outside.resolve("secret.csv").toString(),
            inside + "/../secret.csv"
        }) {
            assertThatThrownBy(() -> folder.resolve(path))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("dataset_path ");
        }
    }

    @Test
    void shouldRefuseWhatIsNoDataFile() {
        assertThatThrownBy(() -> folder.resolve("sentinel.db")).hasMessageContaining("must end in one of .csv");
        assertThatThrownBy(() -> folder.resolve("none.csv")).hasMessageContaining("is not a file");
        assertThatThrownBy(() -> folder.resolve("a\0.csv")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> folder.resolve("")).isInstanceOf(IllegalArgumentException.class);
    }
}
