package io.sentinelsdn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SwitchesCommandTest {
    @AutoClose
    private final FakeApi api = new FakeApi();

    @Test
    void shouldListSwitchesWithWhatTheyLack() {
        api.with(
                "/api/switches?limit=1000",
                "{\"items\":[{\"dpid\":\"000000000000002a\",\"connected\":true,\"ports\":[{},{}],\"degraded\":[]},"
                        + "{\"dpid\":\"000000000000002b\",\"connected\":false,\"ports\":[],"
                        + "\"degraded\":[\"no meters\"]}],\"total\":2}");

        assertThat(api.run("switches", "list")).as(api.err.toString()).isZero();
        assertThat(api.out.toString().lines().map(String::stripTrailing))
                .containsExactly(
                        "dpid             connected ports  degraded",
                        "000000000000002a yes           2",
                        "000000000000002b no            0  [\"no meters\"]");
    }

    @Test
    void shouldShowOneSwitchAsTheApiTellsIt() {
        api.with("/api/switches/42", "{\"dpid\":\"000000000000002a\",\"connected\":true}");

        assertThat(api.run("switches", "show", "42")).as(api.err.toString()).isZero();
        assertThat(api.out.toString()).contains("\"dpid\" : \"000000000000002a\"");
    }

    @Test
    void shouldSayInOneLineThatThereIsNoSuchSwitch() {
        assertThat(api.run("switches", "show", "7")).isEqualTo(1);
        assertThat(api.err.toString()).isEqualTo("sentinel: there is nothing at /api/switches/7\n");
        assertThat(api.run("switches", "show")).isEqualTo(2);
        assertThat(api.run("switches")).isEqualTo(2);
        assertThat(api.asked).hasSize(1);
    }
}
