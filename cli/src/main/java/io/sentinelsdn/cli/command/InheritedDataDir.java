package io.sentinelsdn.cli.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The same as {@link DataDirOption} for a command whose subcommands take it too. */
final class InheritedDataDir {
    @Option(
            names = "--data-dir",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            defaultValue = "${env:SENTINEL_DATA_DIR:-${sys:user.home}/.sentinel}",
            description = "Folder of Sentinel's data (default: SENTINEL_DATA_DIR, else ~/.sentinel).")
    private Path dataDir;

    Path dataDir() {
        return dataDir;
    }
}
