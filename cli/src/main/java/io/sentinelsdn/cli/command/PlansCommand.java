package io.sentinelsdn.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sentinel plans}: what a running Sentinel means to do about attacks, or has done. */
@Command(name = "plans", description = "List, show, approve and reject mitigation plans of a running Sentinel.")
public final class PlansCommand extends RemoteCommand {
    @Override
    String verbs() {
        return "list, show, approve or reject";
    }

    @Command(name = "list", description = "The newest plans.")
    void list(
            @Option(names = "--limit", defaultValue = "20", description = "At most so many (default: 20).") int limit) {
        JsonNode answer = client().get("/api/mitigation/plans?limit=" + limit);
        if (told(answer)) {
            return;
        }
        PrintWriter out = out();
        out.printf(
                Locale.ROOT,
                "%-40s %-9s %-10s %5s %8s %10s%n",
                "id",
                "status",
                "action",
                "rules",
                "removes",
                "collateral");
        for (JsonNode plan : answer.path("items")) {
            out.printf(
                    Locale.ROOT,
                    "%-40s %-9s %-10s %5d %8s %10s%n",
                    plan.path("id").asText(),
                    plan.path("status").asText(),
                    plan.path("action").asText(),
                    plan.path("rules").size(),
                    percent(plan.path("expected_attack_removed")),
                    percent(plan.path("expected_collateral")));
        }
        out.flush();
    }

    @Command(name = "show", description = "One plan with its rules.")
    void show(@Parameters(paramLabel = "ID") String id) {
        tell(client().get(path(id)));
    }

    @Command(name = "approve", description = "Carry a proposed plan out as it is shown.")
    void approve(@Parameters(paramLabel = "ID") String id) {
        tell(client().post(path(id) + "/approve", Map.of()));
    }

    @Command(name = "reject", description = "Say no to a proposed plan.")
    void reject(@Parameters(paramLabel = "ID") String id) {
        tell(client().post(path(id) + "/reject", Map.of()));
    }

    private static String path(String id) {
        return "/api/mitigation/plans/" + RestClient.part(id);
    }

    private void tell(JsonNode plan) {
        if (told(plan)) {
            return;
        }
        PrintWriter out = out();
        out.println("plan         " + plan.path("id").asText() + " ("
                + plan.path("status").asText() + ")");
        out.println("detection    " + plan.path("detection_id").asText());
        out.println("action       " + plan.path("action").asText() + " for "
                + plan.path("lifetime_seconds").asText("-") + " s");
        out.println("removes      " + percent(plan.path("expected_attack_removed")) + " of the attack, hurts "
                + percent(plan.path("expected_collateral")) + " of good traffic");
        out.println("needs        " + plan.path("table_entries").asInt() + " table entries, "
                + plan.path("meters").asInt() + " meters");
        JsonNode measured = plan.path("measured");
        if (measured.isObject()) {
            out.println("measured     hurts " + percent(measured.path("collateral")) + " of good traffic; "
                    + measured.path("good_samples").asLong() + " of "
                    + measured.path("samples").asLong() + " packets looked at were good; "
                    + measured.path("retreats").asInt() + " retreats");
        }
        out.println("cookie       " + plan.path("cookie").asText() + "/"
                + plan.path("cookie_mask").asText());
        out.println("why          " + plan.path("rationale").asText());
        out.println("way back     " + plan.path("way_back").asText());
        for (JsonNode rule : plan.path("rules")) {
            out.println("  " + RuleLine.of(rule));
        }
        out.flush();
    }

    private static String percent(JsonNode share) {
        return share.isNumber() ? String.format(Locale.ROOT, "%.1f %%", 100 * share.asDouble()) : "-";
    }
}
