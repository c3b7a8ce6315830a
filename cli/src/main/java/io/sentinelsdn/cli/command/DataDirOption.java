package io.sentinelsdn.cli.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The folder where Sentinel keeps its data: every command knows it. */
final class DataDirOption {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "${env:SENTINEL_DATA_DIR:-${sys:user.home}/.sentinel}",
            description = "Folder of Sentinel's data (default: SENTINEL_DATA_DIR, else ~/.sentinel).")
    private Path dataDir;

    Path dataDir() {
        return dataDir;
    }

    /** The folder of models. */
    Path models() {
        return dataDir.resolve("models");
    }
}
