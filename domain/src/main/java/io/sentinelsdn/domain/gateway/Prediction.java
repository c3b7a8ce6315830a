package io.sentinelsdn.domain.gateway;

import java.util.Arrays;
import java.util.List;

/** What a gateway took a request for. */
public enum Prediction {
    NORMAL("NORMAL"),
    DDOS("DDoS"),
    /** It came from a client that was blocked already. */
    BLOCKED("BLOCKED");

    private final String wireName;

    Prediction(String wireName) {
        this.wireName = wireName;
    }

    /** Its name in the API and in the database. */
    public String wireName() {
        return wireName;
    }

    /** All names, for messages. */
    public static List<String> wireNames() {
        return Arrays.stream(values()).map(Prediction::wireName).toList();
    }

    /** Reads a name exactly as it is written. */
    public static Prediction parse(String text) {
        return Arrays.stream(values())
                .filter(prediction -> prediction.wireName.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("prediction must be one of " + wireNames()));
    }
}
