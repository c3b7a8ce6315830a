package io.sentinelsdn.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sentinel logs}: the log of a running Sentinel. */
@Command(name = "logs", description = "Show the last lines of the log of a running Sentinel.")
public final class LogsCommand extends RemoteCommand {
    @Option(names = "--level", paramLabel = "LEVEL", description = "debug, info, warn or error and above.")
    private String level;

    @Option(names = "--text", paramLabel = "TEXT", description = "Only lines with this text.")
    private String text;

    @Option(names = "--limit", defaultValue = "100", description = "At most so many (default: 100).")
    private int limit;

    @Override
    String verbs() {
        return "nothing";
    }

    @Override
    public void run() {
        String filter = (level == null ? "" : "&level=" + RestClient.part(level))
                + (text == null ? "" : "&text=" + RestClient.part(text));
        JsonNode answer = client().get("/api/system/logs?limit=" + limit + filter);
        if (told(answer)) {
            return;
        }
        JsonNode lines = answer.path("items");
        for (int i = lines.size() - 1; i >= 0; i--) {
            JsonNode line = lines.get(i);
            out().printf(
                            Locale.ROOT,
                            "%s %-5s %s %s%n",
                            line.path("timestamp").asText(),
                            line.path("level").asText(),
                            line.path("logger").asText(),
                            line.path("message").asText());
        }
        out().flush();
    }
}
