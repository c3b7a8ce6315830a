package io.sentinelsdn.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sentinel switches}: the switches of a running Sentinel. */
@Command(name = "switches", description = "List and show the switches of a running Sentinel.")
public final class SwitchesCommand extends RemoteCommand {
    @Override
    String verbs() {
        return "list or show";
    }

    @Command(name = "list", description = "Switches that are connected or were.")
    void list() {
        JsonNode answer = client().get("/api/switches?limit=1000");
        if (told(answer)) {
            return;
        }
        out().printf(Locale.ROOT, "%-16s %-9s %5s  %s%n", "dpid", "connected", "ports", "degraded");
        for (JsonNode each : answer.path("items")) {
            out().printf(
                            Locale.ROOT,
                            "%-16s %-9s %5d  %s%n",
                            each.path("dpid").asText(),
                            each.path("connected").asBoolean() ? "yes" : "no",
                            each.path("ports").size(),
                            each.path("degraded").size() == 0
                                    ? ""
                                    : each.path("degraded").toString());
        }
        out().flush();
    }

    @Command(name = "show", description = "One switch, as the API tells it.")
    void show(@Parameters(paramLabel = "DPID") String dpid) {
        JsonNode answer = client().get("/api/switches/" + RestClient.part(dpid));
        if (!told(answer)) {
            out().println(answer.toPrettyString());
            out().flush();
        }
    }
}
