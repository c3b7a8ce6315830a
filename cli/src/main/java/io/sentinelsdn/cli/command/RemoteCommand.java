package io.sentinelsdn.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that asks a running Sentinel and shows what it answers. */
abstract class RemoteCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RestOptions rest;

    /** What can be said after the name of the command, for people. */
    abstract String verbs();

    @Override
    public void run() {
        throw badUsage("say what to do: " + verbs());
    }

    final RestClient client() {
        return rest.client();
    }

    final ParameterException badUsage(String line) {
        return new ParameterException(spec.commandLine(), line);
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Prints the answer as it is, if that was asked for. */
    final boolean told(JsonNode answer) {
        return rest.told(answer);
    }
}
