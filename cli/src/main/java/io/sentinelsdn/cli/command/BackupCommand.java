package io.sentinelsdn.cli.command;

import io.sentinelsdn.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel backup}: a checked copy of the database. */
@Command(
        name = "backup",
        description =
                "Copy the database to a file, as it is at one moment and checked. 'sentinel run' may go on meanwhile."
                        + " To restore it, stop Sentinel and put the file in its data folder as sentinel.db.")
public final class BackupCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataDirOption dataDir;

    @Parameters(paramLabel = "FILE", description = "Where to.")
    private Path file;

    @Option(names = "--force", description = "Replace FILE if it exists.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        long bytes = Stores.backup(dataDir.dataDir(), file.toAbsolutePath(), force);
        spec.commandLine().getOut().println(file + ": " + bytes + " bytes, checked");
        spec.commandLine().getOut().flush();
        return 0;
    }
}
