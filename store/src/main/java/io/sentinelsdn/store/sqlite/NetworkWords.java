package io.sentinelsdn.store.sqlite;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.Prefix;
import java.io.IOException;
import java.util.function.Function;

/** How the words of the network look in stored JSON: as text, and actions with their name. */
final class NetworkWords extends SimpleModule {
    private static final long serialVersionUID = 1L;

    NetworkWords() {
        super("sentinel-network-words");
        word(IpAddress.class, IpAddress::parse);
        word(Prefix.class, Prefix::parse);
        word(MacAddress.class, MacAddress::parse);
        word(Dpid.class, text -> Dpid.parse("0x" + text));
        addSerializer(MitigationAction.class, new ActionWriter());
        addDeserializer(MitigationAction.class, new ActionReader());
    }

    private <T> void word(Class<T> type, Function<String, T> parse) {
        addSerializer(type, ToStringSerializer.instance);
        addDeserializer(type, new WordReader<>(type, parse));
    }

    private static final class WordReader<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<String, T> parse;

        WordReader(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        @SuppressWarnings("unchecked") // handledType() is the Class<T> given to the constructor
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText();
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException malformed) {
                return (T) context.handleWeirdStringValue(handledType(), text, malformed.getMessage());
            }
        }
    }

    private static final class ActionWriter extends StdSerializer<MitigationAction> {
        private static final long serialVersionUID = 1L;

        ActionWriter() {
            super(MitigationAction.class);
        }

        @Override
        public void serialize(MitigationAction action, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartObject();
            json.writeStringField("name", action.wireName());
            if (action instanceof MitigationAction.RateLimit limit) {
                json.writeNumberField("packetsPerSecond", limit.packetsPerSecond());
            } else if (action instanceof MitigationAction.Redirect redirect) {
                json.writeStringField("to", redirect.to());
            } else if (action instanceof MitigationAction.Challenge challenge) {
                json.writeStringField("to", challenge.to());
            }
            json.writeEndObject();
        }
    }

    private static final class ActionReader extends StdDeserializer<MitigationAction> {
        private static final long serialVersionUID = 1L;

        ActionReader() {
            super(MitigationAction.class);
        }

        @Override
        public MitigationAction deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode action = parser.readValueAsTree();
            String name = action.path("name").asText();
            return switch (name) {
                case "block" -> new MitigationAction.Block();
                case "rate_limit" ->
                    new MitigationAction.RateLimit(
                            action.path("packetsPerSecond").asLong());
                case "redirect" ->
                    new MitigationAction.Redirect(action.path("to").asText());
                case "challenge" ->
                    new MitigationAction.Challenge(action.path("to").asText());
                case "monitor" -> new MitigationAction.Monitor();
                default ->
                    (MitigationAction) context.handleWeirdStringValue(
                            MitigationAction.class,
                            name,
                            "action must be block, rate_limit, redirect, challenge or monitor");
            };
        }
    }
}
