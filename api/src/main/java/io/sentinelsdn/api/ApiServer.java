package io.sentinelsdn.api;

import io.sentinelsdn.api.alert.AlertBook;
import io.sentinelsdn.api.alert.StoreWatch;
import io.sentinelsdn.api.auth.Auth;
import io.sentinelsdn.api.http.FrontDoor;
import io.sentinelsdn.api.http.Json;
import io.sentinelsdn.api.http.OriginPolicy;
import io.sentinelsdn.api.http.RateLimiter;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.api.http.Router;
import io.sentinelsdn.api.live.LiveHub;
import io.sentinelsdn.api.live.LiveRoutes;
import io.sentinelsdn.api.rest.AddressListRoutes;
import io.sentinelsdn.api.rest.AlertRoutes;
import io.sentinelsdn.api.rest.AnalystRoutes;
import io.sentinelsdn.api.rest.Answers;
import io.sentinelsdn.api.rest.AuditRoutes;
import io.sentinelsdn.api.rest.BlockedRoutes;
import io.sentinelsdn.api.rest.DdosRoutes;
import io.sentinelsdn.api.rest.DetectionMetrics;
import io.sentinelsdn.api.rest.DetectionRoutes;
import io.sentinelsdn.api.rest.DocumentRoutes;
import io.sentinelsdn.api.rest.FlowRoutes;
import io.sentinelsdn.api.rest.GatewayRoutes;
import io.sentinelsdn.api.rest.Gateways;
import io.sentinelsdn.api.rest.HistoryRoutes;
import io.sentinelsdn.api.rest.LogRoutes;
import io.sentinelsdn.api.rest.MetricsRoutes;
import io.sentinelsdn.api.rest.MitigationRoutes;
import io.sentinelsdn.api.rest.ModelRoutes;
import io.sentinelsdn.api.rest.RequestRoutes;
import io.sentinelsdn.api.rest.SettingsRoutes;
import io.sentinelsdn.api.rest.SliceRoutes;
import io.sentinelsdn.api.rest.SwitchRoutes;
import io.sentinelsdn.api.rest.SwitchStatsRoutes;
import io.sentinelsdn.api.rest.SystemRoutes;
import io.sentinelsdn.api.rest.TrafficRoutes;
import io.sentinelsdn.api.rest.ViewerRoutes;
import io.sentinelsdn.api.tls.PemTls;
import io.sentinelsdn.domain.event.EventFanout;
import io.sentinelsdn.domain.event.EventSink;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.GracefulShutdownHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Options;
import org.xnio.Sequence;

/** The HTTP server of the API. Started and stopped by the wiring; requests run on its own threads. */
public final class ApiServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ApiServer.class);
    private static final int IO_THREADS = 2;
    private static final long STOP_TIMEOUT_MS = 2_000;
    private static final int MOST_CLIENTS = 10_000;

    private final ApiConfig config;
    private final Undertow server;
    private final GracefulShutdownHandler handler;
    private final Router router;
    private final LiveHub live;
    private final AlertBook alerts;
    private final StoreWatch watch;
    private final EventFanout events;
    private final Auth auth;
    private final OriginPolicy origins;
    private final RateLimiter limiter;

    private ApiServer(ApiConfig config, ApiParts parts, InetAddress address, Auth auth, SSLContext tls) {
        this.config = config;
        this.auth = auth;
        ApiSecurity security = config.security();
        this.origins = new OriginPolicy(security.corsOrigins());
        this.limiter = new RateLimiter(
                security.rateLimit(), 2.0 * security.rateLimit(), security.limitsLoopback(), MOST_CLIENTS);
        Json json = new Json();
        this.live = new LiveHub(parts.traffic(), parts.slices(), auth.doorkeeper(), json, parts.counters());
        this.alerts = new AlertBook(parts.store(), Clock.systemUTC(), parts.counters());
        this.watch = new StoreWatch(parts.counters(), alerts);
        this.events = new EventFanout(parts.counters());
        events.subscribe(live);
        events.subscribe(alerts);
        parts.logs().listen(line -> live.publish("logs", "log " + line.number(), () -> LogRoutes.shape(line)));
        List<Route> routes = routes(parts, new Answers(config.answerTimeout()), auth);
        this.router = new Router(routes);
        this.handler = new GracefulShutdownHandler(new FrontDoor(
                router,
                json,
                new FrontDoor.Limits(
                        config.maxBodyBytes(),
                        config.requestTimeout().toMillis(),
                        Math.max(1, config.workerThreads() / 2)),
                policy(),
                parts.store(),
                parts.counters()));
        this.server = server(address, tls);
        if (auth.doorkeeper().isOpen()) {
            log.warn(
                    address.isLoopbackAddress()
                            ? "api is open: no key is configured, everybody on this machine may use it"
                            : "api is open: no key is configured and --insecure is given, everybody may use it");
        }
    }

    private FrontDoor.Policy policy() {
        return new FrontDoor.Policy(auth.doorkeeper(), config.insecure(), origins, limiter);
    }

    /**
     * Starts a server.
     *
     * @throws IOException with one line for a person: the address cannot be bound, or others can reach it and neither
     *     keys nor {@code insecure} allow that
     */
    public static ApiServer start(ApiConfig config, ApiParts parts) throws IOException {
        InetAddress address;
        try {
            address = InetAddress.getByName(config.host());
        } catch (UnknownHostException unknown) {
            throw new IOException("api host is unknown: " + config.host(), unknown);
        }
        boolean mayBeOpen = address.isLoopbackAddress() || config.insecure();
        Auth auth = new Auth(
                parts.store(), mayBeOpen, config.security().tokenLifetime(), Clock.systemUTC(), parts.counters());
        if (!mayBeOpen && auth.keyring().isEmpty()) {
            throw new IOException("api host " + config.host()
                    + " can be reached by others and no API key exists: make one with 'sentinel keys create', use"
                    + " 127.0.0.1, or --insecure to serve everybody");
        }
        SSLContext tls = config.security().usesTls()
                ? PemTls.server(
                        config.security().tlsCertificate(), config.security().tlsKey())
                : null;
        ApiServer server = new ApiServer(config, parts, address, auth, tls);
        server.listen();
        return server;
    }

    /** The port it listens at. */
    public int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    /** Rate limit, origins and life of new tokens, from the next request on; certificates need a restart. */
    public void change(ApiSecurity security) {
        limiter.change(security.rateLimit(), 2.0 * security.rateLimit(), security.limitsLoopback());
        origins.change(security.corsOrigins());
        auth.tokenLifetime(security.tokenLifetime());
    }

    /** Where events are to be told, so that clients hear of them and alerts are made of them. */
    public EventSink events() {
        return events;
    }

    /** Alerts, for those who deliver them. */
    public AlertBook alerts() {
        return alerts;
    }

    /** What it answers to. */
    List<Route> routes() {
        return router.routes();
    }

    /** Takes no more requests, lets running ones end for at most 2 s, and stops. */
    @Override
    public void close() {
        watch.close();
        live.close();
        handler.shutdown();
        try {
            handler.awaitShutdown(STOP_TIMEOUT_MS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        server.stop();
    }

    private void listen() throws IOException {
        try {
            server.start();
            watch.start();
        } catch (RuntimeException refused) {
            watch.close();
            live.close();
            server.stop();
            throw cannotListen(refused);
        }
        log.info(
                "api listens host={} port={} tls={}",
                config.host(),
                port(),
                config.security().usesTls());
    }

    private IOException cannotListen(RuntimeException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                String where = config.port() + " of " + config.host();
                boolean inUse = String.valueOf(cause.getMessage()).contains("in use");
                return new IOException(
                        "api port " + where + (inUse ? " is in use" : " cannot be used: " + cause.getMessage()),
                        refused);
            }
        }
        return new IOException("api cannot start: " + refused.getMessage(), refused);
    }

    private List<Route> routes(ApiParts parts, Answers answers, Auth auth) {
        List<Route> routes = new ArrayList<>(auth.routes());
        routes.addAll(new SwitchRoutes(parts.switches()).routes());
        int questions = Math.max(1, config.workerThreads() / 2);
        routes.addAll(new SwitchStatsRoutes(parts.statistics(), answers, questions).routes());
        routes.addAll(new FlowRoutes(parts.flowDesk(), answers).routes());
        routes.addAll(new SliceRoutes(parts.slices(), answers).routes());
        routes.addAll(new TrafficRoutes(parts.traffic(), parts.slices()).routes());
        routes.addAll(
                new DdosRoutes(parts.traffic(), parts.slices(), parts.store(), parts.mitigation(), parts.feedback())
                        .routes());
        routes.addAll(new DetectionMetrics(parts.counters(), parts.feedback(), parts.models()).routes());
        routes.addAll(new MitigationRoutes(parts.mitigation(), parts.store(), answers).routes());
        routes.addAll(new AddressListRoutes(parts.mitigation(), answers).routes());
        Gateways gateways = new Gateways();
        routes.addAll(new RequestRoutes(parts.store().requests(), gateways).routes());
        routes.addAll(new BlockedRoutes(parts.store().requests(), parts.mitigation(), answers).routes());
        routes.addAll(new GatewayRoutes(gateways).routes());
        routes.addAll(new HistoryRoutes(parts.series(), parts.store(), parts.traffic(), parts.slices()).routes());
        routes.addAll(new ModelRoutes(parts.models()).routes());
        routes.addAll(new DetectionRoutes(parts.models()).routes());
        routes.addAll(new SystemRoutes(
                        parts.version(), parts.switches(), parts.traffic(), parts.mitigation(), parts.components())
                .routes());
        routes.addAll(new SettingsRoutes(parts.settings(), parts.mitigation(), answers, parts.store(), parts.logs())
                .routes());
        routes.addAll(new AlertRoutes(alerts).routes());
        routes.addAll(new LogRoutes(parts.logs()).routes());
        routes.addAll(new AnalystRoutes(parts.switches(), parts.traffic(), parts.store()).routes());
        routes.addAll(new AuditRoutes(parts.store()).routes());
        routes.addAll(new MetricsRoutes(parts.counters()).routes());
        routes.addAll(new LiveRoutes(live).routes());
        List<String> links = new ArrayList<>();
        for (Route route : routes) {
            if (route.method().equals("GET") && !route.template().contains("{")) {
                links.add(route.template());
            }
        }
        links.add("/openapi.json");
        links.add("/docs");
        routes.addAll(new ViewerRoutes().routes());
        routes.addAll(new DocumentRoutes(parts.version(), links, routes).routes());
        return routes;
    }

    private Undertow server(InetAddress address, SSLContext tls) {
        int requestMs = Math.toIntExact(config.requestTimeout().toMillis());
        int idleMs = Math.toIntExact(config.idleTimeout().toMillis());
        Undertow.Builder builder = Undertow.builder();
        if (tls == null) {
            builder.addHttpListener(config.port(), address.getHostAddress());
        } else {
            builder.addHttpsListener(config.port(), address.getHostAddress(), tls)
                    .setSocketOption(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3", "TLSv1.2"));
        }
        return builder.setIoThreads(IO_THREADS)
                .setWorkerThreads(config.workerThreads())
                .setHandler(handler)
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, 2 * FrontDoor.LARGE * config.maxBodyBytes())
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 16_384)
                .setServerOption(UndertowOptions.MAX_HEADERS, 100)
                .setServerOption(UndertowOptions.MAX_PARAMETERS, 100)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, requestMs)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, idleMs)
                .setServerOption(UndertowOptions.IDLE_TIMEOUT, idleMs)
                .setSocketOption(Options.CONNECTION_HIGH_WATER, config.maxConnections())
                .setSocketOption(Options.CONNECTION_LOW_WATER, config.maxConnections())
                .setSocketOption(Options.READ_TIMEOUT, idleMs)
                .setSocketOption(Options.WRITE_TIMEOUT, idleMs)
                .build();
    }
}
