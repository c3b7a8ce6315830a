package io.sentinelsdn.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code sentinel rules}: the mitigation rules of a running Sentinel. */
@Command(
        name = "rules",
        description = "List, show, create and delete mitigation rules of a running Sentinel.",
        subcommands = RulesCommand.Create.class)
public final class RulesCommand extends RemoteCommand {
    @Override
    String verbs() {
        return "list, show, create or delete";
    }

    @Command(name = "list", description = "Live rules, newest first.")
    void list(
            @Option(names = "--owner", paramLabel = "user|auto", description = "Only rules of this owner.")
                    String owner,
            @Option(names = "--limit", defaultValue = "100", description = "At most so many (default: 100).")
                    int limit) {
        String filter = owner == null ? "" : "&owner=" + RestClient.part(owner);
        JsonNode answer = client().get("/api/mitigation/rules?limit=" + limit + filter);
        if (told(answer)) {
            return;
        }
        PrintWriter out = out();
        out.printf(
                Locale.ROOT,
                "%-34s %-5s %-10s %-9s %10s %8s  %s%n",
                "id",
                "owner",
                "action",
                "status",
                "packets",
                "pps",
                "rule");
        for (JsonNode rule : answer.path("items")) {
            out.printf(
                    Locale.ROOT,
                    "%-34s %-5s %-10s %-9s %10d %8.0f  %s%n",
                    rule.path("id").asText(),
                    rule.path("owner").asText(),
                    rule.path("action").asText(),
                    rule.path("status").asText(),
                    rule.path("packets").asLong(),
                    rule.path("pps").asDouble(),
                    RuleLine.of(rule.path("rule")));
        }
        out.printf(
                Locale.ROOT,
                "%d of %d%n",
                answer.path("items").size(),
                answer.path("total").asLong());
        out.flush();
    }

    @Command(name = "show", description = "One live rule.")
    void show(@Parameters(paramLabel = "ID") String id) {
        tell(client().get(path(id)));
    }

    /** Whom a rule is about. */
    static final class About {
        @Option(names = "--source", paramLabel = "IP", required = true, description = "Everything from here.")
        private String source;

        @Option(names = "--target", paramLabel = "IP", required = true, description = "Everything to here.")
        private String target;

        @Option(names = "--detection", paramLabel = "ID", required = true, description = "What this attack needs.")
        private String detection;
    }

    @Command(name = "create", description = "Do something about a source, a victim or a detection.")
    static final class Create implements Runnable {
        @ParentCommand
        private RulesCommand rules;

        @ArgGroup(multiplicity = "1")
        private About about;

        @Option(
                names = "--action",
                paramLabel = "ACTION",
                defaultValue = "block",
                description = "block, rate_limit, redirect, challenge or monitor (default: block).")
        private String action;

        @Option(names = "--seconds", defaultValue = "600", description = "For how long (default: 600).")
        private int seconds;

        @Option(names = "--pps", defaultValue = "100", description = "What a rate limit lets pass (default: 100).")
        private long packetsPerSecond;

        @Option(names = "--reason", description = "Why.")
        private String reason;

        @Override
        public void run() {
            Map<String, Object> body = new LinkedHashMap<>();
            put(body, "source_ip", about.source);
            put(body, "target_ip", about.target);
            put(body, "detection_id", about.detection);
            body.put("action", action);
            body.put("duration_seconds", seconds);
            body.put("packets_per_second", packetsPerSecond);
            put(body, "reason", reason);
            JsonNode answer = rules.client().post("/api/ddos/mitigate", body);
            if (!rules.told(answer)) {
                answer.path("items").forEach(rules::tell);
            }
        }

        private static void put(Map<String, Object> body, String name, String value) {
            if (value != null) {
                body.put(name, value);
            }
        }
    }

    @Command(name = "delete", description = "Take a rule away, or all of an owner.")
    void delete(
            @Parameters(paramLabel = "ID", arity = "0..1") String id,
            @Option(names = "--owner", paramLabel = "user|auto", description = "All rules of this owner.")
                    String owner) {
        if ((id == null) == (owner == null)) {
            throw badUsage("say which rule, or --owner user|auto");
        }
        if (id != null) {
            client().delete(path(id));
            out().println("deleted      " + id);
        } else {
            JsonNode answer = client().delete("/api/mitigation/rules?owner=" + RestClient.part(owner));
            if (!told(answer)) {
                out().println("deleted      " + answer.path("removed").asLong() + " rules");
            }
        }
        out().flush();
    }

    private static String path(String id) {
        return "/api/mitigation/rules/" + RestClient.part(id);
    }

    private void tell(JsonNode rule) {
        if (told(rule)) {
            return;
        }
        PrintWriter out = out();
        out.println("rule         " + rule.path("id").asText() + " ("
                + rule.path("status").asText() + " on " + rule.path("switches").asInt() + " switches, "
                + rule.path("owner").asText() + ")");
        out.println("does         " + RuleLine.of(rule.path("rule")));
        out.println("reason       " + rule.path("reason").asText("-"));
        out.println("ends         " + rule.path("expires_at").asText("never"));
        out.println("matched      " + rule.path("packets").asLong() + " packets, "
                + Math.round(rule.path("pps").asDouble()) + "/s");
        if (rule.path("error").isTextual()) {
            out.println("error        " + rule.path("error").asText());
        }
        out.flush();
    }
}
