package io.sentinelsdn.controller;

import io.sentinelsdn.controller.forwarding.HostRoutes;
import io.sentinelsdn.controller.forwarding.LearningSwitch;
import io.sentinelsdn.controller.forwarding.MacTable;
import io.sentinelsdn.controller.forwarding.Monitor;
import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import io.sentinelsdn.controller.openflow.PacketIn;
import io.sentinelsdn.controller.openflow.SessionHandler;
import io.sentinelsdn.controller.openflow.SwitchFeatures;
import io.sentinelsdn.controller.openflow.SwitchSession;
import io.sentinelsdn.controller.openflow.Transaction;
import io.sentinelsdn.controller.query.Caller;
import io.sentinelsdn.controller.query.SwitchQueries;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.controller.rules.EntryWriter;
import io.sentinelsdn.controller.rules.FoldedPlan;
import io.sentinelsdn.controller.rules.FormerEntries;
import io.sentinelsdn.controller.rules.SharedPlan;
import io.sentinelsdn.controller.rules.SwitchGroups;
import io.sentinelsdn.controller.rules.SwitchLedger;
import io.sentinelsdn.controller.rules.SwitchMeters;
import io.sentinelsdn.controller.rules.SwitchRules;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.controller.stats.ClassCounts;
import io.sentinelsdn.controller.stats.PortTable;
import io.sentinelsdn.controller.stats.TableSizes;
import io.sentinelsdn.controller.stats.Telemetry;
import io.sentinelsdn.controller.topology.NextHops;
import io.sentinelsdn.controller.topology.PortPlan;
import io.sentinelsdn.controller.userflow.SwitchUserFlows;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.net.ControllerRole;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import io.sentinelsdn.domain.spi.TopologyView.Attachment;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected switch: sets up its tables, polls it, and passes what it says to telemetry, monitor and the control
 * thread. Owned by the event loop of its session; {@link #view} may be read by any thread, {@link #execute} called.
 */
final class SwitchAgent implements SessionHandler {
    private static final Logger log = LoggerFactory.getLogger(SwitchAgent.class);
    /** A switch whose answer never ends shall not fill the memory. */
    private static final int MOST_COUNTS_AT_ONCE = 4_096;

    /** What is not needed to begin with is asked when a storm of switches is over. */
    private static final long EXPLORE_AFTER_MS = 1_000;

    private static final int MOST_UNASKED = 64;
    /** People's entries are asked for less often where the answer is the whole table. */
    private static final int UNFILTERED_PAUSE_S = 5;

    private final ControllerConfig config;
    private final Counters counters;
    private final Supplier<FlowSampleSink> sinks;
    private final SharedPlan shared;
    private final Control control;
    private final Counter badCookies;
    private final Counter reinstalled;
    private final Counter puntsDropped;
    private final Counter strangers;
    private final Counter opaqueFields;
    private final Counter pauses;
    private SwitchLedger ledger;
    private final PortTable portTable = new PortTable();
    private final MacTable macs;
    private final List<RuleDesk.RuleCount> ruleCounts = new ArrayList<>();
    private final TableSizes sizes = new TableSizes();
    private final Map<Long, Long> droppedByMeter = new HashMap<>();

    private SwitchSession session;
    private SwitchFeatures features;
    private SwitchHealth health;
    private SwitchMeters meters;
    private SwitchTables tables;
    private SwitchGroups groups;
    private HostRoutes routes;
    private FormerEntries former;
    private boolean formerTold;
    private SwitchRules rules;
    private SwitchPoller poller;
    private SwitchQueries queries;
    private SwitchUserFlows userFlows;
    private ClassCounts classCounts;
    private Telemetry telemetry;
    private Monitor monitor;
    private PuntValve valve;
    private FoldedPlan folded;
    private LearningSwitch learningSwitch;
    private int unasked;
    private long seconds;
    private Instant connectedAt;
    private boolean writes;
    private volatile SwitchView view;

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
        badCookies = counters.counter(
                "sentinel_packet_in_bad_cookie_total", "PACKET_INs whose cookie is none of our punts'");
        puntsDropped = counters.counter(
                "sentinel_punts_dropped_total", "Packets that meters kept from the controller; all were forwarded");
        pauses = counters.counter(
                "sentinel_packet_in_pauses_total", "Times a switch was told to send no PACKET_INs for a while");
        strangers = counters.counter(
                "sentinel_macs_not_learned_total", "Ethernet addresses not learned: the table of their port is full");
        opaqueFields = counters.counter(
                "sentinel_openflow_opaque_fields_total", "Fields and actions shown as hexadecimal digits");
        reinstalled = counters.counter(
                "sentinel_reconciled_entries_total", "Entries that were missing on a switch and were sent again");
    }

    Dpid dpid() {
        return features.dpid();
    }

    SwitchView view() {
        return view;
    }

    /** Questions of people. In the event loop. */
    SwitchQueries queries() {
        return queries;
    }

    /** Entries of people. In the event loop. */
    SwitchUserFlows userFlows() {
        return userFlows;
    }

    void execute(Runnable task) {
        session.execute(task);
    }

    void close(String reason) {
        session.close(reason);
    }

    // --- from the session ---

    @Override
    public void ready(SwitchSession readySession) {
        session = readySession;
        features = session.features();
        connectedAt = Instant.now();
        Caller caller = new SessionCaller(session);
        queries = new SwitchQueries(caller, opaqueFields);
        classCounts = new ClassCounts(caller);
        userFlows = new SwitchUserFlows(
                caller, session::send, () -> writes, control.userFlows().listener(this), Clock.systemUTC());
        begin();
        control.connected(this);
        session.every(config.fastPollMs(), this::tick);
    }

    /** Knows nothing of the switch yet but its features: sets it up unless it is another's. */
    private void begin() {
        writes = !session.isReadOnly();
        ledger = new SwitchLedger();
        formerTold = false;
        health = new SwitchHealth(features.dpid(), () -> monitor.tableFull(System.nanoTime()));
        features.lacks().forEach(health::degrade);
        meters = new SwitchMeters(features.maxMeters(), features.meterIds());
        folded = hasAllTables() ? null : new FoldedPlan(isReactive());
        EntryWriter writer = new EntryWriter(ledger, session::send, health::count, folded);
        tables = new SwitchTables(config, ledger, meters, health, writer, shared, folded == null);
        groups = new SwitchGroups(features.groups());
        routes = new HostRoutes(features.dpid(), config.forwarding(), writer, groups, isReactive() ? macs : null);
        former = new FormerEntries(System.nanoTime());
        rules = new SwitchRules(ledger, meters, folded);
        poller = new SwitchPoller(
                config, session, ledger, groups, sizes, control::isSuspicious, true, hasAllTables(), meters.any());
        telemetry = new Telemetry(features.dpid().value(), sinks.get());
        monitor = new Monitor(
                config.monitor(),
                counters,
                port -> meters.numberOf(SwitchTables.missMeter(port)),
                session::send,
                session::execute);
        valve = new PuntValve(config.openFlow().packetInLimit(), session::packetIns, System.nanoTime());
        learningSwitch =
                new LearningSwitch(session, macs, tables::floodPorts, counters, mac -> routes.ask(mac, macs.port(mac)));
        if (!hasAllTables()) {
            health.degrade("has " + features.tables() + " of " + TablePlan.TABLES
                    + " tables: all in the first one, flows are not counted, what is allowed or limited is flooded");
        }
        if (hasPipeline()) {
            tables.setUp(numbers(features.ports()), this::tablesSetUp);
            monitor.edgePorts(tables.edges());
        }
        publishView(true);
    }

    private boolean isReactive() {
        return config.forwarding().isReactive();
    }

    @Override
    public void explored(SwitchSession exploredSession, List<String> lacks) {
        lacks.forEach(health::degrade);
    }

    @Override
    public void roleChanged(SwitchSession changedSession) {
        log.info("role dpid={} role={}", features.dpid(), session.role().wireName());
        boolean promoted = !writes && !session.isReadOnly();
        writes = !session.isReadOnly();
        if (promoted) {
            features = session.features();
            begin();
            control.promoted(this);
        }
        publishView(true);
    }

    @Override
    public void refused(SwitchSession refusedSession, String reason) {
        control.refused(refusedSession.features().dpid(), refusedSession.address(), reason);
    }

    private boolean hasAllTables() {
        return features.tables() >= TablePlan.TABLES;
    }

    /** Whether our entries are on the switch, by our hand. */
    private boolean hasPipeline() {
        return writes;
    }

    private void tablesSetUp(Transaction.Result result) {
        session.after(EXPLORE_AFTER_MS, session::explore);
        if (result.confirmed()) {
            log.debug(
                    "switch ready dpid={} peer={} ports={} meters={} tcp_flags={}",
                    features.dpid(),
                    session.address(),
                    features.ports().size(),
                    meters.any(),
                    tables.tcpFlags());
        }
    }

    /** Tells a switch to be quiet that sends too much. */
    private void guard() {
        if (valve.second(session.packetInCount(), System.nanoTime())) {
            pauses.increment();
            log.warn(
                    "switch sends too many packets, none are taken for a while dpid={} limit={}",
                    features.dpid(),
                    config.openFlow().packetInLimit());
        }
    }

    private void tick() {
        if (poller.tick()) {
            seconds++;
            if (!poller.isUnfiltered() || seconds % UNFILTERED_PAUSE_S == 0) {
                userFlows.tick();
            }
            countClasses();
            guard();
            monitor.second(sizes.total(), System.nanoTime());
            publishView(true);
        }
    }

    /** Tables that are too large to be listed are counted. */
    private void countClasses() {
        if (sizes.isLarge()) {
            classCounts.start();
        } else {
            classCounts.stop();
        }
    }

    @Override
    public void closed(SwitchSession closedSession, String reason) {
        queries.closed();
        publishView(false);
        control.disconnected(this, reason);
    }

    @Override
    public void packetIn(SwitchSession from, PacketIn packet, long nowNs) {
        long cookieClass = Cookies.classOf(packet.cookie);
        if (cookieClass == Cookies.TABLE_MISS || isAnonymousMiss(packet)) {
            tableMiss(packet, nowNs);
            return;
        }
        boolean punt = cookieClass == Cookies.PUNT
                || cookieClass == Cookies.SYN
                || cookieClass == Cookies.TRUNK
                || cookieClass == Cookies.MISS
                || cookieClass == Cookies.COARSE;
        if (!punt) {
            badCookies.increment();
            return;
        }
        if (packet.ethType == PacketIn.ETH_LLDP) {
            control.probeArrived(features.dpid(), packet.inPort, packet.payload());
            return;
        }
        if (!tables.learnsAt(packet.inPort)) {
            return;
        }
        learn(packet, cookieClass == Cookies.PUNT);
        if (packet.isIp && cookieClass != Cookies.PUNT) {
            telemetry.packet(packet, nowNs);
            if (folded == null) {
                monitor.punted(packet, nowNs);
            }
        }
    }

    /** Some switches do not say which entry sent a table miss: 0, or all ones (OpenFlow 1.3.5 section 7.4.1). */
    private boolean isAnonymousMiss(PacketIn packet) {
        return isReactive() && packet.reason == PacketIn.NO_MATCH && (packet.cookie == 0 || packet.cookie == -1L);
    }

    private void tableMiss(PacketIn packet, long nowNs) {
        if (packet.ethType == PacketIn.ETH_LLDP) {
            return;
        }
        if (tables.learnsAt(packet.inPort)) {
            learn(packet, false);
            if (packet.isIp) {
                telemetry.packet(packet, nowNs);
            }
        }
        if (isReactive()) {
            learningSwitch.miss(packet, nowNs);
        }
    }

    @Override
    public void flowStats(SwitchSession from, StatsKind kind, FlowStatsEntry entry, long nowNs) {
        switch (kind) {
            case FULL -> ledger.polled(entry, former, nowNs);
            case FINE -> fineStats(entry, nowNs);
            case FAST -> fastStats(entry, nowNs);
        }
    }

    private void fineStats(FlowStatsEntry entry, long nowNs) {
        if (Cookies.classOf(entry.cookie) == Cookies.FINE) {
            telemetry.flowStats(entry, nowNs);
            monitor.fineCounted(entry, nowNs);
        } else if (Cookies.isOurs(entry.cookie)) {
            if (poller.isUnfiltered() && Cookies.isFast(entry.cookie)) {
                fastStats(entry, nowNs);
            }
        } else if (config.monitor().foreignFlows()) {
            telemetry.foreignFlow(entry, nowNs);
        }
    }

    private void fastStats(FlowStatsEntry entry, long nowNs) {
        long cookieClass = Cookies.classOf(entry.cookie);
        if (cookieClass == Cookies.RULE) {
            String ruleId = rules.ruleOf(entry.cookie);
            if (ruleId != null) {
                ruleCounts.add(new RuleDesk.RuleCount(ruleId, entry.packets, entry.bytes, nowNs));
            }
            if (ruleCounts.size() >= MOST_COUNTS_AT_ONCE) {
                reportRuleCounts();
            }
            return;
        }
        if (!Cookies.isOurs(entry.cookie)) {
            unasked++;
            return;
        }
        telemetry.flowStats(entry, nowNs);
        if (cookieClass == Cookies.MISS && folded == null) {
            monitor.missCounted(entry.inPort, entry.packets, nowNs);
        } else if (cookieClass == Cookies.COARSE) {
            monitor.coarseCounted(entry, nowNs);
        }
    }

    private void reportRuleCounts() {
        control.ruleCounts(features.dpid(), List.copyOf(ruleCounts));
        ruleCounts.clear();
    }

    @Override
    public void flowStatsEnd(SwitchSession from, StatsKind kind) {
        if (kind != StatsKind.FULL && !ruleCounts.isEmpty()) {
            reportRuleCounts();
        }
        if (kind == StatsKind.FAST) {
            judgeFilter();
        } else if (kind == StatsKind.FINE) {
            poller.fineEnded();
        } else if (kind == StatsKind.FULL && hasPipeline()) {
            reconcile();
        }
    }

    /** A few entries that were not asked for may have been on their way; many mean that the cookie does not count. */
    private void judgeFilter() {
        if (unasked > MOST_UNASKED && !poller.isUnfiltered()) {
            poller.ignoresFilter();
            health.degrade("answers flow statistics with entries of all cookies: rules are counted less often");
        }
        unasked = 0;
    }

    @Override
    public void flowRemoved(SwitchSession from, FlowStatsEntry entry, long nowNs) {
        long cookieClass = Cookies.classOf(entry.cookie);
        if (cookieClass == Cookies.FINE) {
            telemetry.flowEnd(entry, nowNs);
            monitor.fineRemoved(entry);
        } else if (cookieClass == Cookies.COARSE) {
            telemetry.coarseEnd(entry);
            monitor.coarseRemoved(entry);
        } else if (cookieClass == Cookies.USER_FLOW) {
            userFlows.removed(entry);
        } else if (cookieClass == Cookies.RULE) {
            ruleRemoved(entry);
        }
    }

    private void ruleRemoved(FlowStatsEntry entry) {
        Transaction transaction = new Transaction();
        String ruleId = rules.removed(entry, transaction);
        if (!transaction.isEmpty()) {
            session.send(transaction.then(health::count));
        }
        if (ruleId != null) {
            control.ruleExpired(features.dpid(), ruleId);
        }
    }

    @Override
    public void portStats(SwitchSession from, PortCounters port, long nowNs) {
        portTable.update(port, nowNs);
        if (tables.isEdge(port.port)) {
            telemetry.port(port, nowNs);
        }
    }

    @Override
    public void tableStats(SwitchSession from, int tableId, long activeEntries) {
        sizes.update(tableId, activeEntries);
    }

    @Override
    public void meterStats(SwitchSession from, long meterId, long packets, long dropped) {
        if (meters.isPunt(meterId)) {
            long before = droppedByMeter.getOrDefault(meterId, 0L);
            puntsDropped.add(dropped >= before ? dropped - before : dropped);
            droppedByMeter.put(meterId, dropped);
        }
    }

    @Override
    public void groupDesc(SwitchSession from, int groupId, int type, List<Integer> ports) {
        groups.polled(groupId, type, ports);
    }

    @Override
    public void groupDescEnd(SwitchSession from) {
        if (hasPipeline()) {
            Transaction transaction = new Transaction();
            groups.reconcile(transaction, !former.isOver(System.nanoTime()));
            if (!transaction.isEmpty()) {
                session.send(transaction.then(health::count));
            }
        }
    }

    @Override
    public void portsChanged(SwitchSession from, List<SwitchFeatures.Port> ports) {
        features = session.features();
        portTable.retain(ports);
        if (hasPipeline()) {
            tables.portsChanged(numbers(ports));
            monitor.edgePorts(tables.edges());
        }
        control.portsChanged(this, ports);
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

    // --- from the control thread, through execute() ---

    /** What should be here is known: from now on what is ours and not wanted is stale. */
    void attached() {
        poller.attached();
        if (!hasPipeline()) {
            control.former(this, Set.of(), Map.of());
        }
    }

    List<SwitchFeatures.Port> ports() {
        return session.features().ports();
    }

    /** A probe out of each of these ports that is up. */
    void sendProbes(List<Integer> due) {
        for (SwitchFeatures.Port port : features.ports()) {
            if (port.up() && due.contains(port.number())) {
                session.packetOut(port.number(), control.fabric().probe(features.dpid(), port.number(), port.mac()));
            }
        }
    }

    /** Makes the ports what the plan says, and tells the control thread when they are. */
    void follow(PortPlan plan) {
        if (!hasPipeline()) {
            control.planAnswered(features.dpid());
            return;
        }
        former.trunksReplaced();
        tables.follow(plan, () -> control.planAnswered(features.dpid()));
        if (!isReactive()) {
            plan.trunks().forEach(macs::removePort);
        }
        monitor.edgePorts(tables.edges());
        plan.trunks().forEach(monitor::forget);
        List<String> flooding = rules.flooding();
        if (!flooding.isEmpty()) {
            control.rulesMissing(this, flooding);
        }
    }

    /** Hosts are at these places now; the next packet from them elsewhere teaches again. */
    void hosts(Map<Long, Attachment> placed) {
        if (hasPipeline()) {
            placed.forEach((mac, place) -> {
                if (!place.dpid().equals(features.dpid())) {
                    macs.remove(mac);
                }
            });
            routes.place(placed);
        }
    }

    void hostsGone(Set<Long> gone) {
        if (hasPipeline()) {
            gone.forEach(macs::remove);
            routes.gone(gone);
        }
    }

    /** How other switches are reached from here has changed. */
    void routes(Map<Dpid, NextHops> changed) {
        if (hasPipeline()) {
            routes.reroute(changed);
        }
    }

    /** Changes mitigation rules: removals, meters, additions, one barrier. */
    void changeRules(List<FlowRule> add, List<String> remove) {
        if (!hasPipeline()) {
            Map<String, String> refused = new HashMap<>();
            add.forEach(rule -> refused.put(rule.id(), "this controller is a slave of the switch"));
            control.rulesAnswered(features.dpid(), refused);
            return;
        }
        Transaction transaction = new Transaction();
        remove.forEach(ruleId -> rules.remove(transaction, ruleId));
        List<String> sent = new ArrayList<>();
        for (FlowRule rule : add) {
            rules.add(transaction, rule, tables.tcpFlags());
            sent.add(rule.id());
        }
        session.send(transaction.then(result -> {
            health.count(result);
            control.rulesAnswered(features.dpid(), rules.answered(sent, result));
        }));
    }

    private void reconcile() {
        if (!formerTold) {
            formerTold = true;
            control.former(this, former.trunks(), former.portByMac());
        }
        List<FlowEntry> missing = tables.reconcile();
        reinstalled.add(missing.size());
        if (!missing.isEmpty()) {
            log.info("reconciling dpid={} missing={}", features.dpid(), missing.size());
        }
        List<String> missingRules = rules.rulesOf(missing);
        if (!missingRules.isEmpty()) {
            control.rulesMissing(this, missingRules);
        }
    }

    /** A known address is taken to another port only by the control thread, which sees all switches. */
    private void learn(PacketIn packet, boolean neighbourTalk) {
        if ((packet.ethSrc >>> 40 & 1) != 0 || packet.ethSrc == 0) {
            return;
        }
        int known = macs.port(packet.ethSrc);
        if (known == packet.inPort && !neighbourTalk) {
            return;
        }
        if (known == 0 && !macs.learn(packet.ethSrc, packet.inPort)) {
            strangers.increment();
            return;
        }
        if (!control.hostSeen(this, packet) && known == 0) {
            macs.remove(packet.ethSrc);
        }
    }

    private static Set<Integer> numbers(List<SwitchFeatures.Port> ports) {
        Set<Integer> numbers = new HashSet<>();
        ports.forEach(port -> numbers.add(port.number()));
        return numbers;
    }

    private List<String> concerns() {
        List<String> concerns = new ArrayList<>(health.degraded());
        if (sizes.isLarge()) {
            concerns.add("a table holds more than " + TableSizes.LARGE
                    + " entries: only ours are listed, the rest is counted by AGGREGATE");
        }
        if (valve.isClosed()) {
            concerns.add("sends more than " + config.openFlow().packetInLimit()
                    + " packets a second: none are taken for a while");
        }
        monitor.concern().ifPresent(concerns::add);
        concerns.addAll(control.fabric().warnings(features.dpid()));
        return concerns;
    }

    private void publishView(boolean connected) {
        if (view != null && view.tableLevel() != monitor.tableLevel()) {
            control.tablePressure(features.dpid(), monitor.tableLevel(), sizes.total(), monitor.tableBudget());
        }
        view = new SwitchView(
                features.dpid(),
                session.address(),
                connected,
                connectedAt,
                features.manufacturer(),
                features.hardware(),
                features.software(),
                features.tables(),
                meters.any(),
                tables.tcpFlags(),
                concerns(),
                portTable.views(features.ports(), tables::isEdge),
                sizes.total(),
                monitor.fineEntries(),
                monitor.coarsePorts(),
                monitor.tableBudget(),
                monitor.tableLevel(),
                health.errors(),
                new SwitchView.SessionView(
                        session.role(), session.auxiliaries(), session.hasBundles(), session.certificate()),
                AbilityWords.of(features),
                classCounts.counts());
    }
}
