package io.sentinelsdn.cli.profile;

import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.net.ControllerRole;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one process was told, after precedence: defaults &lt; profile &lt; environment &lt; flags. Built up in that
 * order by {@link #put}; read by the wiring.
 */
public final class Settings {
    /** Every setting: its key in a profile, its default, what is allowed. */
    public enum Key {
        OF_HOST("openflow.host", "0.0.0.0", "an address to bind", Key::text),
        OF_PORT("openflow.port", "6653", "a TCP port, 0 to 65535 (0: any free one)", Key::port),
        STATS_INTERVAL(
                "openflow.stats_interval",
                "1s",
                "a duration from 50ms to 1h, or 0 for back to back",
                Key::pollInterval),
        OF_ROLE("openflow.role", "equal", "equal, master or slave", Key::role),
        OF_MAX_CONNECTIONS("openflow.max_connections", "4096", "a number from 1 to 10000000", Key::positive),
        OF_MAX_PER_ADDRESS(
                "openflow.max_connections_per_address", "1024", "a number from 1 to 10000000", Key::positive),
        OF_PACKET_IN_LIMIT(
                "openflow.packet_in_limit",
                "20000",
                "packets a second from one switch, 0 to 10000000 (0: no limit)",
                Key::limit),
        OF_TLS_CERT("openflow.tls_cert", "", "a PEM file with the controller's certificate", Key::optional),
        OF_TLS_KEY("openflow.tls_key", "", "a PEM file with the key of the certificate", Key::optional),
        OF_TLS_CA("openflow.tls_ca", "", "a PEM file with the certificates that sign those of switches", Key::optional),
        OF_TLS_CLIENT_AUTH("openflow.tls_client_auth", "", "none, want or need", Key::clientAuth),
        OF_TLS_BIND(
                "openflow.tls_bind",
                "",
                "datapath ids with a common name or SHA-256 fingerprint, for example [0000000000000001=s1]",
                Key::bindings),
        FORWARDING_MODE("forwarding.mode", "proactive", "proactive or reactive", Key::forwarding),
        ECMP("forwarding.ecmp", "false", "true or false", Key::bool),
        FAST_FAILOVER("forwarding.fast_failover", "true", "true or false", Key::bool),
        SOURCE_VALIDATION("forwarding.source_validation", "off", "off or on", Key::onOff),
        HOST_TIMEOUT("forwarding.host_timeout", "300s", "a duration from 1s to 24h, or 0 for never", Key::hostTimeout),
        TABLE_BUDGET(
                "monitoring.table_budget",
                "10000",
                "entries all tables of a switch may hold, 100 to 10000000",
                Key::entries),
        FOREIGN_FLOWS("monitoring.foreign_flows", "false", "true or false", Key::bool),
        API_HOST("api.host", "127.0.0.1", "an address to bind", Key::text),
        API_PORT("api.port", "8080", "a TCP port, 0 to 65535 (0: any free one)", Key::port),
        API_INSECURE("api.insecure", "false", "true or false", Key::bool),
        FLOOR_SYN("detection.half_open_syn_pps", "150", "a number from 1 to 10000000", Key::rate),
        FLOOR_UDP("detection.one_way_udp_pps", "250", "a number from 1 to 10000000", Key::rate),
        FLOOR_ICMP("detection.icmp_echo_pps", "150", "a number from 1 to 10000000", Key::rate),
        DETECTOR_MEMORY("detection.memory_mb", "256", "megabytes, 200 to 8192", Key::detectorMemory),
        RELEASE_AFTER("detection.release_after", "10s", "a duration from 1s to 1h", Key::interval),
        MITIGATION_MODE("mitigation.mode", "auto", "auto, propose or off", Key::mode),
        RULE_LIFETIME("mitigation.rule_lifetime", "600s", "a duration from 1s to 65535s", Key::lifetime),
        ALLOW("mitigation.allow", "", "addresses or prefixes, for example [10.0.0.1, fd00::/64]", Key::prefixes),
        OVSDB(
                "switches.ovsdb",
                "auto",
                "auto, off, or database servers, for example [unix:/path, tcp:host:port, ssl:host:port]",
                Key::ovsdb),
        OVSDB_TLS_CERT("switches.ovsdb_tls_cert", "", "a PEM file with the certificate for databases", Key::optional),
        OVSDB_TLS_KEY("switches.ovsdb_tls_key", "", "a PEM file with the key of the certificate", Key::optional),
        OVSDB_TLS_CA(
                "switches.ovsdb_tls_ca",
                "",
                "a PEM file with the certificates that sign those of databases",
                Key::optional),
        SWITCHES("topology.switches", "", "number of switches expected, 0 to 100000", Key::count);

        private final String path;
        private final String defaultText;
        private final String allowed;
        private final Parser parser;

        Key(String path, String defaultText, String allowed, Parser parser) {
            this.path = path;
            this.defaultText = defaultText;
            this.allowed = allowed;
            this.parser = parser;
        }

        /** Its place in a profile: {@code section.key}. */
        public String path() {
            return path;
        }

        /** Its name in the environment, for example {@code SENTINEL_OPENFLOW_PORT}. */
        public String environmentName() {
            return "SENTINEL_" + path.replace('.', '_').toUpperCase(java.util.Locale.ROOT);
        }

        /** What may be written, for people. */
        public String allowed() {
            return allowed;
        }

        private static Object text(String text) {
            if (text.isBlank()) {
                throw new IllegalArgumentException("blank");
            }
            return text;
        }

        private static Object optional(String text) {
            return text;
        }

        private static Object role(String text) {
            return ControllerRole.parse(text);
        }

        private static Object clientAuth(String text) {
            if (!List.of("", "none", "want", "need").contains(text)) {
                throw new IllegalArgumentException(text);
            }
            return text;
        }

        private static Object positive(String text) {
            return between(Integer.parseInt(text), 1, 10_000_000);
        }

        private static Object limit(String text) {
            return between(Integer.parseInt(text), 0, 10_000_000);
        }

        private static Object detectorMemory(String text) {
            return between(Integer.parseInt(text), 200, 8192);
        }

        private static Object entries(String text) {
            return between(Integer.parseInt(text), 100, 10_000_000);
        }

        private static Object bindings(String text) {
            Map<Dpid, String> bindings = new HashMap<>();
            for (String part : text.split(",", -1)) {
                int equals = part.indexOf('=');
                if (equals > 0 && equals < part.length() - 1) {
                    bindings.put(
                            Dpid.parse(part.substring(0, equals).trim()),
                            part.substring(equals + 1).trim());
                } else if (!part.isBlank()) {
                    throw new IllegalArgumentException(part);
                }
            }
            return Map.copyOf(bindings);
        }

        private static Object port(String text) {
            return between(Integer.parseInt(text), 0, 65_535);
        }

        private static Object rate(String text) {
            return (double) between(Integer.parseInt(text), 1, 10_000_000);
        }

        private static Object ovsdb(String text) {
            return OvsdbChoice.parse(text);
        }

        private static Object count(String text) {
            return text.isEmpty() ? Integer.valueOf(0) : between(Integer.parseInt(text), 0, 100_000);
        }

        private static Object bool(String text) {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException(text);
            }
            return Boolean.valueOf(text);
        }

        private static Object hostTimeout(String text) {
            return text.matches("0(ms|s|m|h)?")
                    ? Duration.ZERO
                    : between(duration(text), Duration.ofSeconds(1), Duration.ofHours(24));
        }

        private static Object onOff(String text) {
            if (!text.equals("off") && !text.equals("on")) {
                throw new IllegalArgumentException(text);
            }
            return text.equals("on");
        }

        private static Object mode(String text) {
            return MitigationMode.parse(text);
        }

        private static Object interval(String text) {
            return between(duration(text), Duration.ofMillis(50), Duration.ofHours(1));
        }

        private static Object pollInterval(String text) {
            return text.matches("0(ms|s|m|h)?") ? Duration.ZERO : interval(text);
        }

        private static Object forwarding(String text) {
            if (!text.equals("proactive") && !text.equals("reactive")) {
                throw new IllegalArgumentException(text);
            }
            return text;
        }

        private static Object lifetime(String text) {
            return between(duration(text), Duration.ofSeconds(1), Duration.ofSeconds(65_535));
        }

        private static Object prefixes(String text) {
            List<Prefix> prefixes = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                if (!part.isBlank()) {
                    prefixes.add(Prefix.parse(part.trim()));
                }
            }
            return List.copyOf(prefixes);
        }

        private static Duration duration(String text) {
            java.util.regex.Matcher parts =
                    java.util.regex.Pattern.compile("([0-9]{1,9})(ms|s|m|h)").matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException(text);
            }
            long amount = Long.parseLong(parts.group(1));
            return switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        }

        private static <T extends Comparable<T>> T between(T value, T least, T most) {
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(String.valueOf(value));
            }
            return value;
        }
    }

    /** Reads a value or throws {@link IllegalArgumentException}. */
    @FunctionalInterface
    interface Parser {
        Object parse(String text);
    }

    private static final String DEFAULT = "default";

    private final Set<Key> said = EnumSet.noneOf(Key.class);
    private final Map<Key, Object> values = new EnumMap<>(Key.class);
    private final Path dataDir;
    private String profileName = "none";

    private Settings(Path dataDir) {
        this.dataDir = dataDir;
    }

    /** The defaults. */
    public static Settings defaults(Path dataDir) {
        Settings settings = new Settings(dataDir);
        for (Key key : Key.values()) {
            settings.put(key, key.defaultText, DEFAULT);
        }
        return settings;
    }

    /**
     * Sets a value.
     *
     * @param where for the message: {@code --of-port}, {@code lab.yaml:3}, {@code SENTINEL_OPENFLOW_PORT}
     * @throws BadSetting naming where, what was written, and what is allowed
     */
    public Settings put(Key key, String text, String where) {
        try {
            values.put(key, key.parser.parse(text));
            if (!where.equals(DEFAULT)) {
                said.add(key);
            }
        } catch (IllegalArgumentException notAllowed) {
            throw new BadSetting(where + ": " + key.path + " must be " + key.allowed + ", not '" + text + "'");
        }
        return this;
    }

    /** Takes what the environment says. */
    public Settings environment(Map<String, String> environment) {
        for (Key key : Key.values()) {
            String text = environment.get(key.environmentName());
            if (text != null) {
                put(key, text, key.environmentName());
            }
        }
        return this;
    }

    void profile(String name) {
        profileName = name;
    }

    /** Whether a profile, the environment or a flag has set it. */
    public boolean isSaid(Key key) {
        return said.contains(key);
    }

    /** Name of the profile, or {@code none}. */
    public String profileName() {
        return profileName;
    }

    public Path dataDir() {
        return dataDir;
    }

    public String text(Key key) {
        return (String) values.get(key);
    }

    public int number(Key key) {
        return (Integer) values.get(key);
    }

    public double rate(Key key) {
        return (Double) values.get(key);
    }

    public boolean is(Key key) {
        return (Boolean) values.get(key);
    }

    public Duration duration(Key key) {
        return (Duration) values.get(key);
    }

    public ControllerRole role() {
        return (ControllerRole) values.get(Key.OF_ROLE);
    }

    /** Who may speak for a datapath id: common name or fingerprint of a certificate. */
    @SuppressWarnings("unchecked") // the parser of OF_TLS_BIND makes nothing else
    public Map<Dpid, String> bindings() {
        return (Map<Dpid, String>) values.get(Key.OF_TLS_BIND);
    }

    /** Which databases of switches are read. */
    public OvsdbChoice ovsdb() {
        return (OvsdbChoice) values.get(Key.OVSDB);
    }

    public MitigationMode mode() {
        return (MitigationMode) values.get(Key.MITIGATION_MODE);
    }

    @SuppressWarnings("unchecked") // the parser of ALLOW makes nothing else
    public List<Prefix> allowed() {
        return (List<Prefix>) values.get(Key.ALLOW);
    }
}
