package io.sentinelsdn.cli;

import io.sentinelsdn.cli.command.AdaptCommand;
import io.sentinelsdn.cli.command.BackupCommand;
import io.sentinelsdn.cli.command.ConfigCommand;
import io.sentinelsdn.cli.command.DemoCommand;
import io.sentinelsdn.cli.command.DetectCommand;
import io.sentinelsdn.cli.command.DetectionsCommand;
import io.sentinelsdn.cli.command.EvaluateCommand;
import io.sentinelsdn.cli.command.KeysCommand;
import io.sentinelsdn.cli.command.LogsCommand;
import io.sentinelsdn.cli.command.ModelsCommand;
import io.sentinelsdn.cli.command.PlansCommand;
import io.sentinelsdn.cli.command.PoliciesCommand;
import io.sentinelsdn.cli.command.ReplayCommand;
import io.sentinelsdn.cli.command.RulesCommand;
import io.sentinelsdn.cli.command.RunCommand;
import io.sentinelsdn.cli.command.SimulateCommand;
import io.sentinelsdn.cli.command.SlicesCommand;
import io.sentinelsdn.cli.command.SwitchesCommand;
import io.sentinelsdn.cli.command.TrainCommand;
import io.sentinelsdn.cli.profile.BadSetting;
import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code sentinel} command. Exit codes: 0 success, 1 failure, 2 bad usage; one clear line, no stack trace. */
@Command(
        name = "sentinel",
        description = "A native OpenFlow 1.3 controller that detects and mitigates DDoS attacks in its own process.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            SimulateCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            AdaptCommand.class,
            DetectCommand.class,
            KeysCommand.class,
            ConfigCommand.class,
            DetectionsCommand.class,
            SwitchesCommand.class,
            LogsCommand.class,
            ModelsCommand.class,
            PlansCommand.class,
            PoliciesCommand.class,
            RulesCommand.class,
            SlicesCommand.class,
            BackupCommand.class,
            ReplayCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class Main {
    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log more, and print stack traces of failures.")
    private boolean verbose;

    /** Version of the build, or {@code dev} when run from classes. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sentinel " + version()};
        }
    }

    /** The version of this program. */
    public static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line with its error handling, for {@link #main} and for tests. */
    public static CommandLine commandLine() {
        Main main = new Main();
        CommandLine commandLine = new CommandLine(main);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler((badUsage, arguments) -> {
            CommandLine command = badUsage.getCommandLine();
            PrintWriter err = command.getErr();
            err.println("sentinel: " + firstLine(badUsage.getMessage()));
            err.println("see '" + command.getCommandSpec().qualifiedName() + " --help'");
            return 2;
        });
        commandLine.setExecutionExceptionHandler((failure, command, result) -> {
            if (main.verbose) {
                failure.printStackTrace(command.getErr());
            } else {
                command.getErr().println("sentinel: " + firstLine(reason(failure)));
            }
            return failure instanceof BadSetting ? 2 : 1;
        });
        return commandLine;
    }

    private static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
