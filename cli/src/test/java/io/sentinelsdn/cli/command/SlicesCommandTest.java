package io.sentinelsdn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SlicesCommandTest {
    private static final String ALL = "/api/slices?limit=1000";
    private static final String WEB =
            "{\"id\":\"s-1\",\"name\":\"web\",\"status\":\"degraded\",\"reasons\":[\"no meters\"],"
                    + "\"bandwidth\":20,\"min_bandwidth\":5,\"priority\":6,\"isolated\":true,\"dynamic\":true,"
                    + "\"match\":{\"prefixes\":[\"10.0.1.0/24\"]},\"stats\":{\"limit_mbps\":40.0,\"rate_bps\":10000000,"
                    + "\"offered_bps\":12000000,\"drops_pps\":7.0,\"flows\":3,\"queues\":\"installed\"}}";

    @AutoClose
    private final FakeApi api = new FakeApi();

    private void has(String... slices) {
        api.with(ALL, "{\"items\":[" + String.join(",", slices) + "],\"total\":" + slices.length + "}");
    }

    @Test
    void shouldListSlicesWithRatesInMbits() {
        has(WEB);

        assertThat(api.run("slices", "list")).as(api.err.toString()).isZero();
        assertThat(api.out.toString().lines().skip(1).map(line -> line.replaceAll(" +", " ")))
                .containsExactly("s-1 web degraded 20 40.00 10.00 6 7 3", "1 slices");
    }

    @Test
    void shouldShowWhyASliceIsNotActiveAndWhatItCarries() {
        api.with("/api/slices/s-1", WEB);

        assertThat(api.run("slices", "show", "s-1")).as(api.err.toString()).isZero();
        assertThat(api.out.toString())
                .contains("status       degraded\n             no meters")
                .contains("bandwidth    20 Mbit/s, guaranteed 5, priority 6, isolated, dynamic")
                .contains("carries      10.00 of 40.00 Mbit/s, 12.00 offered, 7 drops/s, 3 flows, queues installed");
    }

    @Test
    void shouldSendOnlyWhatIsSaid() {
        api.with("/api/slices", WEB).with("/api/slices/s-1", WEB);

        assertThat(api.run(
                        "slices",
                        "create",
                        "web",
                        "--bandwidth",
                        "20",
                        "--prefix",
                        "10.0.1.0/24",
                        "--prefix",
                        "fd00:1::/64",
                        "--host",
                        "10.0.2.1",
                        "--vlan",
                        "7",
                        "--switch-port",
                        "1:3",
                        "--isolated"))
                .as(api.err.toString())
                .isZero();
        assertThat(api.run("slices", "update", "s-1", "--no-isolated", "--status", "disabled"))
                .as(api.err.toString())
                .isZero();
        assertThat(api.run("slices", "delete", "s-1")).as(api.err.toString()).isZero();

        assertThat(api.asked)
                .containsExactly(
                        "POST /api/slices {\"name\":\"web\",\"bandwidth\":20,\"match\":{\"prefixes\":[\"10.0.1.0/24\","
                                + "\"fd00:1::/64\"],\"hosts\":[\"10.0.2.1\"],\"vlan_ids\":[7],\"switch_ports\":[\"1:3\"]},"
                                + "\"isolated\":true}",
                        "PUT /api/slices/s-1 {\"isolated\":false,\"status\":\"disabled\"}",
                        "DELETE /api/slices/s-1");
    }

    @Test
    void shouldDrawRatesAgainstLimits() {
        has(WEB, WEB.replace("10000000", "60000000"), WEB.replace("40.0", "0.0"));

        assertThat(api.run("slices", "watch", "--times", "1"))
                .as(api.err.toString())
                .isZero();

        String quarter = "[" + "#".repeat(8) + ".".repeat(22) + "]";
        assertThat(api.out.toString().lines())
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains(quarter)
                                .contains("10.00 of    40.00 Mbit/s")
                                .endsWith("degraded"),
                        line -> assertThat(line).as("no longer than the limit").contains("[" + "#".repeat(30) + "]"),
                        line -> assertThat(line).as("no limit yet").contains("[" + ".".repeat(30) + "]"));
    }

    @Test
    void shouldSayInOneLineWhatIsWrong() {
        assertThat(api.run("slices", "show", "s-9")).isEqualTo(1);
        assertThat(api.err.toString()).isEqualTo("sentinel: there is nothing at /api/slices/s-9\n");
        assertThat(api.run("slices")).isEqualTo(2);
        assertThat(api.run("slices", "create")).isEqualTo(2);
        assertThat(api.run("slices", "update", "s-1", "--bandwidth", "much")).isEqualTo(2);
        assertThat(api.asked).hasSize(1);
    }
}
