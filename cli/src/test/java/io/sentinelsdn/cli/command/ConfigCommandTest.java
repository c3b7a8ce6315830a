package io.sentinelsdn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ConfigCommandTest {
    private static final String PATH = "/api/system/update";

    @AutoClose
    private final FakeApi api = new FakeApi();

    @Test
    void shouldListSettingsAndWhereTheyComeFrom() {
        api.with(
                PATH,
                "{\"items\":[{\"key\":\"openflow.port\",\"value\":\"6653\",\"source\":\"default\",\"live\":false},"
                        + "{\"key\":\"log_level\",\"value\":\"debug\",\"source\":\"api\",\"live\":true}],\"total\":2}");

        assertThat(api.run("config", "list")).as(api.err.toString()).isZero();
        assertThat(api.out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(" openflow.port 6653 default", "* log_level debug api");
    }

    @Test
    void shouldSetResetAndSayWhatChanged() {
        String change = "{\"changes\":[{\"field\":\"log_level\",\"from\":\"info\",\"to\":\"debug\","
                + "\"until_restart\":true}]}";
        api.with(PATH, change).with(PATH + "?dry_run=true", change);

        assertThat(api.run("config", "set", "log_level=debug", "--dry-run")).isZero();
        assertThat(api.run("config", "set", "log_level=debug")).isZero();
        assertThat(api.run("config", "reset", "log_level")).isZero();

        assertThat(api.asked)
                .containsExactly(
                        "POST " + PATH + "?dry_run=true {\"log_level\":\"debug\"}",
                        "POST " + PATH + " {\"log_level\":\"debug\"}",
                        "POST " + PATH + " {\"log_level\":null}");
        assertThat(api.out.toString())
                .startsWith("log_level would become debug, was info, until the next restart\nlog_level is now debug");
    }

    @Test
    void shouldRefuseWhatIsNoAssignment() {
        assertThat(api.run("config", "set", "log_level")).isEqualTo(2);
        assertThat(api.err.toString()).contains("KEY=VALUE");
        assertThat(api.asked).isEmpty();
    }
}
