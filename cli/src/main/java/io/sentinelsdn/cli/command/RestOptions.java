package io.sentinelsdn.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options of every command that asks a running Sentinel: where it is, with which key, and how to print. */
final class RestOptions {
    static final String STANDARD_URL = "http://127.0.0.1:8080";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "Where its API is (default: SENTINEL_URL, else " + STANDARD_URL + ").")
    private String url;

    @Option(
            names = "--api-key",
            scope = ScopeType.INHERIT,
            paramLabel = "KEY",
            description = "Key for its API (default: SENTINEL_API_KEY, which does not show in the list of processes).")
    private String apiKey;

    @Option(
            names = "--ca-cert",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "PEM file with the certificates that sign that of an https URL (default: those of Java).")
    private Path caCert;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print what the API answers.")
    private boolean json;

    /** Whether somebody said where to ask. */
    boolean isRemote() {
        return url != null || System.getenv("SENTINEL_URL") != null;
    }

    /** A client for what was said. */
    RestClient client() {
        String where = url != null ? url : System.getenv().getOrDefault("SENTINEL_URL", STANDARD_URL);
        if (!where.matches("https?://[^\\s]+")) {
            throw new ParameterException(spec.commandLine(), "--url must start with http:// or https://: " + where);
        }
        String key = apiKey != null ? apiKey : System.getenv("SENTINEL_API_KEY");
        if (key != null && !key.matches("[\\x21-\\x7e]*")) {
            throw new ParameterException(spec.commandLine(), "--api-key must be visible ASCII characters");
        }
        return new RestClient(where, key == null || key.isEmpty() ? null : key, caCert);
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Prints the answer if JSON was asked for, and says whether it did. */
    boolean told(JsonNode answer) {
        if (json) {
            out().println(answer.toPrettyString());
            out().flush();
        }
        return json;
    }
}
