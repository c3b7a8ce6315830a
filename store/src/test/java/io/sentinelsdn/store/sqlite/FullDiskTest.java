package io.sentinelsdn.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sentinelsdn.domain.gateway.Prediction;
import io.sentinelsdn.domain.gateway.RequestLog;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.store.StoreConfig;
import io.sentinelsdn.store.Stores;
import io.sentinelsdn.store.TestObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real small file system that gets full, and one that is read-only, in a mount namespace of a child process. */
class FullDiskTest {
    @TempDir
    Path dir;

    @Test
    @Timeout(60)
    void shouldRefuseRequestsOnAFullDiskAndGoOnWhenThereIsRoomAgain() throws Exception {
        assertThat(inNamespace("mount -t tmpfs -o size=3m tmpfs '" + dir + "'", "full"))
                .containsExactly(
                        "stored before: true",
                        "refused: not stored: the disk is full",
                        "in trouble: true",
                        "rules in mind: 2",
                        "after there is room: 2 rules, requests as before: true",
                        "integrity: ok");
    }

    @Test
    @Timeout(60)
    void shouldGoOnInMemoryOnAReadOnlyDiskAndLeaveTheDatabaseAsItIs() throws Exception {
        try (HouseStore store = Stores.open(dir, StoreConfig.defaults(), new Counters())) {
            store.saveRule(TestObjects.rule("r-1"));
        }
        byte[] before = Files.readAllBytes(dir.resolve(Database.FILE_NAME));

        assertThat(inNamespace(
                        "mount --bind '" + dir + "' '" + dir + "' && mount -o remount,ro,bind '" + dir + "'", "ro"))
                .containsExactly("rules: 0", "kept for now: 1");
        assertThat(Files.readAllBytes(dir.resolve(Database.FILE_NAME))).isEqualTo(before);
    }

    private List<String> inNamespace(String mount, String what) throws IOException, InterruptedException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may mount a file system for the test");
        assumeTrue(run("unshare", "-m", "true").exit == 0, "mount namespaces are not allowed here");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Output output = run(
                "unshare",
                "-m",
                "sh",
                "-c",
                mount + " && exec '" + java + "' -Xmx128m -cp \"$CP\" " + "'" + Child.class.getName() + "' '" + dir
                        + "' " + what);
        assertThat(output.exit).as(String.join("\n", output.lines)).isZero();
        return output.lines.stream()
                .filter(line -> line.startsWith("# "))
                .map(line -> line.substring(2))
                .toList();
    }

    private record Output(int exit, List<String> lines) {}

    private static Output run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CP", System.getProperty("java.class.path"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), said.lines().toList());
    }

    /** What happens inside. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws Exception {
            Path dir = Path.of(args[0]);
            Counters counters = new Counters();
            if (args[1].equals("ro")) {
                try (HouseStore store = Stores.openOrGoOn(dir, StoreConfig.defaults(), counters)) {
                    say("rules: " + store.rules().size());
                    store.saveRule(TestObjects.rule("r-2"));
                    say("kept for now: " + store.rules().size());
                }
                return;
            }
            full(dir, counters);
        }

        private static void full(Path dir, Counters counters) throws Exception {
            long stored;
            try (HouseStore store = Stores.openOrGoOn(dir, StoreConfig.defaults(), counters)) {
                store.saveRule(TestObjects.rule("r-1"));
                store.requests().append(requests(10));
                store.flush();
                say("stored before: " + (store.rules().size() == 1));
                Path ballast = Files.write(dir.resolve("ballast"), new byte[500_000]);
                say("refused: " + fill(store));
                say("in trouble: "
                        + (counters.gauges()
                                        .get("sentinel_store_in_trouble")
                                        .value()
                                        .getAsDouble()
                                == 1));
                stored = store.requests()
                        .stats(Instant.EPOCH, Instant.now().plusSeconds(9))
                        .total();
                store.saveRule(TestObjects.rule("r-2"));
                Files.delete(ballast);
                store.flush();
                say("rules in mind: " + store.rules().size());
            }
            try (HouseStore store = Stores.open(dir, StoreConfig.defaults(), new Counters())) {
                say("after there is room: " + store.rules().size() + " rules, requests as before: "
                        + (store.requests()
                                        .stats(Instant.EPOCH, Instant.now().plusSeconds(9))
                                        .total()
                                == stored));
            }
            say("integrity: "
                    + new StoreFile(dir).query("PRAGMA integrity_check").get(0));
        }

        private static String fill(HouseStore store) {
            try {
                for (int i = 0; i < 1_000; i++) {
                    store.requests().append(requests(500));
                }
                return "never";
            } catch (UncheckedIOException full) {
                return full.getMessage();
            }
        }

        private static List<RequestLog> requests(int count) {
            return Collections.nCopies(
                    count,
                    new RequestLog(
                            Instant.now(), "192.0.2.1", "/", "GET", "", Prediction.DDOS, 1, true, 429, 1, 1, "g1"));
        }

        private static void say(String text) {
            List.of("# " + text).forEach(System.out::println);
        }
    }
}
