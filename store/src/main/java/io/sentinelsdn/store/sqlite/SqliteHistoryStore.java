package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.alert.Alert;
import io.sentinelsdn.domain.auth.ApiKey;
import io.sentinelsdn.domain.auth.AuditEntry;
import io.sentinelsdn.domain.detect.Decision;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.ofctl.UserFlow;
import io.sentinelsdn.domain.spi.HouseStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The store on SQLite. Any thread may call. Writes return when they are queued: detections, decisions and plans may be dropped
 * (and counted) when the disk is far behind; rules, flow entries, lists and configuration are never dropped, their caller waits up to
 * 5 s for room and then gets an {@link java.io.UncheckedIOException}. Reads wait until what was queued before is
 * readable, a batch of milliseconds.
 *
 * <p>{@link #flush} throws {@link java.io.UncheckedIOException} with the reason when not everything is on disk in time;
 * what it acknowledges survives {@code kill -9}.
 */
public final class SqliteHistoryStore implements HouseStore {
    private static final String SAVE_DETECTION = "INSERT INTO detections"
            + " (id, started_at, updated_at, ended_at, status, type, target, form, body)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at,"
            + " updated_at = excluded.updated_at, ended_at = excluded.ended_at, status = excluded.status,"
            + " type = excluded.type, target = excluded.target, form = excluded.form, body = excluded.body";
    private static final String SAVE_PLAN = "INSERT INTO plans (id, detection_id, created_at, status, form, body)"
            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET detection_id = excluded.detection_id,"
            + " created_at = excluded.created_at, status = excluded.status, form = excluded.form, body = excluded.body";
    private static final String SAVE_RULE =
            "INSERT INTO rules (id, owner, detection_id, created_at, expires_at, form, body)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET owner = excluded.owner,"
                    + " detection_id = excluded.detection_id, created_at = excluded.created_at,"
                    + " expires_at = excluded.expires_at, form = excluded.form, body = excluded.body";
    private static final String SAVE_DECISION =
            "INSERT INTO decisions (id, at, model_sha256, config_sha256, form, body)"
                    + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at,"
                    + " model_sha256 = excluded.model_sha256, config_sha256 = excluded.config_sha256,"
                    + " form = excluded.form, body = excluded.body";
    private static final String DELETE_RULE = "DELETE FROM rules WHERE id = ?";
    private static final String SAVE_FLOW = "INSERT INTO user_flows (id, dpid, created_at, expires_at, form, body)"
            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET dpid = excluded.dpid,"
            + " created_at = excluded.created_at, expires_at = excluded.expires_at, form = excluded.form,"
            + " body = excluded.body";
    private static final String DELETE_FLOW = "DELETE FROM user_flows WHERE id = ?";
    private static final String ADD_LIST_ENTRY = "INSERT INTO list_entries (list, prefix, reason, created_at)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT (list, prefix) DO NOTHING";
    private static final String REMOVE_LIST_ENTRY = "DELETE FROM list_entries WHERE list = ? AND prefix = ?";
    private static final String LIST_ENTRIES =
            "SELECT prefix, reason, created_at FROM list_entries WHERE list = ? ORDER BY created_at, rowid";
    private static final String PUT_CONFIG =
            "INSERT INTO config (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    private static final String CONFIG = "SELECT value FROM config WHERE name = ?";

    private final Database database;
    private final WriteQueue queue;
    private final WriterThread writer;
    private final Rows rows;
    private final SecurityRows security;
    private final StoredForm form = new StoredForm();
    private final Duration patience;
    private final AtomicLong listChanges = new AtomicLong();

    private SqliteHistoryStore(Database database, SqliteSettings settings, Clock clock, Counters counters) {
        this.database = database;
        this.patience = settings.patience();
        this.queue = new WriteQueue(settings.queueCapacity(), settings.patience(), counters);
        this.writer = new WriterThread(database, queue, settings, clock, counters);
        this.rows = new Rows(database, form, counters);
        this.security = new SecurityRows(database);
    }

    /**
     * Opens the database of a directory and starts the writer thread.
     *
     * @throws IOException with one line for a person; nothing is changed then
     */
    public static SqliteHistoryStore open(Path dataDir, SqliteSettings settings, Clock clock, Counters counters)
            throws IOException {
        Database database = Database.open(dataDir, settings.maxPages());
        SqliteHistoryStore store = new SqliteHistoryStore(database, settings, clock, counters);
        store.writer.start();
        return store;
    }

    @Override
    public void saveDetection(Detection detection) {
        queue.add(new Write("detection:" + detection.id(), false, SAVE_DETECTION, () -> new Object[] {
            detection.id(),
            Rows.micros(detection.startedAt()),
            Rows.micros(detection.updatedAt()),
            Rows.micros(detection.endedAt()),
            detection.status().wireName(),
            detection.type().wireName(),
            detection.evidence().target().toString(),
            StoredForm.VERSION,
            form.write(detection)
        }));
    }

    @Override
    public Optional<Detection> detection(String id) {
        queue.awaitReadable();
        return rows.one(Detection.class, "detections", id);
    }

    @Override
    public Page<Detection> detections(Query query) {
        queue.awaitReadable();
        return rows.page(Detection.class, "detections", "started_at", query);
    }

    @Override
    public void saveDecision(Decision decision) {
        queue.add(new Write("decision:" + decision.detectionId(), false, SAVE_DECISION, () -> new Object[] {
            decision.detectionId(),
            Rows.micros(decision.at()),
            decision.modelSha256(),
            decision.configurationSha256(),
            StoredForm.VERSION,
            form.write(decision)
        }));
    }

    @Override
    public Optional<Decision> decision(String detectionId) {
        queue.awaitReadable();
        return rows.one(Decision.class, "decisions", detectionId);
    }

    @Override
    public void savePlan(MitigationPlan plan) {
        queue.add(new Write("plan:" + plan.id(), false, SAVE_PLAN, () -> new Object[] {
            plan.id(),
            plan.detectionId(),
            Rows.micros(plan.createdAt()),
            plan.status().name(),
            StoredForm.VERSION,
            form.write(plan)
        }));
    }

    @Override
    public Optional<MitigationPlan> plan(String id) {
        queue.awaitReadable();
        return rows.one(MitigationPlan.class, "plans", id);
    }

    @Override
    public Page<MitigationPlan> plans(Query query) {
        queue.awaitReadable();
        return rows.page(MitigationPlan.class, "plans", "created_at", query);
    }

    @Override
    public void saveRule(MitigationRule rule) {
        queue.add(new Write("rule:" + rule.rule().id(), true, SAVE_RULE, () -> new Object[] {
            rule.rule().id(),
            rule.owner().name(),
            rule.detectionId(),
            Rows.micros(rule.createdAt()),
            Rows.micros(rule.expiresAt()),
            StoredForm.VERSION,
            form.write(rule)
        }));
    }

    @Override
    public void deleteRule(String ruleId) {
        queue.add(new Write("rule:" + ruleId, true, DELETE_RULE, () -> new Object[] {ruleId}));
    }

    @Override
    public List<MitigationRule> rules() {
        queue.awaitReadable();
        return rows.all(MitigationRule.class, "rules");
    }

    @Override
    public void saveFlow(UserFlow flow) {
        queue.add(new Write("flow:" + flow.id(), true, SAVE_FLOW, () -> new Object[] {
            flow.id(),
            flow.dpid().toString(),
            Rows.micros(flow.createdAt()),
            Rows.micros(flow.expiresAt()),
            StoredForm.VERSION,
            form.write(flow)
        }));
    }

    @Override
    public void deleteFlow(String id) {
        queue.add(new Write("flow:" + id, true, DELETE_FLOW, () -> new Object[] {id}));
    }

    @Override
    public List<UserFlow> flows() {
        queue.awaitReadable();
        return rows.all(UserFlow.class, "user_flows");
    }

    @Override
    public void addListEntry(String list, ListEntry entry) {
        queue.add(new Write(nextListKey(), true, ADD_LIST_ENTRY, () ->
                new Object[] {list, entry.prefix(), entry.reason(), Rows.micros(entry.createdAt())}));
    }

    @Override
    public void removeListEntry(String list, String prefix) {
        queue.add(new Write(nextListKey(), true, REMOVE_LIST_ENTRY, () -> new Object[] {list, prefix}));
    }

    @Override
    public List<ListEntry> listEntries(String list) {
        queue.awaitReadable();
        return database.read(connection -> {
            List<ListEntry> entries = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(LIST_ENTRIES)) {
                statement.setString(1, list);
                ResultSet row = statement.executeQuery();
                while (row.next()) {
                    entries.add(new ListEntry(row.getString(1), row.getString(2), Rows.instant(row.getLong(3))));
                }
            }
            return entries;
        });
    }

    @Override
    public Optional<String> config(String key) {
        queue.awaitReadable();
        return database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(CONFIG)) {
                statement.setString(1, key);
                ResultSet row = statement.executeQuery();
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        });
    }

    @Override
    public void putConfig(String key, String value) {
        queue.add(new Write("config:" + key, true, PUT_CONFIG, () -> new Object[] {key, value}));
    }

    @Override
    public List<ApiKey> keys() {
        queue.awaitReadable();
        return security.keys();
    }

    @Override
    public void saveKey(ApiKey key) {
        queue.add(SecurityRows.save(key));
    }

    @Override
    public void deleteKey(String id) {
        queue.add(SecurityRows.deleteKey(id));
    }

    @Override
    public void saveAudit(AuditEntry entry) {
        queue.add(SecurityRows.save(entry));
    }

    @Override
    public Page<AuditEntry> audit(Query query, String actor) {
        queue.awaitReadable();
        return security.audit(query, actor);
    }

    @Override
    public void saveAlert(Alert alert) {
        queue.add(SecurityRows.save(alert));
    }

    @Override
    public Optional<Alert> alert(String id) {
        queue.awaitReadable();
        return security.alert(id);
    }

    @Override
    public Page<Alert> alerts(Query query, Filter filter) {
        queue.awaitReadable();
        return security.alerts(query, filter);
    }

    @Override
    public void flush() {
        queue.awaitWritten();
    }

    /** Writes what is queued (for at most 5 s) and lets the file go. */
    @Override
    public void close() {
        queue.close();
        writer.finish(patience);
        database.close();
    }

    /** Changes of lists are kept apart and in order: the first reason of an entry counts. */
    private String nextListKey() {
        return "list:" + listChanges.incrementAndGet();
    }
}
