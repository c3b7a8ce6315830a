package io.sentinelsdn.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the lines that {@code run-scenario --events} prints and shows them. Owned by the thread that reads them.
 * Detections and rules in them are passed over: the house tells those itself.
 */
final class ScenarioEvents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DemoScreen screen;
    private final List<AttackOutcome> outcomes = new ArrayList<>();

    ScenarioEvents(DemoScreen screen) {
        this.screen = screen;
    }

    /** Takes one line; what is not an event is passed over. */
    void accept(String line) {
        JsonNode event;
        try {
            event = JSON.readTree(line);
        } catch (JsonProcessingException notAnEvent) {
            return;
        }
        switch (event.path("event").asText()) {
            case "phase" -> phase(event);
            case "tick" ->
                screen.traffic(new TrafficTick(
                        event.path("attack_pps_sent").asDouble(),
                        event.path("attack_pps_at_victim").asDouble(),
                        event.path("benign_ok").asLong(),
                        event.path("benign_failed").asLong()));
            case "result" -> outcomes.add(outcome(event.path("result")));
            default -> {}
        }
    }

    List<AttackOutcome> outcomes() {
        return List.copyOf(outcomes);
    }

    private void phase(JsonNode event) {
        switch (event.path("phase").asText()) {
            case "connect" -> screen.phase("A network on Open vSwitch");
            case "benign" -> screen.phase("Benign traffic: web requests, pings and a stream to the victim");
            case "attack" ->
                screen.phase("Attack: " + event.path("description").asText() + ", "
                        + event.path("attacker").asText() + " to "
                        + event.path("victim").asText() + ", "
                        + event.path("rate").asText() + " packets/s for "
                        + event.path("duration_s").asText() + " s");
            case "calm" -> screen.say("the attacker has stopped");
            case "clean_up" -> screen.mute();
            default -> {}
        }
    }

    private static AttackOutcome outcome(JsonNode result) {
        List<String> shortcomings = new ArrayList<>();
        result.path("failures").forEach(text -> shortcomings.add(text.asText()));
        return new AttackOutcome(
                result.path("scenario").asText(),
                number(result.path("time_to_detect_s")),
                number(result.path("time_to_mitigate_s")),
                result.path("attack").path("dropped_percent").asDouble(),
                result.path("benign").path("delivered_percent_min").asDouble(),
                shortcomings);
    }

    private static Double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : null;
    }
}
