package io.sentinelsdn.cli.command;

import io.sentinelsdn.cli.profile.ProfileReader;
import io.sentinelsdn.cli.profile.Settings;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of a command that starts the platform. */
final class SettingsOptions {
    @Option(
            names = "--profile",
            paramLabel = "NAME|FILE",
            description = "Shipped profile (single, linear, tree, campus, datacenter, bench) or a YAML file.")
    private String profile;

    @Option(names = "--of-host", paramLabel = "HOST", description = "Address for switches (default: 0.0.0.0).")
    private String ofHost;

    @Option(names = "--of-port", paramLabel = "PORT", description = "Port for switches (default: 6653).")
    private String ofPort;

    @Option(
            names = "--of-tls-cert",
            paramLabel = "FILE",
            description = "PEM file with the certificate to show to switches; with it they must connect by TLS.")
    private String ofTlsCert;

    @Option(names = "--of-tls-key", paramLabel = "FILE", description = "PEM file with its private key (PKCS#8).")
    private String ofTlsKey;

    @Option(
            names = "--of-tls-ca",
            paramLabel = "FILE",
            description = "PEM file with the certificates that sign those of switches; with it they must show one.")
    private String ofTlsCa;

    @Option(
            names = "--ovsdb",
            paramLabel = "SERVER",
            description = "Databases of switches to read: auto (the one of this machine, if there is one), off, or"
                    + " unix:/path, tcp:host:port, ssl:host:port with commas between (default: auto).")
    private String ovsdb;

    @Option(names = "--api-host", paramLabel = "HOST", description = "Address of the API (default: 127.0.0.1).")
    private String apiHost;

    @Option(names = "--api-port", paramLabel = "PORT", description = "Port of the API (default: 8080).")
    private String apiPort;

    @Option(
            names = "--api-tls-cert",
            paramLabel = "FILE",
            description = "PEM file with the certificate of the API; with it the API speaks HTTPS only.")
    private String apiTlsCert;

    @Option(names = "--api-tls-key", paramLabel = "FILE", description = "PEM file with its private key (PKCS#8).")
    private String apiTlsKey;

    @Option(
            names = "--api-rate-limit",
            paramLabel = "NUMBER",
            description =
                    "Requests a second of one client, 0 for no limit (default: 500, without a limit for clients on"
                            + " this machine).")
    private String apiRateLimit;

    @Option(
            names = "--stats-interval",
            paramLabel = "TIME",
            description = "Interval of five-tuple statistics, for example 1s (default: 1s).")
    private String statsInterval;

    @Option(
            names = "--mitigation-mode",
            paramLabel = "MODE",
            description = "auto, propose or off (default: auto, or what was set last over the API).")
    private String mitigationMode;

    @Option(
            names = "--mitigation-policy",
            paramLabel = "POLICY",
            description = "Who chooses among safe plans: ladder, or rl, which learns (default: ladder).")
    private String mitigationPolicy;

    @Option(
            names = "--insecure",
            description = "Serve the API on an address that others can reach even while there is no key.")
    private boolean insecure;

    /** Defaults, then the profile, then the environment, then these flags. */
    Settings settings(Path dataDir, Map<String, String> environment) {
        Settings settings = Settings.defaults(dataDir);
        if (profile != null) {
            ProfileReader.read(profile, settings);
        }
        settings.environment(environment);
        put(settings, Settings.Key.OF_HOST, ofHost, "--of-host");
        put(settings, Settings.Key.OF_PORT, ofPort, "--of-port");
        put(settings, Settings.Key.OF_TLS_CERT, ofTlsCert, "--of-tls-cert");
        put(settings, Settings.Key.OF_TLS_KEY, ofTlsKey, "--of-tls-key");
        put(settings, Settings.Key.OF_TLS_CA, ofTlsCa, "--of-tls-ca");
        put(settings, Settings.Key.OVSDB, ovsdb, "--ovsdb");
        put(settings, Settings.Key.API_HOST, apiHost, "--api-host");
        put(settings, Settings.Key.API_PORT, apiPort, "--api-port");
        put(settings, Settings.Key.API_TLS_CERT, apiTlsCert, "--api-tls-cert");
        put(settings, Settings.Key.API_TLS_KEY, apiTlsKey, "--api-tls-key");
        put(settings, Settings.Key.API_RATE_LIMIT, apiRateLimit, "--api-rate-limit");
        put(settings, Settings.Key.STATS_INTERVAL, statsInterval, "--stats-interval");
        put(settings, Settings.Key.MITIGATION_MODE, mitigationMode, "--mitigation-mode");
        put(settings, Settings.Key.MITIGATION_POLICY, mitigationPolicy, "--mitigation-policy");
        if (insecure) {
            settings.put(Settings.Key.API_INSECURE, "true", "--insecure");
        }
        return settings;
    }

    private static void put(Settings settings, Settings.Key key, String text, String flag) {
        if (text != null) {
            settings.put(key, text, flag);
        }
    }
}
