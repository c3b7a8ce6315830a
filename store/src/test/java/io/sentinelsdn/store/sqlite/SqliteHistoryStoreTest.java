package io.sentinelsdn.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.HistoryStore.ListEntry;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.store.HistoryStoreContract;
import io.sentinelsdn.store.StoreConfig;
import io.sentinelsdn.store.Stores;
import io.sentinelsdn.store.TestObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteHistoryStoreTest extends HistoryStoreContract {
    private static final SqliteSettings DEFAULTS = SqliteSettings.keeping(Duration.ofDays(30));

    @TempDir
    Path contractDir;

    @TempDir
    Path dir;

    private final Counters counters = new Counters();

    @Override
    protected HouseStore open() throws IOException {
        return SqliteHistoryStore.open(contractDir, DEFAULTS, Clock.systemUTC(), new Counters());
    }

    @Test
    void shouldHaveEverythingAgainAfterARestart() throws IOException {
        Instant now = Instant.parse("2026-03-01T00:00:00Z");
        try (HouseStore store = open(DEFAULTS, now)) {
            store.saveDetection(TestObjects.detection("d-1", now));
            store.saveAnalysis(TestObjects.analysis("a-1", now));
            store.savePlan(TestObjects.plan("p-1", "d-1", now));
            store.saveRule(TestObjects.rule("r-1"));
            store.saveFlow(TestObjects.flow("f-1", now));
            store.addListEntry("allow", new ListEntry("10.0.0.1", "gateway", now));
            store.putConfig("mitigation_mode", "off");
        }

        try (HouseStore store = open(DEFAULTS, now)) {
            assertThat(store.analyses(HistoryStore.Query.newest(10)).items())
                    .containsExactly(TestObjects.analysis("a-1", now));
            assertThat(store.detection("d-1")).contains(TestObjects.detection("d-1", now));
            assertThat(store.plan("p-1")).contains(TestObjects.plan("p-1", "d-1", now));
            assertThat(store.rules()).containsExactly(TestObjects.rule("r-1"));
            assertThat(store.flows()).containsExactly(TestObjects.flow("f-1", now));
            assertThat(store.listEntries("allow")).hasSize(1);
            assertThat(store.config("mitigation_mode")).contains("off");
        }
    }

    @Test
    void shouldForgetWhatEndedBeforeTheRetentionAndKeepTheRest() throws IOException {
        Instant now = Instant.parse("2026-03-31T00:00:00Z");
        Instant longAgo = now.minus(Duration.ofDays(31));
        try (HistoryStore store = open(DEFAULTS, longAgo)) {
            store.saveDetection(TestObjects.ended("old", longAgo));
            store.saveDetection(TestObjects.detection("never-ended", longAgo));
            store.savePlan(TestObjects.plan("old-plan", "old", longAgo));
            store.saveDetection(TestObjects.ended("recent", now.minus(Duration.ofDays(29))));
            store.savePlan(TestObjects.plan("recent-plan", "recent", longAgo));
            store.saveRule(TestObjects.rule("old-rule"));
        }

        try (HistoryStore store = open(DEFAULTS, now)) {
            await(() -> store.detections(Query.newest(10)).total() == 1);
            assertThat(store.detection("recent")).isPresent();
            await(() -> store.plans(Query.newest(10)).total() == 1);
            assertThat(store.plan("recent-plan")).isPresent();
            assertThat(store.rules()).hasSize(1);
        }
    }

    @Test
    void shouldRefuseADatabaseNewerThanTheCodeAndLeaveItAsItIs() throws Exception {
        open(DEFAULTS, Instant.EPOCH).close();
        sql("PRAGMA user_version = 99");
        byte[] before = Files.readAllBytes(file());

        assertThatThrownBy(() -> open(DEFAULTS, Instant.EPOCH))
                .isInstanceOf(IOException.class)
                .hasMessage("database " + file() + " has schema version 99, but this program knows versions up to 7:"
                        + " use the newer program");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void shouldRefuseTheDatabaseOfAnotherProgram() throws Exception {
        sql("CREATE TABLE theirs (id INTEGER)");

        assertThatThrownBy(() -> open(DEFAULTS, Instant.EPOCH))
                .hasMessage("database " + file() + " is the database of another program");
    }

    @Test
    void shouldNameAFileThatIsNoDatabaseAndLeaveItAsItIs() throws IOException {
        Files.writeString(file(), "this is not a database, but somebody may still want it\n".repeat(100));
        byte[] before = Files.readAllBytes(file());

        assertThatThrownBy(() -> open(DEFAULTS, Instant.EPOCH))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "database " + file() + " cannot be used and was left as it is: it is not a SQLite database");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void shouldNameADamagedDatabaseAndLeaveItAsItIs() throws IOException {
        try (HistoryStore store = open(DEFAULTS, Instant.EPOCH)) {
            for (int i = 0; i < 200; i++) {
                store.saveRule(TestObjects.rule("r-" + i));
            }
        }
        byte[] damaged = Files.readAllBytes(file());
        for (int i = 5_000; i < damaged.length; i++) {
            damaged[i] = (byte) (i * 31);
        }
        Files.write(file(), damaged);

        assertThatThrownBy(() -> open(DEFAULTS, Instant.EPOCH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file().toString())
                .hasMessageContaining("was left as it is")
                .message()
                .doesNotContain("\n");
        assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
    }

    @Test
    void shouldRefuseAPathThatIsNoDirectory() throws IOException {
        Path plainFile = Files.writeString(dir.resolve("plain"), "");

        assertThatThrownBy(() -> SqliteHistoryStore.open(plainFile, DEFAULTS, Clock.systemUTC(), counters))
                .isInstanceOf(IOException.class)
                .hasMessage("data directory " + plainFile + " is not a directory");
        assertThatThrownBy(() ->
                        SqliteHistoryStore.open(plainFile.resolve("below"), DEFAULTS, Clock.systemUTC(), counters))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("data directory " + plainFile.resolve("below"));
    }

    @Test
    void shouldRefuseADirectoryThatIsInUse() throws IOException {
        try (HistoryStore first = open(DEFAULTS, Instant.EPOCH)) {
            assertThatThrownBy(() -> open(DEFAULTS, Instant.EPOCH))
                    .hasMessage("data directory " + dir + " is in use by another running sentinel");
            assertThat(first.rules()).isEmpty();
        }
    }

    @Test
    void shouldSayThatTheDiskIsFullAndKeepWhatIsThere() throws IOException {
        SqliteSettings small =
                new SqliteSettings(Duration.ofDays(30), Duration.ofDays(1), 1_000, 100, 10, Duration.ofSeconds(3), 60);
        try (HistoryStore store = open(small, Instant.EPOCH)) {
            store.saveRule(TestObjects.rule("first"));
            store.flush();

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            store.saveRule(TestObjects.rule("r-" + i));
                        }
                        store.flush();
                    })
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("the disk is full");
            assertThat(store.rules()).contains(TestObjects.rule("first"));
            assertThat(counters.gauges()
                            .get("sentinel_store_in_trouble")
                            .value()
                            .getAsDouble())
                    .isEqualTo(1);
            assertThat(counters.counters().get("sentinel_store_failures_total").value())
                    .isPositive();
        }
        try (HistoryStore store = open(DEFAULTS, Instant.EPOCH)) {
            assertThat(store.rules()).contains(TestObjects.rule("first"));
        }
    }

    @Test
    void shouldSayThatTheDatabaseWasDamagedWhileItIsUsedAndSetItAsideAtTheNextStart() throws Exception {
        SqliteSettings brief =
                new SqliteSettings(Duration.ofDays(30), Duration.ofDays(1), 1_000, 100, 10, Duration.ofSeconds(1), 0);
        try (HistoryStore store = open(brief, Instant.EPOCH)) {
            for (int i = 0; i < 100; i++) {
                store.saveRule(TestObjects.rule("r-" + i));
                store.flush();
            }
            sql("PRAGMA wal_checkpoint(TRUNCATE)");
            sql("INSERT INTO config (name, value) VALUES ('theirs', 'so that pages are read anew')");
            damage();

            store.saveRule(TestObjects.rule("later"));
            assertThatThrownBy(store::flush).hasMessageContaining("it is damaged");
            assertThat(counters.gauges()
                            .get("sentinel_store_in_trouble")
                            .value()
                            .getAsDouble())
                    .isEqualTo(1);
            assertThat(counters.counters().get("sentinel_store_failures_total").value())
                    .isPositive();
            assertThatThrownBy(store::rules).hasMessageContaining("it is damaged");
        }

        try (HouseStore next = Stores.openOrGoOn(dir, StoreConfig.defaults(), counters)) {
            next.saveRule(TestObjects.rule("r-new"));
            next.flush();
            assertThat(next.rules()).hasSize(1);
        }
        assertThat(counters.counters().get("sentinel_store_unusable_total").value())
                .isEqualTo(1);
        try (var files = Files.list(dir)) {
            assertThat(files.filter(path -> path.toString().contains(".damaged-")))
                    .isNotEmpty();
        }
    }

    /** All but the first page. */
    private void damage() throws IOException {
        byte[] garbage = new byte[(int) Files.size(file()) - 4096];
        Arrays.fill(garbage, (byte) 0x5a);
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(garbage), 4096);
        }
    }

    @Test
    void shouldLeaveOutARowOfALaterFormAndKeepIt() throws Exception {
        try (HistoryStore store = open(DEFAULTS, Instant.EPOCH)) {
            store.saveRule(TestObjects.rule("r-1"));
            store.saveRule(TestObjects.rule("r-2"));
        }
        sql("UPDATE rules SET form = 9 WHERE id = 'r-1'");

        try (HistoryStore store = open(DEFAULTS, Instant.EPOCH)) {
            assertThat(store.rules()).containsExactly(TestObjects.rule("r-2"));
            assertThat(counters.counters()
                            .get("sentinel_store_unreadable_total")
                            .value())
                    .isEqualTo(1);
        }
        try (HistoryStore store = open(DEFAULTS, Instant.EPOCH)) {
            sql("UPDATE rules SET form = 1 WHERE id = 'r-1'");
            assertThat(store.rules()).hasSize(2);
        }
    }

    @Test
    void shouldReadAnUnchangedRowOnceAndAChangedOneAnew() throws IOException {
        try (HistoryStore store = open(DEFAULTS, Instant.EPOCH)) {
            Detection first = TestObjects.detection("d-1", TestObjects.START);
            store.saveDetection(first);
            Detection read = store.detection("d-1").orElseThrow();
            assertThat(store.detections(Query.newest(10)).items().get(0)).isSameAs(read);

            Detection later = first.with(DetectionStatus.MITIGATED, TestObjects.START.plusSeconds(9), List.of("drop"));
            store.saveDetection(later);
            assertThat(store.detection("d-1")).contains(later);
        }
    }

    @Test
    void shouldRefuseWritesAfterItWasClosed() throws IOException {
        HistoryStore store = open(DEFAULTS, Instant.EPOCH);
        store.close();

        assertThatThrownBy(() -> store.saveRule(TestObjects.rule("r-1"))).hasMessage("the store is closed");
        store.close();
    }

    private HouseStore open(SqliteSettings settings, Instant now) throws IOException {
        return SqliteHistoryStore.open(dir, settings, Clock.fixed(now, ZoneOffset.UTC), counters);
    }

    private Path file() {
        return dir.resolve(Database.FILE_NAME);
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
