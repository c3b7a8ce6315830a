package io.sentinelsdn.cli.profile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.slice.SliceMatch;
import io.sentinelsdn.domain.slice.SliceSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The list {@code slices} of a profile, in the words of the API. Whatever is wrong is a {@link BadSetting} with the line at
 * which the slice begins or the key stands. Used once, by one thread.
 */
final class ProfileSlices {
    private static final String KEYS =
            "name, bandwidth, priority, min_bandwidth, isolated, dynamic, floor, ceiling, match";
    private static final String MATCH_KEYS = "prefixes, hosts, vlan_ids, switch_ports, protocol, ports";
    private static final int MOST = 126;

    private final JsonParser yaml;
    private final String file;

    private ProfileSlices(JsonParser yaml, String file) {
        this.yaml = yaml;
        this.file = file;
    }

    /** Reads the list at which the parser stands. */
    static List<SliceSpec> read(JsonParser yaml, String file) throws IOException {
        return new ProfileSlices(yaml, file).all();
    }

    private List<SliceSpec> all() throws IOException {
        if (yaml.currentToken() != JsonToken.START_ARRAY) {
            throw bad("slices must be a list of slices with the keys " + KEYS);
        }
        List<SliceSpec> slices = new ArrayList<>();
        while (yaml.nextToken() != JsonToken.END_ARRAY) {
            String where = where();
            if (slices.size() >= MOST) {
                throw new BadSetting(where + ": there may be at most " + MOST + " slices");
            }
            Map<String, List<String>> fields = map("slices", KEYS, true);
            try {
                slices.add(slice(fields));
            } catch (IllegalArgumentException notAllowed) {
                throw new BadSetting(
                        where + ": slice " + fields.getOrDefault("name", List.of()) + ": " + notAllowed.getMessage());
            }
        }
        return slices;
    }

    /** The keys of a map and what stands there, as texts; those of {@code match} with {@code match.} before them. */
    private Map<String, List<String>> map(String name, String keys, boolean nested) throws IOException {
        if (yaml.currentToken() != JsonToken.START_OBJECT) {
            throw bad(name + " must be a map with the keys " + keys);
        }
        Map<String, List<String>> fields = new HashMap<>();
        while (yaml.nextToken() == JsonToken.FIELD_NAME) {
            String key = yaml.currentName();
            if (!List.of(keys.split(", ", -1)).contains(key)) {
                throw bad("unknown key '" + key + "' of " + name + "; allowed: " + keys);
            }
            yaml.nextToken();
            if (nested && key.equals("match")) {
                map("match", MATCH_KEYS, false).forEach((inner, value) -> fields.put("match." + inner, value));
            } else if (fields.put(key, values(key)) != null) {
                throw bad("key '" + key + "' is there twice");
            }
        }
        return fields;
    }

    private List<String> values(String key) throws IOException {
        if (yaml.currentToken().isScalarValue()) {
            return List.of(yaml.getText());
        }
        List<String> values = new ArrayList<>();
        if (yaml.currentToken() == JsonToken.START_ARRAY) {
            while (yaml.nextToken() != JsonToken.END_ARRAY) {
                if (!yaml.currentToken().isScalarValue()) {
                    throw bad(key + " must be a list of texts or numbers");
                }
                values.add(yaml.getText());
            }
            return values;
        }
        throw bad(key + " must be a text, a number or a list of them");
    }

    private static SliceSpec slice(Map<String, List<String>> fields) {
        List<IpAddress> hosts = new ArrayList<>();
        List<MacAddress> macs = new ArrayList<>();
        for (String host : fields.getOrDefault("match.hosts", List.of())) {
            if (host.matches("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}")) {
                macs.add(MacAddress.parse(host));
            } else {
                hosts.add(IpAddress.parse(host));
            }
        }
        String protocol = one(fields, "match.protocol", "");
        SliceMatch match = new SliceMatch(
                each(fields, "match.prefixes", Prefix::parse),
                hosts,
                macs,
                each(fields, "match.vlan_ids", Integer::valueOf),
                each(fields, "match.switch_ports", LinkSpeeds::port),
                protocol.isEmpty() ? null : (Integer) protocol(protocol),
                each(fields, "match.ports", Integer::valueOf));
        return new SliceSpec(
                one(fields, "name", ""),
                number(fields, "bandwidth", 0),
                number(fields, "priority", 0),
                number(fields, "min_bandwidth", 0),
                match,
                flag(fields, "isolated"),
                flag(fields, "dynamic"),
                number(fields, "floor", null),
                number(fields, "ceiling", null),
                true);
    }

    private static int protocol(String text) {
        return IntStream.range(0, 255)
                .filter(number -> IpProto.name(number).equals(text)
                        || Integer.toString(number).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "match.protocol must be tcp, udp, icmp, icmpv6 or 0 to 254: " + text));
    }

    private static <T> List<T> each(Map<String, List<String>> fields, String key, Function<String, T> reader) {
        try {
            return fields.getOrDefault(key, List.of()).stream().map(reader).toList();
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(key + " must be numbers: " + fields.get(key), notANumber);
        }
    }

    private static String one(Map<String, List<String>> fields, String key, String standard) {
        List<String> values = fields.getOrDefault(key, List.of(standard));
        if (values.size() != 1) {
            throw new IllegalArgumentException(key + " must be one value");
        }
        return values.get(0);
    }

    private static Integer number(Map<String, List<String>> fields, String key, Integer standard) {
        if (!fields.containsKey(key)) {
            return standard;
        }
        String text = one(fields, key, "");
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(key + " must be a whole number: " + text, notANumber);
        }
    }

    private static boolean flag(Map<String, List<String>> fields, String key) {
        String text = one(fields, key, "false");
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(key + " must be true or false: " + text);
        }
        return text.equals("true");
    }

    private BadSetting bad(String words) {
        return new BadSetting(where() + ": " + words);
    }

    private String where() {
        return file + ":" + yaml.currentTokenLocation().getLineNr();
    }
}
