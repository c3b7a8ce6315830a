package io.sentinelsdn.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sentinel detections}: the attacks a running Sentinel has seen. */
@Command(name = "detections", description = "List and show the detections of a running Sentinel, and judge them.")
public final class DetectionsCommand extends RemoteCommand {
    @Override
    String verbs() {
        return "list, show or feedback";
    }

    @Command(name = "list", description = "Detections, newest first.")
    void list(
            @Option(names = "--limit", defaultValue = "100", description = "At most so many (default: 100).")
                    int limit) {
        JsonNode answer = client().get("/api/ddos/detections?limit=" + limit);
        if (told(answer)) {
            return;
        }
        out().printf(
                        Locale.ROOT,
                        "%-36s %-20s %-9s %-10s %-18s %10s  %s%n",
                        "id",
                        "type",
                        "severity",
                        "status",
                        "target",
                        "peak pps",
                        "started");
        for (JsonNode each : answer.path("items")) {
            out().printf(
                            Locale.ROOT,
                            "%-36s %-20s %-9s %-10s %-18s %10.0f  %s%n",
                            each.path("id").asText(),
                            each.path("attack_type").asText(),
                            each.path("severity").asText(),
                            each.path("status").asText(),
                            each.at("/target_ips/0").asText(),
                            each.path("peak_pps").asDouble(),
                            each.path("started_at").asText());
        }
        out().printf(
                        Locale.ROOT,
                        "%d of %d%n",
                        answer.path("items").size(),
                        answer.path("total").asLong());
        out().flush();
    }

    @Command(name = "show", description = "One detection: why, its plan, its rules, its time line.")
    void show(@Parameters(paramLabel = "ID") String id) {
        JsonNode answer = client().get("/api/ddos/detections/" + RestClient.part(id));
        if (told(answer)) {
            return;
        }
        JsonNode detection = answer.has("detection") ? answer.get("detection") : answer;
        out().println(detection.path("attack_type").asText() + " against "
                + detection.at("/target_ips/0").asText() + ": "
                + detection.path("status").asText());
        out().println(detection.at("/explanation/sentence").asText());
        for (JsonNode moment : answer.path("timeline")) {
            out().println(moment.path("timestamp").asText() + "  "
                    + moment.path("event").asText());
        }
        out().flush();
    }

    @Command(name = "feedback", description = "Say whether it was an attack: true_positive or false_positive.")
    void feedback(@Parameters(paramLabel = "ID") String id, @Parameters(paramLabel = "VERDICT") String verdict) {
        JsonNode answer =
                client().post("/api/ddos/detections/" + RestClient.part(id) + "/feedback", Map.of("verdict", verdict));
        if (!told(answer)) {
            out().println("status       " + answer.path("status").asText());
            out().flush();
        }
    }
}
