package io.sentinelsdn.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SwitchPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path dir;

    private Path profile(String text) throws IOException {
        return Files.writeString(dir.resolve("lab.yaml"), text);
    }

    private Settings read(String text) throws IOException {
        Settings settings = Settings.defaults(dir);
        ProfileReader.read(profile(text).toString(), settings);
        return settings;
    }

    @Test
    void shouldPinDefaults() {
        Settings settings = Settings.defaults(dir);

        assertThat(settings.number(Settings.Key.OF_PORT)).isEqualTo(6653);
        assertThat(settings.number(Settings.Key.API_PORT)).isEqualTo(8080);
        assertThat(settings.text(Settings.Key.API_HOST)).isEqualTo("127.0.0.1");
        assertThat(settings.duration(Settings.Key.STATS_INTERVAL)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.duration(Settings.Key.RULE_LIFETIME)).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.mode()).isEqualTo(MitigationMode.AUTO);
    }

    @Test
    void shouldPinNamesOfKeys() {
        assertThat(Arrays.stream(Settings.Key.values()).map(Settings.Key::path))
                .containsExactly(
                        "openflow.host",
                        "openflow.port",
                        "openflow.stats_interval",
                        "openflow.role",
                        "openflow.max_connections",
                        "openflow.max_connections_per_address",
                        "openflow.packet_in_limit",
                        "openflow.tls_cert",
                        "openflow.tls_key",
                        "openflow.tls_ca",
                        "openflow.tls_client_auth",
                        "openflow.tls_bind",
                        "forwarding.mode",
                        "forwarding.ecmp",
                        "forwarding.fast_failover",
                        "forwarding.source_validation",
                        "forwarding.host_timeout",
                        "monitoring.table_budget",
                        "monitoring.foreign_flows",
                        "api.host",
                        "api.port",
                        "api.insecure",
                        "api.tls_cert",
                        "api.tls_key",
                        "api.rate_limit",
                        "api.cors_origins",
                        "api.token_lifetime",
                        "storage.request_retention",
                        "storage.max_requests",
                        "influx.url",
                        "influx.org",
                        "influx.bucket",
                        "influx.token",
                        "detection.half_open_syn_pps",
                        "detection.one_way_udp_pps",
                        "detection.icmp_echo_pps",
                        "detection.baseline_factor",
                        "detection.memory_mb",
                        "detection.release_after",
                        "mitigation.mode",
                        "mitigation.rule_lifetime",
                        "mitigation.allow",
                        "mitigation.policy",
                        "mitigation.scrubber",
                        "mitigation.scrubber_ports",
                        "mitigation.gateway",
                        "mitigation.gateway_port",
                        "mitigation.collateral_budget",
                        "mitigation.max_traffic_share",
                        "mitigation.probe",
                        "alerts.webhook",
                        "alerts.slack",
                        "alerts.smtp",
                        "alerts.smtp_security",
                        "alerts.smtp_user",
                        "alerts.smtp_password",
                        "alerts.smtp_ca",
                        "alerts.mail_from",
                        "alerts.mail_to",
                        "switches.ovsdb",
                        "switches.ovsdb_tls_cert",
                        "switches.ovsdb_tls_key",
                        "switches.ovsdb_tls_ca",
                        "switches.queues",
                        "topology.link_speed",
                        "topology.links",
                        "topology.switches");
    }

    @Test
    void shouldReadWhoMaySpeakForADatapathId() throws Exception {
        Settings settings = read("openflow:\n  tls_bind: [0000000000000001=s1, 0x2=s2]\n");

        assertThat(settings.bindings()).containsOnly(Map.entry(new Dpid(1), "s1"), Map.entry(new Dpid(2), "s2"));
    }

    @Test
    void shouldReadSlicesAndSpeedsOfLinks() throws Exception {
        Settings settings = read("""
                topology:
                  link_speed: 100
                  links: [0000000000000001:3=20]
                slices:
                  - name: web
                    bandwidth: 20
                    min_bandwidth: 5
                    dynamic: true
                    match:
                      prefixes: [10.0.1.0/24]
                      protocol: tcp
                      ports: [80, 443]
                  - name: lab
                    bandwidth: 5
                    isolated: true
                    match: {vlan_ids: [12]}
                """);

        assertThat(settings.links()).containsOnly(Map.entry(new SwitchPort(new Dpid(1), 3), 20));
        assertThat(settings.slices()).extracting(SliceSpec::name).containsExactly("web", "lab");
        assertThat(settings.slices().get(0).match().ports()).containsExactly(80, 443);
        assertThat(settings.slices().get(1).isolated()).isTrue();
    }

    @Test
    void shouldRefuseABadSliceWithItsLine() {
        assertThatThrownBy(() -> read("slices:\n  - name: web\n    bandwidth: 20\n    speed: 1\n"))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining(":4: unknown key 'speed' of slices; allowed: name, bandwidth");
        assertThatThrownBy(() -> read("slices:\n  - name: web\n    bandwidth: 0\n    match: {vlan_ids: [1]}\n"))
                .hasMessageContaining(":2: slice [web]: bandwidth must be between 1 and 100000: 0");
        assertThatThrownBy(() -> read("topology:\n  links: [1=20]\n")).hasMessageContaining(":2: topology.links");
    }

    @Test
    void shouldLetLaterWordsWin() throws Exception {
        Settings settings = read("openflow:\n  port: 7000\n  stats_interval: 2s\n");
        settings.environment(Map.of("SENTINEL_OPENFLOW_PORT", "7001"));
        settings.put(Settings.Key.STATS_INTERVAL, "500ms", "--stats-interval");

        assertThat(settings.number(Settings.Key.OF_PORT)).isEqualTo(7001);
        assertThat(settings.duration(Settings.Key.STATS_INTERVAL)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void shouldReadLists() throws Exception {
        assertThat(read("mitigation:\n  allow: [10.0.0.1, 'fd00::/64']\n").allowed())
                .containsExactly(Prefix.parse("10.0.0.1"), Prefix.parse("fd00::/64"));
    }

    @Test
    void shouldReadWhichDatabasesOfSwitchesAreRead() throws Exception {
        assertThat(Settings.defaults(dir).ovsdb().local()).isTrue();
        assertThat(read("switches:\n  ovsdb: off\n").ovsdb().isOff()).isTrue();
        assertThat(read("switches:\n  ovsdb: [unix:/run/a.sock, 'tcp:[fd00::1]:6640']\n")
                        .ovsdb()
                        .targets())
                .hasToString("[unix:/run/a.sock, tcp:[fd00::1]:6640]");
        assertThatThrownBy(() -> read("switches:\n  ovsdb: 10.0.0.1\n"))
                .hasMessageContaining("lab.yaml:2: switches.ovsdb must be auto, off, or database servers")
                .hasMessageContaining("not '10.0.0.1'");
    }

    @Test
    void shouldReadEveryShippedProfile() {
        for (String name : ProfileReader.SHIPPED) {
            Settings settings = Settings.defaults(dir);
            ProfileReader.read(name, settings);
            assertThat(settings.profileName()).isEqualTo(name);
        }
    }

    @Test
    void shouldSpreadConnectionsInTheDatacenterOnly() {
        Settings campus = Settings.defaults(dir);
        ProfileReader.read("campus", campus);
        Settings datacenter = Settings.defaults(dir);
        ProfileReader.read("datacenter", datacenter);

        assertThat(campus.is(Settings.Key.ECMP)).isFalse();
        assertThat(campus.is(Settings.Key.FAST_FAILOVER)).isTrue();
        assertThat(datacenter.is(Settings.Key.ECMP)).isTrue();
        assertThatThrownBy(() -> read("forwarding:\n  ecmp: often\n"))
                .hasMessageContaining("lab.yaml:2: forwarding.ecmp must be true or false, not 'often'");
    }

    @Test
    void shouldNameFileLineAndWhatIsAllowed() {
        assertThatThrownBy(() -> read("openflow:\n  port: 70000\n"))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("lab.yaml:2")
                .hasMessageContaining("0 to 65535")
                .hasMessageContaining("70000");
        assertThatThrownBy(() -> read("name: x\nopenflow:\n  prt: 1\n"))
                .hasMessageContaining("lab.yaml:3: unknown key 'openflow.prt'")
                .hasMessageContaining("port");
        assertThatThrownBy(() -> read("opnflow: {}\n")).hasMessageContaining("lab.yaml:1: unknown key 'opnflow'");
        assertThatThrownBy(() -> read("openflow:\n  port: 1\n  port: 2\n")).hasMessageContaining("twice");
        assertThatThrownBy(() -> read("- a\n")).hasMessageContaining("a profile is a map");
        assertThatThrownBy(() -> read("name: 'x\n")).hasMessageContaining("not YAML");
        assertThatThrownBy(() -> ProfileReader.read("nowhere.yaml", Settings.defaults(dir)))
                .hasMessageContaining("single, linear, tree, campus, datacenter, bench");
        assertThatThrownBy(() -> Settings.defaults(dir).environment(Map.of("SENTINEL_API_PORT", "x")))
                .hasMessageContaining("SENTINEL_API_PORT");
    }
}
