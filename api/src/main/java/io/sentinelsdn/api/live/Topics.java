package io.sentinelsdn.api.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.sentinelsdn.api.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What one can listen to (SPEC section 8). Some are silent until there is something that speaks on them. */
final class Topics {
    static final List<String> ALL =
            List.of("traffic", "detections", "mitigations", "slices", "switches", "requests", "logs", "jobs");

    private Topics() {}

    /**
     * Reads a comma-separated list.
     *
     * @throws Problem 422 naming the topic that does not exist
     */
    static Set<String> parse(String text) {
        return known(List.of(text.split(",", -1)));
    }

    /** Reads a JSON list. */
    static Set<String> parse(JsonNode list) {
        List<String> names = new ArrayList<>();
        boolean texts = list.isArray();
        for (JsonNode name : list) {
            texts &= name.isTextual();
            names.add(name.asText());
        }
        if (!texts) {
            throw Problem.invalidValue("topics", "topics must be a list of texts", ALL);
        }
        return known(names);
    }

    private static Set<String> known(List<String> names) {
        Set<String> topics = new TreeSet<>(names);
        for (String topic : topics) {
            if (!ALL.contains(topic)) {
                throw Problem.invalidValue("topics", "there is no such topic: " + Problem.shorten(topic), ALL);
            }
        }
        return topics;
    }
}
