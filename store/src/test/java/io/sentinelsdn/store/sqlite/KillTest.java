package io.sentinelsdn.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.store.TestObjects;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed with SIGKILL; what it had acknowledged must be there. */
class KillTest {
    private static final SqliteSettings SETTINGS = SqliteSettings.keeping(Duration.ofDays(30));
    private static final int ACKNOWLEDGED = 50;

    @TempDir
    Path dir;

    @Test
    @Timeout(60)
    void shouldHaveEverythingThatWasAcknowledgedBeforeTheKill() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        dir.toString())
                .redirectErrorStream(true)
                .start();
        int acknowledged;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            acknowledged = countAcknowledgements(lines);
        } finally {
            child.destroyForcibly().waitFor();
        }

        assertThat(acknowledged).isEqualTo(ACKNOWLEDGED);
        try (HistoryStore store = SqliteHistoryStore.open(dir, SETTINGS, Clock.systemUTC(), new Counters())) {
            Set<String> rules =
                    store.rules().stream().map(rule -> rule.rule().id()).collect(Collectors.toSet());
            for (int i = 0; i < acknowledged; i++) {
                assertThat(rules).contains("r-" + i);
                assertThat(store.detection("d-" + i)).isPresent();
                assertThat(store.plan("p-" + i)).isPresent();
            }
            assertThat(store.config("last").map(Integer::parseInt).orElse(-1)).isGreaterThanOrEqualTo(acknowledged - 1);
            assertThat(store.listEntries("black")).hasSizeGreaterThanOrEqualTo(acknowledged);
        }
    }

    private static int countAcknowledgements(BufferedReader lines) throws IOException {
        int acknowledged = 0;
        String line = lines.readLine();
        while (line != null && acknowledged < ACKNOWLEDGED) {
            if (line.equals("acknowledged " + acknowledged)) {
                acknowledged++;
            }
            line = lines.readLine();
        }
        return acknowledged;
    }

    /** Writes without end. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws IOException {
            HistoryStore store = SqliteHistoryStore.open(Path.of(args[0]), SETTINGS, Clock.systemUTC(), new Counters());
            for (int i = 0; ; i++) {
                Instant now = Instant.now();
                store.saveRule(TestObjects.rule("r-" + i));
                store.saveDetection(TestObjects.detection("d-" + i, now));
                store.savePlan(TestObjects.plan("p-" + i, "d-" + i, now));
                store.addListEntry("black", new HistoryStore.ListEntry("10.0.0." + i, "test", now));
                store.putConfig("last", Integer.toString(i));
                store.flush();
                List.of("acknowledged " + i).forEach(System.out::println);
            }
        }
    }
}
