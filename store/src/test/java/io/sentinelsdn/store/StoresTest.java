package io.sentinelsdn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.alert.Alert;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.AlertStore;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import io.sentinelsdn.domain.spi.HouseStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresTest {
    private final Counters counters = new Counters();

    @TempDir
    Path dir;

    @Test
    void shouldSetADamagedDatabaseAsideWithEveryByteAndBeginANewOne() throws IOException {
        byte[] damaged = "this was a database once\n".repeat(500).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Files.write(dir.resolve("sentinel.db"), damaged);

        try (HouseStore store = Stores.openOrGoOn(dir, StoreConfig.defaults(), counters)) {
            store.saveRule(TestObjects.rule("r-1"));
            store.flush();
            Alert alert = onlyAlert(store);
            assertThat(alert.type()).isEqualTo(Alert.Type.STORE_FAILURE);
            assertThat(alert.message())
                    .contains("it is not a SQLite database")
                    .contains("a new one was begun")
                    .contains(aside().toString());
        }
        assertThat(Files.readAllBytes(aside())).isEqualTo(damaged);
        assertThat(counters.counters().get("sentinel_store_unusable_total").value())
                .isEqualTo(1);
        try (HouseStore again = Stores.openOrGoOn(dir, StoreConfig.defaults(), counters)) {
            assertThat(again.rules()).hasSize(1);
        }
    }

    @Test
    void shouldSetEveryDamagedDatabaseAsideUnderAnotherName() throws IOException {
        for (int i = 0; i < 2; i++) {
            Files.writeString(dir.resolve("sentinel.db"), ("damaged " + i + " ").repeat(500));
            Stores.openOrGoOn(dir, StoreConfig.defaults(), counters).close();
        }

        assertThat(setAside()).hasSize(2);
    }

    @Test
    void shouldGoOnInMemoryWhereNoDirectoryCanBeMade() throws IOException {
        Path impossible = Path.of("/proc/sentinel-test/data");

        try (HouseStore store = Stores.openOrGoOn(impossible, StoreConfig.defaults(), counters)) {
            store.saveRule(TestObjects.rule("r-1"));
            assertThat(store.rules()).hasSize(1);
            assertThat(onlyAlert(store).message())
                    .startsWith("data directory " + impossible + " cannot be made")
                    .endsWith("nothing survives the end of this process");
        }
        assertThat(counters.gauges().get("sentinel_store_in_trouble").value().getAsDouble())
                .isEqualTo(1);
    }

    @Test
    void shouldStillRefuseADirectoryThatIsInUse() throws IOException {
        try (HouseStore first = Stores.openOrGoOn(dir, StoreConfig.defaults(), counters)) {
            assertThatThrownBy(() -> Stores.openOrGoOn(dir, StoreConfig.defaults(), counters))
                    .hasMessageContaining("is in use by another running sentinel");
            assertThat(first.rules()).isEmpty();
        }
    }

    @Test
    void shouldBackUpBesideAStoreThatGoesOnWriting() throws IOException {
        Path file = dir.resolve("copy.db");
        Path data = dir.resolve("data");
        try (HouseStore store = Stores.open(data, StoreConfig.defaults(), counters)) {
            store.saveRule(TestObjects.rule("r-1"));
            store.flush();

            long bytes = Stores.backup(data, file, false);

            store.saveRule(TestObjects.rule("r-2"));
            store.flush();
            assertThat(bytes).isEqualTo(Files.size(file));
            assertThat(store.rules()).hasSize(2);
        }
        assertThat(restored(file)).isEqualTo(1);
        Stores.backup(data, file, true);
        assertThat(restored(file)).isEqualTo(2);
    }

    @Test
    void shouldNotWriteOverAFileUnasked() throws IOException {
        Stores.open(dir, StoreConfig.defaults(), counters).close();
        Path file = Files.writeString(dir.resolve("copy.db"), "precious");

        assertThatThrownBy(() -> Stores.backup(dir, file, false))
                .isInstanceOf(IOException.class)
                .hasMessage("backup exists already, --force replaces it: " + file);
        assertThatThrownBy(() -> Stores.backup(dir, dir.resolve("sentinel.db"), true))
                .hasMessageContaining("its own backup");
        assertThat(file).hasContent("precious");
    }

    @Test
    void shouldMakeNoBackupOfWhatIsDamagedAndLeaveNothingBehind() throws IOException {
        Files.writeString(dir.resolve("sentinel.db"), "this was a database once\n".repeat(500));

        assertThatThrownBy(() -> Stores.backup(dir, dir.resolve("copy.db"), false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it is not a SQLite database");
        assertThatThrownBy(() -> Stores.backup(dir.resolve("none"), dir.resolve("copy.db"), false))
                .hasMessageContaining("there is no database to back up");
        try (Stream<Path> left = Files.list(dir)) {
            assertThat(left).containsExactly(dir.resolve("sentinel.db"));
        }
    }

    private int restored(Path file) throws IOException {
        Path data = Files.createTempDirectory(dir, "restored");
        Files.copy(file, data.resolve("sentinel.db"));
        try (HouseStore store = Stores.open(data, StoreConfig.defaults(), new Counters())) {
            return store.rules().size();
        }
    }

    private static Alert onlyAlert(HouseStore store) {
        List<Alert> alerts =
                store.alerts(Query.newest(10), AlertStore.Filter.none()).items();
        assertThat(alerts).hasSize(1);
        return alerts.get(0);
    }

    private Path aside() throws IOException {
        return setAside().get(0);
    }

    private List<Path> setAside() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.getFileName().toString().startsWith("sentinel.db.damaged-"))
                    .toList();
        }
    }
}
