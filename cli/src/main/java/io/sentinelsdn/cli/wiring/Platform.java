package io.sentinelsdn.cli.wiring;

import io.sentinelsdn.api.ApiParts;
import io.sentinelsdn.api.ApiServer;
import io.sentinelsdn.api.alert.Alerts;
import io.sentinelsdn.cli.Main;
import io.sentinelsdn.cli.log.LogRing;
import io.sentinelsdn.cli.profile.Settings;
import io.sentinelsdn.controller.Controller;
import io.sentinelsdn.controller.ControllerConfig;
import io.sentinelsdn.detector.Detector;
import io.sentinelsdn.detector.DetectorConfig;
import io.sentinelsdn.detector.Models;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventFanout;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.log.LogLevel;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.domain.spi.MitigationDesk;
import io.sentinelsdn.domain.spi.SeriesStore;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import io.sentinelsdn.domain.spi.TrafficSource;
import io.sentinelsdn.influx.InfluxConfig;
import io.sentinelsdn.influx.InfluxSeriesStore;
import io.sentinelsdn.mitigation.Mitigator;
import io.sentinelsdn.mitigation.policy.Surroundings;
import io.sentinelsdn.ovsdb.Ovsdb;
import io.sentinelsdn.ovsdb.OvsdbConfig;
import io.sentinelsdn.slicing.Slices;
import io.sentinelsdn.store.Stores;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that {@code sentinel run} starts, wired: controller → detector → mitigation → controller, with the store
 * beside and the API on top. Started once, closed once, by one thread.
 */
public final class Platform implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Platform.class);

    private static final Duration REHEARSAL = Duration.ofMillis(500);

    private final LiveSettings live;
    /** As they were at the start. */
    private final Settings settings;

    private final Counters counters = new Counters();
    private final EventFanout events = new EventFanout(counters);
    private final LogRing logs;
    private final HouseStore store;
    private final Models models;
    private final Decisions decisions;
    private final Controller controller;
    private final Ovsdb ovsdb;
    private final Mitigator mitigator;
    private final Detector detector;
    private final Optional<InfluxSeriesStore> influx;
    private final SeriesStore series;
    private final SeriesFeed seriesFeed;
    private final Slices slices;
    private final Thread rehearsal;
    private ApiServer api;
    private final Alerts alerts;

    /**
     * Opens the store and builds the parts; nothing listens yet.
     *
     * @throws IOException with one line for a person, if the data folder cannot be used
     */
    public Platform(Settings configured) throws IOException {
        AlertSettings.of(configured);
        ControllerSettings.of(configured);
        OvsdbConfig ovsdbConfig = OvsdbSettings.of(configured);
        Optional<InfluxConfig> influxConfig = StoreSettings.influx(configured);
        logs = LogRing.open(configured.dataDir());
        store = openStore(configured);
        live = new LiveSettings(configured, store);
        settings = live.now();
        ControllerConfig controllerConfig = ControllerSettings.of(settings);
        rehearsal = new Thread(() -> Controller.rehearse(controllerConfig, REHEARSAL), "rehearsal");
        rehearsal.setDaemon(true);
        rehearsal.start();
        influx = influxConfig.map(
                config -> InfluxSeriesStore.start(store.series(), config, Clock.systemUTC(), counters));
        series = influx.<SeriesStore>map(both -> both).orElseGet(store::series);
        store.config("log_level").map(LogLevel::parse).ifPresent(logs::level);
        models = new Models(settings.dataDir(), store, events, Clock.systemUTC(), Main.version());
        decisions = new Decisions(store, models, detectorConfig(settings));
        controller = new Controller(controllerConfig, counters, events, store, this::newSink);
        ovsdb = new Ovsdb(ovsdbConfig, counters);
        controller.failModes(ovsdb);
        mitigator = new Mitigator(
                MitigationSettings.of(settings),
                controller,
                new Surroundings(controller, this::flows),
                store,
                events,
                counters,
                Clock.systemUTC());
        detector = new Detector(
                detectorConfig(settings), counters, controller, mitigator, events, models::active, models::activeGraph);
        alerts = new Alerts(AlertSettings.of(settings), mitigator::mode, counters);
        seriesFeed = new SeriesFeed(
                detector, () -> mitigator.rules().size(), controller::connectedSwitches, counters, series);
        slices = new Slices(
                SliceSettings.of(settings),
                controller.sliceSwitches(),
                controller,
                ovsdb,
                store,
                detector,
                () -> mitigator.mode() == MitigationMode.AUTO,
                events,
                counters,
                Clock.systemUTC());
    }

    private HouseStore openStore(Settings configured) throws IOException {
        try {
            return Stores.openOrGoOn(configured.dataDir(), StoreSettings.of(configured), counters);
        } catch (IOException unusable) {
            logs.close();
            throw unusable;
        }
    }

    /** Asked by event loops once switches come, long after the detector has been made. */
    private FlowSampleSink newSink() {
        return detector.newSink();
    }

    /** Asked by mitigation once it runs, after the detector has been made. */
    private List<FlowView> flows() {
        return detector.flows();
    }

    private static DetectorConfig detectorConfig(Settings settings) {
        return DetectorConfig.defaults()
                .withMemory((long) settings.number(Settings.Key.DETECTOR_MEMORY) << 20)
                .withFloors(
                        settings.rate(Settings.Key.FLOOR_SYN),
                        settings.rate(Settings.Key.FLOOR_UDP),
                        settings.rate(Settings.Key.FLOOR_ICMP))
                .withBaselineFactor(settings.rate(Settings.Key.BASELINE_FACTOR))
                .withRelease(settings.duration(Settings.Key.RELEASE_AFTER));
    }

    /**
     * Starts everything; switches are accepted and the API answers when it returns.
     *
     * @throws IOException with one line for a person, for example when a port is in use
     */
    public void start() throws IOException {
        closeInterruptedDetections();
        detector.keepIn(settings.dataDir());
        events.subscribe(this::remember);
        events.subscribe(Platform::tell);
        events.subscribe(this::heedTables);
        events.subscribe(alerts);
        detector.start();
        mitigator.start(detector);
        applySaid();
        controller.watchClosely(detector::suspicious);
        endRehearsal();
        slices.start(settings.slices());
        ovsdb.start();
        controller.start();
        store.requests()
                .keep(settings.duration(Settings.Key.REQUEST_RETENTION), settings.number(Settings.Key.MAX_REQUESTS));
        listenForChanges();
        api = ApiServer.start(
                ApiSettings.of(settings),
                new ApiParts(
                        controller,
                        controller.statistics(),
                        controller.flowDesk(),
                        slices,
                        detector,
                        mitigator,
                        detector,
                        store,
                        series,
                        models,
                        logs,
                        live,
                        counters,
                        Main.version(),
                        this::componentStatus));
        events.subscribe(api.events());
        seriesFeed.start();
        log.info(
                "ready: switches connect to {}:{}, API at {}://{}:{}, data in {}, profile {}",
                settings.text(Settings.Key.OF_HOST),
                controller.port(),
                settings.text(Settings.Key.API_TLS_CERT).isEmpty() ? "http" : "https",
                settings.text(Settings.Key.API_HOST),
                api.port(),
                settings.dataDir(),
                settings.profileName());
    }

    /** What can be changed while it runs, and who takes it. */
    private void listenForChanges() {
        live.on(
                Platform::detectorConfig,
                changed -> {
                    detector.change(detectorConfig(changed));
                    decisions.change(detectorConfig(changed));
                },
                Settings.Key.FLOOR_SYN,
                Settings.Key.FLOOR_UDP,
                Settings.Key.FLOOR_ICMP,
                Settings.Key.BASELINE_FACTOR,
                Settings.Key.RELEASE_AFTER);
        live.on(
                AlertSettings::of,
                changed -> alerts.change(AlertSettings.of(changed)),
                Settings.Key.ALERT_WEBHOOK,
                Settings.Key.ALERT_SLACK,
                Settings.Key.ALERT_SMTP,
                Settings.Key.ALERT_SMTP_SECURITY,
                Settings.Key.ALERT_SMTP_USER,
                Settings.Key.ALERT_SMTP_CA,
                Settings.Key.ALERT_MAIL_FROM,
                Settings.Key.ALERT_MAIL_TO);
        live.on(
                ControllerSettings::of,
                changed -> controller.change(ControllerSettings.of(changed)),
                Settings.Key.SOURCE_VALIDATION,
                Settings.Key.HOST_TIMEOUT);
        live.on(
                ApiSettings::of,
                changed -> api.change(ApiSettings.of(changed).security()),
                Settings.Key.API_RATE_LIMIT,
                Settings.Key.API_CORS_ORIGINS,
                Settings.Key.API_TOKEN_LIFETIME);
        live.on(
                StoreSettings::of,
                changed -> store.requests()
                        .keep(
                                changed.duration(Settings.Key.REQUEST_RETENTION),
                                changed.number(Settings.Key.MAX_REQUESTS)),
                Settings.Key.REQUEST_RETENTION,
                Settings.Key.MAX_REQUESTS);
        live.on(changed -> {}, changed -> {}, Settings.Key.SWITCHES);
    }

    /** The port switches connect to. */
    public int openFlowPort() {
        return controller.port();
    }

    public int apiPort() {
        return api.port();
    }

    public EventFanout events() {
        return events;
    }

    public SwitchDirectory switches() {
        return controller;
    }

    public TrafficSource traffic() {
        return detector;
    }

    public MitigationDesk mitigation() {
        return mitigator;
    }

    public HistoryStore history() {
        return store;
    }

    private void endRehearsal() throws IOException {
        try {
            rehearsal.join(2 * REHEARSAL.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting", interrupted);
        }
    }

    /** What an operator would tell a colleague. */
    private static void tell(Event event) {
        if (event instanceof Event.SwitchChanged changed) {
            log.info(
                    "switch {} dpid={} {}={}",
                    changed.connected() ? "connected" : "gone",
                    changed.dpid(),
                    changed.connected() ? "peer" : "reason",
                    changed.detail());
        }
    }

    private void heedTables(Event event) {
        if (event instanceof Event.TablePressure pressure) {
            detector.tablePressure(pressure.dpid().value(), pressure.level());
        }
    }

    private void remember(Event event) {
        if (event instanceof Event.DetectionChanged changed) {
            store.saveDetection(changed.detection().withoutRows());
            decisions.remember(changed.detection());
        }
    }

    /** Attacks that were going on when the last process ended: if they still go on they will be detected anew. */
    private void closeInterruptedDetections() {
        Instant now = Instant.now();
        for (Detection left : store.detections(HistoryStore.Query.newest(1000)).items()) {
            if (left.status().isActive()) {
                List<String> actions = new ArrayList<>(left.actions());
                actions.add("the controller was restarted; what still goes on is detected anew");
                store.saveDetection(left.with(DetectionStatus.ENDED, now, actions));
            }
        }
    }

    /** What was said at this start wins over what was set over the API before. */
    private void applySaid() throws IOException {
        if (settings.isSaid(Settings.Key.MITIGATION_MODE)) {
            await("mitigation mode", mitigator.mode(settings.mode()));
        }
        for (Prefix prefix : settings.allowed()) {
            await("allow-list entry " + prefix, mitigator.allow(prefix, "configured"));
        }
    }

    private static void await(String what, CompletableFuture<Void> change) throws IOException {
        try {
            change.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException refused) {
            throw new IOException(what + " was refused: " + refused.getMessage(), refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting", interrupted);
        }
    }

    private Map<String, Object> componentStatus() {
        Map<String, Object> components = new LinkedHashMap<>();
        int expected = live.now().number(Settings.Key.SWITCHES);
        int connected = controller.connectedSwitches();
        components.put(
                "controller",
                Map.of(
                        "status",
                        connected >= expected ? "ok" : "degraded",
                        "switches_connected",
                        connected,
                        "switches_expected",
                        expected,
                        "openflow_port",
                        controller.port()));
        components.put("model", Map.of("status", "ok", "active", models.activeId()));
        components.put("ovsdb", ovsdbStatus());
        components.put("profile", Map.of("status", "ok", "name", settings.profileName()));
        return components;
    }

    private Map<String, Object> ovsdbStatus() {
        int configured = settings.ovsdb().targets().size();
        long connected = ovsdb.connectedDatabases();
        String status = settings.ovsdb().isOff() ? "off" : connected >= configured ? "ok" : "degraded";
        return Map.of("status", status, "databases_connected", connected, "databases_configured", configured);
    }

    /** Stops in the order of the data: no new switches, no new requests, then the rest; rules stay on switches. */
    @Override
    public void close() {
        if (api != null) {
            api.close();
        }
        seriesFeed.close();
        slices.close();
        influx.ifPresent(InfluxSeriesStore::close);
        controller.close();
        ovsdb.close();
        detector.close();
        mitigator.close();
        alerts.close();
        models.close();
        store.close();
        logs.close();
    }
}
