package io.sentinelsdn.controller;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.controller.forwarding.LearningSwitch;
import io.sentinelsdn.controller.forwarding.MacTable;
import io.sentinelsdn.controller.forwarding.SourceGuard;
import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import io.sentinelsdn.controller.openflow.PacketIn;
import io.sentinelsdn.controller.openflow.SessionHandler;
import io.sentinelsdn.controller.openflow.SwitchFeatures;
import io.sentinelsdn.controller.openflow.SwitchSession;
import io.sentinelsdn.controller.openflow.Transaction;
import io.sentinelsdn.controller.query.Caller;
import io.sentinelsdn.controller.query.SwitchQueries;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.controller.rules.FormerEntries;
import io.sentinelsdn.controller.rules.SharedPlan;
import io.sentinelsdn.controller.slices.SwitchSlices;
import io.sentinelsdn.controller.stats.Telemetry;
import io.sentinelsdn.controller.topology.NeighbourProbe;
import io.sentinelsdn.controller.topology.NextHops;
import io.sentinelsdn.controller.topology.PortPlan;
import io.sentinelsdn.controller.userflow.SwitchUserFlows;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.net.ControllerRole;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import io.sentinelsdn.domain.spi.SliceSwitches.Plan;
import io.sentinelsdn.domain.spi.TopologyView.Attachment;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected switch: hands what it says to the piece that is concerned, and what the control thread wants to its
 * pipeline. Owned by the event loop of its session; {@link #view} may be read by any thread, {@link #execute} called.
 */
final class SwitchAgent implements SessionHandler {
    private static final Logger log = LoggerFactory.getLogger(SwitchAgent.class);
    /** What is not needed to begin with is asked when a storm of switches is over. */
    private static final long EXPLORE_AFTER_MS = 1_000;
    /** People's entries are asked for less often where the answer is the whole table. */
    private static final int UNFILTERED_PAUSE_S = 5;

    private final ControllerConfig config;
    private final Counters counters;
    private final Supplier<FlowSampleSink> sinks;
    private final SharedPlan shared;
    private final Control control;
    private final MacTable macs;
    private final Counter pauses;

    private SwitchSession session;
    private SwitchTotals totals;
    private SwitchViews views;
    private FailModeWatch failMode;
    private SwitchQueries queries;
    private SwitchUserFlows userFlows;
    private SwitchSlices slices;
    private SwitchPipeline pipeline;
    private SwitchPoller poller;
    private Telemetry telemetry;
    private FlowIntake flows;
    private PacketIntake packets;
    private Rush rush;
    private PuntValve valve;
    private PortNews portNews;
    private boolean formerTold;
    private long seconds;
    private boolean writes;

    SwitchAgent(
            ControllerConfig config,
            Counters counters,
            Supplier<FlowSampleSink> sinks,
            SharedPlan shared,
            Control control) {
        this.config = config;
        this.counters = counters;
        this.sinks = sinks;
        this.shared = shared;
        this.control = control;
        macs = new MacTable(
                config.forwarding().macsPerSwitch(), config.forwarding().macsPerPort());
        pauses = counters.counter(
                "sentinel_packet_in_pauses_total", "Times a switch was told to send no PACKET_INs for a while");
    }

    Dpid dpid() {
        return session.features().dpid();
    }

    SwitchView view() {
        return views.last();
    }

    List<SwitchFeatures.Port> ports() {
        return session.features().ports();
    }

    /** Questions of people. In the event loop. */
    SwitchQueries queries() {
        return queries;
    }

    /** Entries of people. In the event loop. */
    SwitchUserFlows userFlows() {
        return userFlows;
    }

    /** Entries of slices. In the event loop. */
    SwitchSlices slices() {
        return slices;
    }

    void execute(Runnable task) {
        session.execute(task);
    }

    void close(String reason) {
        session.close(reason);
    }

    CompletableFuture<ControllerRole> requestRole(ControllerRole role) {
        CompletableFuture<ControllerRole> answer = new CompletableFuture<>();
        execute(() -> session.requestRole(role).whenComplete((granted, refused) -> {
            if (refused == null) {
                answer.complete(granted);
            } else {
                answer.completeExceptionally(refused);
            }
        }));
        return answer;
    }

    // --- from the session ---

    @Override
    public void ready(SwitchSession readySession) {
        session = readySession;
        Caller caller = new SessionCaller(session);
        totals = new SwitchTotals(caller, counters);
        portNews = new PortNews(ports());
        views = new SwitchViews(session, totals);
        failMode = new FailModeWatch(dpid());
        queries = new SwitchQueries(
                caller,
                counters.counter(
                        "sentinel_openflow_opaque_fields_total", "Fields and actions shown as hexadecimal digits"));
        userFlows = new SwitchUserFlows(
                caller, session::send, () -> writes, control.userFlows().listener(this), Clock.systemUTC());
        slices = new SwitchSlices(
                caller,
                session::send,
                () -> writes,
                config.forwarding().isReactive(),
                System::nanoTime,
                control.slices().listener(this));
        begin();
        control.connected(this);
        session.every(poller.firstTickMs(), config.fastPollMs(), this::tick);
    }

    /** Knows nothing of the switch yet but its features: sets it up unless it is another's. */
    private void begin() {
        writes = !session.isReadOnly();
        formerTold = false;
        pipeline = new SwitchPipeline(
                config,
                counters,
                shared,
                session,
                macs,
                control.hosts()::attachment,
                (port, packets) -> control.spoofing(dpid(), port, packets));
        poller = new SwitchPoller(
                dpid(),
                config,
                session.polls(),
                pipeline.ledger(),
                pipeline.groups(),
                totals.sizes(),
                control::isSuspicious,
                !pipeline.isFolded(),
                pipeline.meters().any());
        telemetry = new Telemetry(dpid().value(), sinks.get());
        flows = new FlowIntake(
                config.monitor().foreignFlows(),
                pipeline,
                poller,
                telemetry,
                counts -> control.ruleCounts(dpid(), counts),
                macs -> control.hostsAlive(dpid(), macs));
        rush = new Rush(
                System::nanoTime,
                control::isSuspicious,
                poller::askInBetween,
                () -> session.after(Rush.PERIOD_MS, () -> rush.again()));
        packets = new PacketIntake(pipeline, telemetry, macs, learningSwitch(), counters, new Learned(), rush);
        valve = new PuntValve(config.openFlow().packetInLimit(), session::packetIns, System.nanoTime());
        if (writes) {
            pipeline.setUp(this::tablesSetUp);
        }
        publishView(true);
    }

    private LearningSwitch learningSwitch() {
        return config.forwarding().isReactive()
                ? new LearningSwitch(
                        session,
                        macs,
                        pipeline.tables()::floodPorts,
                        counters,
                        mac -> pipeline.routes().ask(mac, macs.port(mac)))
                : null;
    }

    /** What packets teach goes to the control thread. */
    private final class Learned implements PacketIntake.Listener {
        private final Gate probes = control.probeGate();

        @Override
        public void probeArrived(int port, ByteBuf payload) {
            control.probeArrived(dpid(), port, payload, probes);
        }

        @Override
        public void ruleLooked(String ruleId, PacketIn packet) {
            control.ruleLooked(dpid(), ruleId, packet);
        }

        @Override
        public boolean hostSeen(PacketIn packet) {
            return control.hostSeen(SwitchAgent.this, packet);
        }
    }

    private void tablesSetUp(Transaction.Result result) {
        session.after(EXPLORE_AFTER_MS, session::explore);
        if (result.confirmed()) {
            log.debug(
                    "switch ready dpid={} peer={} ports={} meters={} tcp_flags={}",
                    dpid(),
                    session.address(),
                    ports().size(),
                    pipeline.meters().any(),
                    pipeline.tables().tcpFlags());
        }
    }

    @Override
    public void explored(SwitchSession exploredSession, List<String> lacks) {
        lacks.forEach(pipeline.health()::degrade);
    }

    @Override
    public void roleChanged(SwitchSession changedSession) {
        log.info("role dpid={} role={}", dpid(), session.role().wireName());
        boolean promoted = !writes && !session.isReadOnly();
        writes = !session.isReadOnly();
        if (promoted) {
            begin();
            control.promoted(this);
        }
        publishView(true);
    }

    @Override
    public void refused(SwitchSession refusedSession, String reason) {
        control.refused(refusedSession.features().dpid(), refusedSession.address(), reason);
    }

    @Override
    public void closed(SwitchSession closedSession, String reason) {
        queries.closed();
        publishView(false);
        control.disconnected(this, reason);
    }

    private void tick() {
        session.settle();
        slices.tick();
        if (poller.tick()) {
            seconds++;
            if (!poller.isUnfiltered() || seconds % UNFILTERED_PAUSE_S == 0) {
                userFlows.tick();
            }
            totals.second();
            resend(pipeline.misdirected());
            guard();
            pipeline.guard().second(System.nanoTime());
            pipeline.monitor().second(totals.sizes().total(), System.nanoTime());
            publishView(true);
        }
    }

    /** Tells a switch to be quiet that sends too much. */
    private void guard() {
        boolean wasClosed = valve.isClosed();
        if (valve.second(session.packetInCount(), System.nanoTime())) {
            pauses.increment();
            log.warn(
                    "switch sends too many packets, none are taken for a while dpid={} limit={}",
                    dpid(),
                    config.openFlow().packetInLimit());
        }
        if (wasClosed != valve.isClosed()) {
            control.muted(this, valve.isClosed());
        }
    }

    private void publishView(boolean connected) {
        failMode.look(control.failMode(dpid()));
        List<String> warnings = new ArrayList<>(control.fabric().warnings(dpid()));
        failMode.concern().ifPresent(warnings::add);
        warnings.addAll(pipeline.guard().concerns());
        if (valve.isClosed()) {
            warnings.add("sends more than " + config.openFlow().packetInLimit()
                    + " packets a second: none are taken for a while");
        }
        if (views.write(connected, pipeline, failMode.mode(), warnings)) {
            SwitchView view = view();
            control.tablePressure(dpid(), view.tableLevel(), view.flowEntries(), (int) view.tableBudget());
        }
    }

    @Override
    public void packetIn(SwitchSession from, PacketIn packet, long nowNs) {
        packets.packet(packet, nowNs);
    }

    @Override
    public void flowStats(SwitchSession from, StatsKind kind, FlowStatsEntry entry, long nowNs) {
        flows.entry(kind, entry, nowNs);
    }

    @Override
    public void flowStatsEnd(SwitchSession from, StatsKind kind) {
        flows.ended(kind);
        if (kind == StatsKind.FULL && writes) {
            reconcile();
        }
    }

    private void reconcile() {
        if (!formerTold) {
            formerTold = true;
            FormerEntries former = pipeline.former();
            control.former(this, former.trunks(), former.portByMac());
        }
        resend(pipeline.reconcile());
    }

    private void resend(List<String> ruleIds) {
        if (!ruleIds.isEmpty()) {
            control.rulesMissing(this, ruleIds);
        }
    }

    @Override
    public void flowRemoved(SwitchSession from, FlowStatsEntry entry, long nowNs) {
        long cookieClass = Cookies.classOf(entry.cookie);
        if (cookieClass == Cookies.FINE || cookieClass == Cookies.COARSE) {
            flows.removed(entry, nowNs);
        } else if (cookieClass == Cookies.USER_FLOW) {
            userFlows.removed(entry);
        } else if (Cookies.isRule(entry.cookie)) {
            String ruleId = pipeline.ruleRemoved(entry);
            if (ruleId != null) {
                control.ruleExpired(dpid(), ruleId);
            }
        }
    }

    @Override
    public void portStats(SwitchSession from, PortCounters port, long nowNs) {
        if (!poller.portsInBetween()) {
            totals.port(port, nowNs);
        }
        if (pipeline.tables().isEdge(port.port)) {
            telemetry.port(port, nowNs);
        }
    }

    @Override
    public void tableStats(SwitchSession from, int tableId, long activeEntries) {
        totals.table(tableId, activeEntries);
    }

    @Override
    public void meterStats(SwitchSession from, long meterId, long met, long dropped) {
        if (pipeline.meters().isPunt(meterId)) {
            totals.puntMeter(meterId, dropped);
        }
    }

    @Override
    public void groupDesc(SwitchSession from, int groupId, int type, List<Integer> ports) {
        pipeline.groups().polled(groupId, type, ports);
    }

    @Override
    public void groupDescEnd(SwitchSession from) {
        if (writes) {
            pipeline.reconcileGroups();
        }
    }

    @Override
    public void portsChanged(SwitchSession from, List<SwitchFeatures.Port> ports) {
        totals.portsChanged(ports);
        if (writes) {
            pipeline.portsChanged(ports);
        }
        if (portNews.put(ports)) {
            control.portsChanged(this, portNews);
        }
    }

    // --- from the control thread, through execute() ---

    /** What should be here is known: from now on what is ours and not wanted is stale. */
    void attached() {
        poller.attached();
        if (!writes) {
            control.former(this, Set.of(), Map.of());
        }
    }

    /** What slices want here, or null while that is not known. */
    void slicesAttached(Plan plan) {
        slices.attached(pipeline.meters(), session.features().tables(), plan);
    }

    /** A probe out of each of these ports that is up. */
    void sendProbes(List<Integer> due) {
        for (SwitchFeatures.Port port : ports()) {
            if (port.up() && due.contains(port.number())) {
                session.packetOut(port.number(), control.fabric().probe(dpid(), port.number(), port.mac()));
            }
        }
    }

    /** Asks a host at a port whether it still has these addresses. */
    void askHost(int portNumber, long mac, Set<IpAddress> addresses) {
        for (SwitchFeatures.Port port : ports()) {
            if (port.number() == portNumber && port.up()) {
                addresses.forEach(
                        address -> session.packetOut(portNumber, NeighbourProbe.of(port.mac(), mac, address)));
            }
        }
    }

    /** Makes the ports what the plan says, and tells the control thread when they are. */
    void follow(PortPlan plan) {
        if (writes) {
            slices.follow(plan);
            resend(pipeline.follow(plan, () -> control.planAnswered(dpid())));
        } else {
            control.planAnswered(dpid());
        }
    }

    void hosts(Map<Long, Attachment> placed) {
        if (writes) {
            pipeline.hosts(placed);
        }
    }

    /** What goes to this address leaves by these ports of ours, shared connection by connection. */
    void spread(long mac, List<Integer> ports) {
        if (writes) {
            pipeline.routes().spread(mac, ports);
        }
    }

    void hostsGone(Set<Long> gone) {
        if (writes) {
            pipeline.hostsGone(gone);
        }
    }

    /** Sources that are known at these ports now, and no others. */
    void sources(Map<Integer, Set<SourceGuard.Source>> byPort) {
        if (writes) {
            pipeline.sources(byPort);
        }
    }

    void routes(Map<Dpid, NextHops> changed) {
        if (writes) {
            pipeline.reroute(changed);
        }
    }

    /** The same as {@link SwitchPipeline#changeRules}; a slave refuses what is added. */
    void changeRules(List<FlowRule> add, List<String> remove, Consumer<Map<String, String>> answered) {
        if (writes) {
            pipeline.changeRules(add, remove, answered);
        } else {
            Map<String, String> refused = new HashMap<>();
            add.forEach(rule -> refused.put(rule.id(), "this controller is a slave of the switch"));
            answered.accept(refused);
        }
    }
}
