package io.sentinelsdn.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sentinel config}: settings of a running Sentinel, where they come from, and those that change live. */
@Command(name = "config", description = "Show and change settings of a running Sentinel.")
public final class ConfigCommand extends RemoteCommand {
    private static final String PATH = "/api/system/update";

    @Override
    String verbs() {
        return "list, set or reset";
    }

    @Command(name = "list", description = "Settings, where they come from (* can be changed live).")
    void list(@Option(names = "--live", description = "Only those that can be changed live.") boolean live) {
        JsonNode answer = client().get(PATH);
        if (told(answer)) {
            return;
        }
        PrintWriter out = out();
        for (JsonNode setting : answer.path("items")) {
            if (setting.path("live").asBoolean() || !live) {
                out.printf(
                        Locale.ROOT,
                        "%s %-40s %-24s %s%n",
                        setting.path("live").asBoolean() ? "*" : " ",
                        setting.path("key").asText(),
                        setting.path("value").asText(),
                        setting.path("source").asText());
            }
        }
        out.flush();
    }

    @Command(name = "set", description = "Change settings, all or none; they stay over a restart.")
    void set(
            @Parameters(paramLabel = "KEY=VALUE", arity = "1..*") List<String> wanted,
            @Option(names = "--dry-run", description = "Only say what would change.") boolean dryRun) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (String each : wanted) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw badUsage("write KEY=VALUE, not '" + each + "'");
            }
            body.put(each.substring(0, equals), each.substring(equals + 1));
        }
        change(body, dryRun);
    }

    @Command(name = "reset", description = "Go back to what was configured at the start.")
    void reset(
            @Parameters(paramLabel = "KEY", arity = "1..*") List<String> keys,
            @Option(names = "--dry-run", description = "Only say what would change.") boolean dryRun) {
        Map<String, Object> body = new LinkedHashMap<>();
        keys.forEach(key -> body.put(key, null));
        change(body, dryRun);
    }

    private void change(Map<String, Object> body, boolean dryRun) {
        JsonNode answer = client().post(PATH + (dryRun ? "?dry_run=true" : ""), body);
        if (told(answer)) {
            return;
        }
        PrintWriter out = out();
        if (answer.path("changes").isEmpty()) {
            out.println("nothing changes");
        }
        for (JsonNode change : answer.path("changes")) {
            out.println(change.path("field").asText() + (dryRun ? " would become " : " is now ")
                    + change.path("to").asText() + ", was "
                    + change.path("from").asText()
                    + (change.path("until_restart").asBoolean() ? ", until the next restart" : ""));
        }
        out.flush();
    }
}
