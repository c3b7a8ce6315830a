package io.sentinelsdn.domain.alert;

import java.time.Instant;

/**
 * Something a person should look at.
 *
 * @param id unique
 * @param about what it is about, for example a detection's id or a switch; repeated trouble with the same is one alert
 * @param sourceIp who causes it, or null
 * @param acknowledgedBy null until somebody has seen it
 * @param acknowledgedAt null until somebody has seen it
 */
public record Alert(
        String id,
        Instant timestamp,
        Type type,
        Level severity,
        String about,
        String sourceIp,
        String message,
        String acknowledgedBy,
        Instant acknowledgedAt) {
    /** What kind of trouble. */
    public enum Type {
        DDOS_DETECTED("DDoS_Detected"),
        THRESHOLD_EXCEEDED("Threshold_Exceeded"),
        SWITCH_LOST("Switch_Lost"),
        TABLE_PRESSURE("Table_Pressure"),
        STORE_FAILURE("Store_Failure");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        /** Its name in the API. */
        public String wireName() {
            return wireName;
        }

        /** The type of this name. */
        public static Type parse(String text) {
            for (Type type : values()) {
                if (type.wireName.equals(text)) {
                    return type;
                }
            }
            throw new IllegalArgumentException("unknown alert type: " + text);
        }
    }

    /** How bad. */
    public enum Level {
        LOW,
        MEDIUM,
        HIGH,
        CRITICAL
    }

    /** The same, seen by somebody. */
    public Alert acknowledged(String by, Instant at) {
        return new Alert(id, timestamp, type, severity, about, sourceIp, message, by, at);
    }

    public boolean isAcknowledged() {
        return acknowledgedAt != null;
    }
}
