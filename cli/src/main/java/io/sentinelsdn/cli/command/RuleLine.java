package io.sentinelsdn.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

/** What a rule does, in one line. */
final class RuleLine {
    private RuleLine() {}

    /** The line of a rule entry as the API shows it. */
    static String of(JsonNode entry) {
        StringBuilder line = new StringBuilder(entry.path("verdict").asText());
        if (entry.path("meter").isObject()) {
            line.append(" above ")
                    .append(entry.at("/meter/rate").asLong())
                    .append(entry.at("/meter/unit").asText().equals("kbps") ? " kbit/s" : " packets/s");
        }
        if (entry.path("detour").isTextual()) {
            line.append(' ').append(entry.path("detour").asText());
        }
        return line.append("  ")
                .append(entry.path("match_text").asText())
                .append("  at ")
                .append(entry.path("dpid").isTextual() ? entry.path("dpid").asText() : "every switch")
                .toString();
    }
}
