package io.sentinelsdn.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.spi.AlertStore;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.store.TestObjects;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases as each earlier program left them, with a row in each table it had. */
class MigratorTest {
    private static final StoredForm FORM = new StoredForm();

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void shouldBringEveryEarlierDatabaseUpWithWhatIsInIt(int version) throws Exception {
        StoreFile file = new StoreFile(dir);
        leave(file, version);

        try (HouseStore house = file.open(StoreFile.DEFAULTS, TestObjects.START)) {
            assertThat(house.rules()).containsExactly(TestObjects.rule("r-1"));
            assertThat(house.config("mitigation_mode")).contains("off");
            assertThat(house.listEntries("allow")).hasSize(1);
            assertThat(house.flows()).hasSize(version >= 2 ? 1 : 0);
            assertThat(house.decision("d-1")).isEmpty();
            assertThat(house.alerts(Query.newest(10), AlertStore.Filter.none()).total())
                    .isEqualTo(version >= 4 ? 1 : 0);
            house.requests().block("192.0.2.1", TestObjects.START, TestObjects.START.plusSeconds(1), "test");
            assertThat(house.requests().blockedSince(Instant.EPOCH, 10)).hasSize(1);
        }
        assertThat(file.number("PRAGMA user_version")).isEqualTo(Migrator.LATEST);
        assertThat(file.query("PRAGMA integrity_check")).containsExactly("ok");
        assertThat(file.number("PRAGMA auto_vacuum")).isEqualTo(2);
        assertThat(schema(file)).isEqualTo(schemaOfANewDatabase());
    }

    private List<String> schemaOfANewDatabase() throws IOException, SQLException {
        StoreFile fresh = new StoreFile(dir.resolve("fresh"));
        fresh.open().close();
        return schema(fresh);
    }

    private static List<String> schema(StoreFile file) throws SQLException {
        return file.query("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master ORDER BY 1");
    }

    private static void leave(StoreFile file, int version) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.path())) {
            Statements old = new Statements(connection);
            old.execute("PRAGMA journal_mode = WAL");
            Migrator.migrate(connection, version);
            old.execute("PRAGMA auto_vacuum = 0");
            old.execute("VACUUM");
            String rule = FORM.write(TestObjects.rule("r-1"));
            old.run("INSERT INTO rules (id, owner, created_at, form, body) VALUES ('r-1', 'USER', 0, 1, ?)", rule);
            old.run("INSERT INTO config (name, value) VALUES ('mitigation_mode', 'off')");
            old.run("INSERT INTO list_entries (list, prefix, reason, created_at) VALUES ('allow', '::/0', 'x', 0)");
            if (version >= 2) {
                String flow = FORM.write(TestObjects.flow("f-1", TestObjects.START));
                old.run("INSERT INTO user_flows (id, dpid, created_at, form, body) VALUES ('f-1', '1', 0, 1, ?)", flow);
            }
            if (version >= 4) {
                old.run("INSERT INTO alerts (id, timestamp, alert_type, message, severity, about)"
                        + " VALUES ('a-1', 1, 'Store_Failure', 'full', 'HIGH', 'store')");
            }
        }
    }
}
