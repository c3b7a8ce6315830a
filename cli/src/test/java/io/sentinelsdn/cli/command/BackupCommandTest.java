package io.sentinelsdn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.cli.Main;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.store.StoreConfig;
import io.sentinelsdn.store.Stores;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BackupCommandTest {
    @TempDir
    Path dir;

    private final StringWriter said = new StringWriter();

    @Test
    void shouldCopyTheDatabaseAndAskBeforeItReplacesAFile() throws IOException {
        Stores.open(dir.resolve("data"), StoreConfig.defaults(), new Counters()).close();
        Path file = dir.resolve("copy.db");

        assertThat(run("backup", file.toString())).isZero();
        assertThat(said.toString()).isEqualTo(file + ": " + Files.size(file) + " bytes, checked\n");
        assertThat(run("backup", file.toString())).isEqualTo(1);
        assertThat(said.toString()).contains("backup exists already, --force replaces it");
        assertThat(run("backup", file.toString(), "--force")).isZero();
    }

    private int run(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data-dir";
        all[arguments.length + 1] = dir.resolve("data").toString();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(said, true));
        line.setErr(new PrintWriter(said, true));
        return line.execute(all);
    }
}
