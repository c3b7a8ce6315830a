package io.sentinelsdn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LogsCommandTest {
    @AutoClose
    private final FakeApi api = new FakeApi();

    private static String line(int second, String level, String message) {
        return "{\"timestamp\":\"2026-03-01T12:00:0" + second + "Z\",\"level\":\"" + level
                + "\",\"logger\":\"Platform\",\"message\":\"" + message + "\"}";
    }

    @Test
    void shouldPrintTheNewestLineLast() {
        String newestFirst = line(2, "warn", "a switch is gone") + "," + line(1, "info", "ready");
        api.with("/api/system/logs?limit=100", "{\"items\":[" + newestFirst + "],\"total\":2}");

        assertThat(api.run("logs")).as(api.err.toString()).isZero();
        assertThat(api.out.toString().lines())
                .containsExactly(
                        "2026-03-01T12:00:01Z info  Platform ready",
                        "2026-03-01T12:00:02Z warn  Platform a switch is gone");
    }

    @Test
    void shouldAskOnlyForWhatIsWanted() {
        api.with("/api/system/logs?limit=3&level=warn&text=a%26b%20c", "{\"items\":[],\"total\":0}");

        assertThat(api.run("logs", "--level", "warn", "--text", "a&b c", "--limit", "3"))
                .as(api.err.toString())
                .isZero();
        assertThat(api.out.toString()).isEmpty();
    }

    @Test
    void shouldSayInOneLineWhatTheApiRefuses() {
        assertThat(api.run("logs", "--level", "loud")).isEqualTo(1);
        assertThat(api.err.toString().lines())
                .containsExactly("sentinel: there is nothing at /api/system/logs?limit=100&level=loud");
    }
}
