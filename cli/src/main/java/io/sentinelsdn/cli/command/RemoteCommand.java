package io.sentinelsdn.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** A command that asks a running Sentinel and shows what it answers. */
abstract class RemoteCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "Where its API is (default: ${DEFAULT-VALUE}).")
    private String url;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print what the API answers.")
    private boolean json;

    /** What can be said after the name of the command, for people. */
    abstract String verbs();

    @Override
    public void run() {
        throw badUsage("say what to do: " + verbs());
    }

    final RestClient client() {
        if (!url.matches("https?://[^\\s]+")) {
            throw badUsage("--url must start with http:// or https://: " + url);
        }
        return new RestClient(url);
    }

    final ParameterException badUsage(String line) {
        return new ParameterException(spec.commandLine(), line);
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Prints the answer as it is, if that was asked for. */
    final boolean told(JsonNode answer) {
        if (json) {
            out().println(answer.toPrettyString());
            out().flush();
        }
        return json;
    }
}
