package io.sentinelsdn.cli.profile;

import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.net.ControllerRole;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SwitchPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one process was told, after precedence: defaults &lt; profile &lt; environment &lt; flags. Built up in that
 * order by {@link #put}; read by the wiring.
 */
public final class Settings {
    /** Every setting: its key in a profile, its default, what is allowed. */
    public enum Key {
        OF_HOST("openflow.host", "0.0.0.0", Kind.text("an address to bind")),
        OF_PORT("openflow.port", "6653", Kind.number("a TCP port (0: any free one),", 0, 65_535)),
        STATS_INTERVAL("openflow.stats_interval", "1s", Kind.durationOrZero("50ms", "1h", "back to back")),
        OF_ROLE("openflow.role", "equal", new Kind("equal, master or slave", ControllerRole::parse)),
        OF_MAX_CONNECTIONS("openflow.max_connections", "4096", Kind.number("a number from", 1, 10_000_000)),
        OF_MAX_PER_ADDRESS("openflow.max_connections_per_address", "1024", Kind.number("a number from", 1, 10_000_000)),
        OF_PACKET_IN_LIMIT(
                "openflow.packet_in_limit",
                "20000",
                Kind.number("packets a second from one switch (0: no limit),", 0, 10_000_000)),
        OF_TLS_CERT("openflow.tls_cert", "", Kind.optional("a PEM file with the controller's certificate")),
        OF_TLS_KEY("openflow.tls_key", "", Kind.optional("a PEM file with the key of the certificate")),
        OF_TLS_CA("openflow.tls_ca", "", Kind.optional("a PEM file with the certificates that sign those of switches")),
        OF_TLS_CLIENT_AUTH(
                "openflow.tls_client_auth", "", Kind.choice("none, want or need", "", "none", "want", "need")),
        OF_TLS_BIND(
                "openflow.tls_bind",
                "",
                Kind.bindings(
                        "datapath ids with a common name or SHA-256 fingerprint, for example [0000000000000001=s1]")),
        FORWARDING_MODE("forwarding.mode", "proactive", Kind.choice("proactive or reactive", "proactive", "reactive")),
        ECMP("forwarding.ecmp", "false", Kind.bool()),
        FAST_FAILOVER("forwarding.fast_failover", "true", Kind.bool()),
        SOURCE_VALIDATION("forwarding.source_validation", "off", Kind.onOff()),
        HOST_TIMEOUT("forwarding.host_timeout", "300s", Kind.durationOrZero("1s", "24h", "never")),
        TABLE_BUDGET(
                "monitoring.table_budget",
                "10000",
                Kind.number("entries all tables of a switch may hold,", 100, 10_000_000)),
        FOREIGN_FLOWS("monitoring.foreign_flows", "false", Kind.bool()),
        API_HOST("api.host", "127.0.0.1", Kind.text("an address to bind")),
        API_PORT("api.port", "8080", Kind.number("a TCP port (0: any free one),", 0, 65_535)),
        API_INSECURE("api.insecure", "false", Kind.bool()),
        API_TLS_CERT("api.tls_cert", "", Kind.optional("a PEM file with the certificate of the API")),
        API_TLS_KEY("api.tls_key", "", Kind.optional("a PEM file with the key of the certificate")),
        API_RATE_LIMIT(
                "api.rate_limit", "500", Kind.number("requests a second of one client (0: no limit),", 0, 10_000_000)),
        API_CORS_ORIGINS(
                "api.cors_origins",
                "",
                Kind.origins("origins of web pages that may use the API, for example [https://noc.example.org]")),
        API_TOKEN_LIFETIME("api.token_lifetime", "1h", Kind.duration("1s", "24h")),
        REQUEST_RETENTION("storage.request_retention", "24h", Kind.duration("1m", "720h")),
        MAX_REQUESTS("storage.max_requests", "5000000", Kind.number("requests,", 1_000, 100_000_000)),
        INFLUX_URL("influx.url", "", Kind.optional("http://… or https://… of an InfluxDB")),
        INFLUX_ORG("influx.org", "", Kind.optional("an organisation")),
        INFLUX_BUCKET("influx.bucket", "", Kind.optional("a bucket")),
        INFLUX_TOKEN("influx.token", "", Kind.optional("a token")),
        FLOOR_SYN("detection.half_open_syn_pps", "150", Kind.rate()),
        FLOOR_UDP("detection.one_way_udp_pps", "250", Kind.rate()),
        FLOOR_ICMP("detection.icmp_echo_pps", "150", Kind.rate()),
        BASELINE_FACTOR("detection.baseline_factor", "3", Kind.decimal("times what is normal,", 1.5, 10)),
        DETECTOR_MEMORY("detection.memory_mb", "256", Kind.number("megabytes,", 200, 8192)),
        RELEASE_AFTER("detection.release_after", "10s", Kind.duration("50ms", "1h")),
        MITIGATION_MODE("mitigation.mode", "auto", new Kind("auto, propose or off", MitigationMode::parse)),
        RULE_LIFETIME("mitigation.rule_lifetime", "600s", Kind.duration("1s", "65535s")),
        ALLOW("mitigation.allow", "", Kind.prefixes("addresses or prefixes, for example [10.0.0.1, fd00::/64]")),
        MITIGATION_POLICY("mitigation.policy", "ladder", Kind.choice("ladder or rl", "ladder", "rl")),
        SCRUBBER("mitigation.scrubber", "", Kind.address("the address of a host that cleans traffic")),
        SCRUBBER_PORTS(
                "mitigation.scrubber_ports",
                "",
                new Kind(
                        "ports of one switch that lead to a scrubber, for example [0000000000000001:4]",
                        LinkSpeeds::ports)),
        GATEWAY("mitigation.gateway", "", Kind.address("the address of the HTTP gateway")),
        GATEWAY_PORT("mitigation.gateway_port", "8000", Kind.number("a TCP port,", 1, 65_535)),
        COLLATERAL_BUDGET("mitigation.collateral_budget", "0.5", Kind.percent("of good traffic")),
        MAX_TRAFFIC_SHARE("mitigation.max_traffic_share", "90", Kind.percent("of calm traffic")),
        PROBE("mitigation.probe", "5s", Kind.durationOrZero("50ms", "1h", "no probe")),
        ALERT_WEBHOOK("alerts.webhook", "", Kind.optional("a URL that gets each alert as JSON")),
        ALERT_SLACK("alerts.slack", "", Kind.optional("the URL of a Slack-compatible webhook")),
        ALERT_SMTP("alerts.smtp", "", Kind.optional("host:port of a mail relay")),
        ALERT_SMTP_SECURITY(
                "alerts.smtp_security", "none", Kind.choice("none, starttls or tls", "none", "starttls", "tls")),
        ALERT_SMTP_USER("alerts.smtp_user", "", Kind.optional("a login at the relay")),
        ALERT_SMTP_PASSWORD("alerts.smtp_password", "", Kind.optional("its password")),
        ALERT_SMTP_CA("alerts.smtp_ca", "", Kind.optional("a PEM file with the certificates that sign the relay's")),
        ALERT_MAIL_FROM("alerts.mail_from", "", Kind.optional("the sender of mails")),
        ALERT_MAIL_TO("alerts.mail_to", "", Kind.optional("receivers of mails, with commas between")),
        OVSDB(
                "switches.ovsdb",
                "auto",
                new Kind(
                        "auto, off, or database servers, for example [unix:/path, tcp:host:port, ssl:host:port]",
                        OvsdbChoice::parse)),
        OVSDB_TLS_CERT("switches.ovsdb_tls_cert", "", Kind.optional("a PEM file with the certificate for databases")),
        OVSDB_TLS_KEY("switches.ovsdb_tls_key", "", Kind.optional("a PEM file with the key of the certificate")),
        OVSDB_TLS_CA(
                "switches.ovsdb_tls_ca",
                "",
                Kind.optional("a PEM file with the certificates that sign those of databases")),
        QUEUES("switches.queues", "auto", Kind.choice("auto or off", "auto", "off")),
        LINK_SPEED("topology.link_speed", "1000", Kind.number("Mbit/s of links that are not named,", 1, 100_000)),
        LINKS(
                "topology.links",
                "",
                new Kind("links with their Mbit/s, for example [0000000000000001:3=20]", LinkSpeeds::parse)),
        SWITCHES("topology.switches", "", Kind.optionalNumber("number of switches expected,", 0, 100_000));

        private final String path;
        private final String defaultText;
        private final Kind kind;

        Key(String path, String defaultText, Kind kind) {
            this.path = path;
            this.defaultText = defaultText;
            this.kind = kind;
        }

        /** The setting of this place in a profile. */
        public static Optional<Key> of(String path) {
            return Arrays.stream(values()).filter(key -> key.path.equals(path)).findFirst();
        }

        /** Whether its value is for nobody's eyes. */
        public boolean isSecret() {
            return this == INFLUX_TOKEN || this == ALERT_WEBHOOK || this == ALERT_SLACK || this == ALERT_SMTP_PASSWORD;
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
            return kind.allowed();
        }
    }

    private static final String DEFAULT = "default";

    private final Map<Key, Object> values = new EnumMap<>(Key.class);
    private final Map<Key, String> written = new EnumMap<>(Key.class);
    private final Map<Key, String> sources = new EnumMap<>(Key.class);
    private final Path dataDir;
    private String profileName = "none";
    private List<SliceSpec> slices = List.of();

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
            values.put(key, key.kind.reader().apply(text));
            written.put(key, text);
            sources.put(key, where);
        } catch (IllegalArgumentException notAllowed) {
            throw new BadSetting(where + ": " + key.path + " must be " + key.kind.allowed() + ", not '" + text + "'");
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

    void slices(List<SliceSpec> wanted) {
        slices = List.copyOf(wanted);
    }

    /** Slices to make at the start. */
    public List<SliceSpec> slices() {
        return slices;
    }

    /** Speed of links in Mbit/s by the switch port at one end. */
    @SuppressWarnings("unchecked") // the reader of LINKS makes nothing else
    public Map<SwitchPort, Integer> links() {
        return (Map<SwitchPort, Integer>) values.get(Key.LINKS);
    }

    /** Ports that lead to a scrubber. */
    @SuppressWarnings("unchecked") // the reader of SCRUBBER_PORTS makes nothing else
    public List<SwitchPort> scrubberPorts() {
        return (List<SwitchPort>) values.get(Key.SCRUBBER_PORTS);
    }

    void profile(String name) {
        profileName = name;
    }

    /** Whether a profile, the environment or a flag has set it. */
    public boolean isSaid(Key key) {
        return !source(key).equals(DEFAULT);
    }

    /** Where its value comes from: {@code default}, {@code lab.yaml:3}, {@code SENTINEL_OPENFLOW_PORT}, {@code --of-port}. */
    public String source(Key key) {
        return sources.get(key);
    }

    /** Whether a flag or the environment has set it, which a profile cannot. */
    public boolean isSaidAtStart(Key key) {
        return source(key).startsWith("--") || source(key).equals(key.environmentName());
    }

    /** Its value as it was written. */
    public String written(Key key) {
        return written.get(key);
    }

    /**
     * The same with other values.
     *
     * @throws BadSetting like {@link #put}
     */
    public Settings with(Map<Key, String> others, String where) {
        Settings copy = new Settings(dataDir);
        copy.values.putAll(values);
        copy.written.putAll(written);
        copy.sources.putAll(sources);
        copy.profileName = profileName;
        copy.slices = slices;
        others.forEach((key, text) -> copy.put(key, text, where));
        return copy;
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

    /** Web pages that may use the API. */
    @SuppressWarnings("unchecked") // the parser of API_CORS_ORIGINS makes nothing else
    public List<String> corsOrigins() {
        return (List<String>) values.get(Key.API_CORS_ORIGINS);
    }

    @SuppressWarnings("unchecked") // the parser of ALLOW makes nothing else
    public List<Prefix> allowed() {
        return (List<Prefix>) values.get(Key.ALLOW);
    }
}
