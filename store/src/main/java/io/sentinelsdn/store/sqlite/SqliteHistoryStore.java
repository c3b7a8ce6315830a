package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.alert.Alert;
import io.sentinelsdn.domain.auth.ApiKey;
import io.sentinelsdn.domain.auth.AuditEntry;
import io.sentinelsdn.domain.detect.Decision;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.model.FlowAnalysis;
import io.sentinelsdn.domain.ofctl.UserFlow;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.domain.spi.RequestStore;
import io.sentinelsdn.domain.spi.SeriesStore;
import io.sentinelsdn.store.sqlite.RecordTable.Columns;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The store on SQLite. Any thread may call. Writes return when they are queued: detections, decisions, plans and analyses may be dropped
 * (and counted) when the disk is far behind; rules, flow entries, lists and configuration are never dropped: without room their caller
 * gets an {@link java.io.UncheckedIOException}, after 5 s or, while the disk takes no writes, at once. Reads wait until what was queued before is
 * readable, a batch of milliseconds.
 *
 * <p>{@link #flush} throws {@link java.io.UncheckedIOException} with the reason when not everything is on disk in time;
 * what it acknowledges survives {@code kill -9}.
 */
public final class SqliteHistoryStore implements HouseStore {
    private final Database database;
    private final WriteQueue queue;
    private final WriterThread writer;
    private final Duration patience;
    private final RecordTable<Detection> detections;
    private final RecordTable<Decision> decisions;
    private final RecordTable<MitigationPlan> plans;
    private final RecordTable<MitigationRule> rules;
    private final RecordTable<UserFlow> flows;
    private final RecordTable<NetworkSlice> slices;
    private final RecordTable<FlowAnalysis> analyses;
    private final ListsAndConfig words;
    private final SecurityRows security;
    private final SqliteRequestStore requests;
    private final SqliteSeriesStore series;

    private SqliteHistoryStore(Database database, SqliteSettings settings, Clock clock, Counters counters) {
        this.database = database;
        this.patience = settings.patience();
        this.queue = new WriteQueue(settings.queueCapacity(), settings.patience(), counters);
        this.writer = new WriterThread(database, queue, settings, clock, counters);
        StoredForm form = new StoredForm();
        Rows rows = new Rows(database, form, counters);
        this.detections = new RecordTable<>(
                "detections",
                Detection.class,
                false,
                new Columns<Detection>()
                        .with("id", Detection::id)
                        .with("started_at", item -> Rows.micros(item.startedAt()))
                        .with("updated_at", item -> Rows.micros(item.updatedAt()))
                        .with("ended_at", item -> Rows.micros(item.endedAt()))
                        .with("status", item -> item.status().wireName())
                        .with("type", item -> item.type().wireName())
                        .with("target", item -> item.evidence().target().toString()),
                queue,
                rows,
                form);
        this.decisions = new RecordTable<>(
                "decisions",
                Decision.class,
                false,
                new Columns<Decision>()
                        .with("id", Decision::detectionId)
                        .with("at", item -> Rows.micros(item.at()))
                        .with("model_sha256", Decision::modelSha256)
                        .with("config_sha256", Decision::configurationSha256),
                queue,
                rows,
                form);
        this.plans = new RecordTable<>(
                "plans",
                MitigationPlan.class,
                false,
                new Columns<MitigationPlan>()
                        .with("id", MitigationPlan::id)
                        .with("detection_id", MitigationPlan::detectionId)
                        .with("created_at", item -> Rows.micros(item.createdAt()))
                        .with("status", item -> item.status().name()),
                queue,
                rows,
                form);
        this.rules = new RecordTable<>(
                "rules",
                MitigationRule.class,
                true,
                new Columns<MitigationRule>()
                        .with("id", item -> item.rule().id())
                        .with("owner", item -> item.owner().name())
                        .with("detection_id", MitigationRule::detectionId)
                        .with("created_at", item -> Rows.micros(item.createdAt()))
                        .with("expires_at", item -> Rows.micros(item.expiresAt())),
                queue,
                rows,
                form);
        this.flows = new RecordTable<>(
                "user_flows",
                UserFlow.class,
                true,
                new Columns<UserFlow>()
                        .with("id", UserFlow::id)
                        .with("dpid", item -> item.dpid().toString())
                        .with("created_at", item -> Rows.micros(item.createdAt()))
                        .with("expires_at", item -> Rows.micros(item.expiresAt())),
                queue,
                rows,
                form);
        this.slices = new RecordTable<>(
                "slices",
                NetworkSlice.class,
                true,
                new Columns<NetworkSlice>()
                        .with("id", NetworkSlice::id)
                        .with("name", item -> item.spec().name())
                        .with("created_at", item -> Rows.micros(item.createdAt()))
                        .with("revision", NetworkSlice::revision),
                queue,
                rows,
                form);
        this.analyses = new RecordTable<>(
                "analyses",
                FlowAnalysis.class,
                false,
                new Columns<FlowAnalysis>()
                        .with("id", FlowAnalysis::id)
                        .with("at", item -> Rows.micros(item.timestamp())),
                queue,
                rows,
                form);
        this.words = new ListsAndConfig(database, queue);
        this.security = new SecurityRows(database);
        this.requests = new SqliteRequestStore(database, queue, writer, settings.patience(), clock, counters);
        this.series = new SqliteSeriesStore(database, queue, clock, counters);
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
        detections.save(detection);
    }

    @Override
    public Optional<Detection> detection(String id) {
        return detections.one(id);
    }

    @Override
    public Page<Detection> detections(Query query) {
        return detections.page("started_at", query);
    }

    @Override
    public void saveDecision(Decision decision) {
        decisions.save(decision);
    }

    @Override
    public Optional<Decision> decision(String detectionId) {
        return decisions.one(detectionId);
    }

    @Override
    public void savePlan(MitigationPlan plan) {
        plans.save(plan);
    }

    @Override
    public Optional<MitigationPlan> plan(String id) {
        return plans.one(id);
    }

    @Override
    public Page<MitigationPlan> plans(Query query) {
        return plans.page("created_at", query);
    }

    @Override
    public void saveRule(MitigationRule rule) {
        rules.save(rule);
    }

    @Override
    public void deleteRule(String ruleId) {
        rules.delete(ruleId);
    }

    @Override
    public List<MitigationRule> rules() {
        return rules.all();
    }

    @Override
    public void saveFlow(UserFlow flow) {
        flows.save(flow);
    }

    @Override
    public void deleteFlow(String id) {
        flows.delete(id);
    }

    @Override
    public List<UserFlow> flows() {
        return flows.all();
    }

    @Override
    public void saveSlice(NetworkSlice slice) {
        slices.save(slice);
    }

    @Override
    public void deleteSlice(String id) {
        slices.delete(id);
    }

    @Override
    public List<NetworkSlice> slices() {
        return slices.all().stream()
                .sorted(Comparator.comparing(NetworkSlice::createdAt))
                .toList();
    }

    @Override
    public void addListEntry(String list, ListEntry entry) {
        words.add(list, entry);
    }

    @Override
    public void removeListEntry(String list, String prefix) {
        words.remove(list, prefix);
    }

    @Override
    public List<ListEntry> listEntries(String list) {
        return words.entries(list);
    }

    @Override
    public Optional<String> config(String key) {
        return words.get(key);
    }

    @Override
    public void putConfig(String key, String value) {
        words.put(key, value);
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
    public void saveAnalysis(FlowAnalysis analysis) {
        analyses.save(analysis.summary());
    }

    @Override
    public Page<FlowAnalysis> analyses(Query query) {
        return analyses.page("at", query);
    }

    @Override
    public RequestStore requests() {
        return requests;
    }

    @Override
    public SeriesStore series() {
        return series;
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
}
