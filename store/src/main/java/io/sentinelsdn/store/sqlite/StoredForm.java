package io.sentinelsdn.store.sqlite;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import java.util.Map;

/**
 * Records to JSON and back. The form has a version, kept in the column beside the JSON; fields that a newer or older
 * program of the same form does not know are left alone, missing ones are null, zero or empty.
 *
 * <p>Addresses, prefixes and datapath ids are written as text, so that a person with {@code sqlite3} can read them.
 */
final class StoredForm {
    /** The form written; a change that older code could not read gets the next number and a reader for this one. */
    static final int VERSION = 1;

    private final ObjectMapper mapper = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new NetworkWords())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .withConfigOverride(List.class, list -> list.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .withConfigOverride(Map.class, map -> map.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .build();

    /** The JSON of a record. */
    String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(
                    "cannot be stored: " + value.getClass().getSimpleName() + ": " + notJson.getOriginalMessage(),
                    notJson);
        }
    }

    /**
     * The record of a JSON.
     *
     * @throws UnreadableBodyException if it is of a later form, or damaged
     */
    <T> T read(Class<T> type, int form, String body) throws UnreadableBodyException {
        if (form > VERSION) {
            throw new UnreadableBodyException("form " + form + " is newer than " + VERSION, null);
        }
        try {
            return mapper.readValue(body, type);
        } catch (JsonProcessingException damaged) {
            throw new UnreadableBodyException(damaged.getOriginalMessage(), damaged);
        }
    }

    /** A stored body that this program cannot read; the row stays as it is. */
    static final class UnreadableBodyException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableBodyException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
