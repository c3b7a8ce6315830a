package io.sentinelsdn.controller;

import io.sentinelsdn.controller.forwarding.Monitor;
import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import io.sentinelsdn.controller.openflow.PacketIn;
import io.sentinelsdn.controller.openflow.SessionHandler;
import io.sentinelsdn.controller.openflow.SwitchFeatures;
import io.sentinelsdn.controller.openflow.SwitchSession;
import io.sentinelsdn.controller.openflow.Transaction;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.controller.rules.SwitchLedger;
import io.sentinelsdn.controller.rules.SwitchMeters;
import io.sentinelsdn.controller.rules.SwitchRules;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.controller.stats.PortTable;
import io.sentinelsdn.controller.stats.Telemetry;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected switch: sets up its tables, polls it, and passes what it says to telemetry, monitor and the control
 * thread. Owned by the event loop of its session; {@link #view} may be read by any thread, {@link #execute} called.
 */
final class SwitchAgent implements SessionHandler {
    private static final Logger log = LoggerFactory.getLogger(SwitchAgent.class);
    private static final int ALL_TABLES = 0xff;
    private static final String LLDP_METER = "lldp";
    private static final String NEIGHBOUR_METER = "neighbour";

    private final ControllerConfig config;
    private final Counters counters;
    private final Supplier<FlowSampleSink> sinks;
    private final Control control;
    private final Counter badCookies;
    private final Counter reinstalled;
    private final Counter puntsDropped;
    private final SwitchLedger ledger = new SwitchLedger();
    private final PortTable portTable = new PortTable();
    private final Set<Integer> edgePorts = new HashSet<>();
    private final Map<Long, Integer> placeByMac = new HashMap<>();
    private final List<Control.RuleCount> ruleCounts = new ArrayList<>();
    private final Map<Integer, Long> entriesByTable = new HashMap<>();
    private final Map<Long, Long> droppedByMeter = new HashMap<>();
    private final List<String> degraded = new ArrayList<>();

    private SwitchSession session;
    private SwitchFeatures features;
    private SwitchMeters meters;
    private SwitchRules rules;
    private Telemetry telemetry;
    private Monitor monitor;
    private boolean tcpFlags;
    private boolean attached;
    private long errors;
    private long ticks;
    private Instant connectedAt;
    private volatile SwitchView view;

    SwitchAgent(ControllerConfig config, Counters counters, Supplier<FlowSampleSink> sinks, Control control) {
        this.config = config;
        this.counters = counters;
        this.sinks = sinks;
        this.control = control;
        badCookies = counters.counter(
                "sentinel_packet_in_bad_cookie_total", "PACKET_INs whose cookie is none of our punts'");
        puntsDropped = counters.counter(
                "sentinel_punts_dropped_total", "Packets that meters kept from the controller; all were forwarded");
        reinstalled = counters.counter(
                "sentinel_reconciled_entries_total", "Entries that were missing on a switch and were sent again");
    }

    Dpid dpid() {
        return features.dpid();
    }

    SwitchView view() {
        return view;
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
        meters = new SwitchMeters(features.maxMeters(), features.meterIds());
        rules = new SwitchRules(ledger, meters);
        telemetry = new Telemetry(features.dpid().value(), sinks.get());
        monitor = new Monitor(
                config.monitor(), counters, port -> meters.numberOf("miss" + port), session::send, session::execute);
        if (features.tables() < TablePlan.TABLES) {
            degrade("has " + features.tables() + " tables, " + TablePlan.TABLES + " are needed: it is only watched");
        } else {
            setUpTables();
        }
        publishView(true);
        control.connected(this);
        session.every(config.fastPollMs(), this::tick);
    }

    @Override
    public void closed(SwitchSession closedSession, String reason) {
        publishView(false);
        control.disconnected(this, reason);
    }

    @Override
    public void packetIn(SwitchSession from, PacketIn packet) {
        long cookieClass = Cookies.classOf(packet.cookie);
        boolean punt = cookieClass == Cookies.PUNT
                || cookieClass == Cookies.SYN
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
        if (!edgePorts.contains(packet.inPort)) {
            return;
        }
        long nowNs = System.nanoTime();
        learn(packet);
        if (packet.isIp && cookieClass != Cookies.PUNT) {
            telemetry.packet(packet, nowNs);
            monitor.punted(packet, nowNs);
        }
    }

    @Override
    public void flowStats(SwitchSession from, StatsKind kind, FlowStatsEntry entry, long nowNs) {
        switch (kind) {
            case FULL -> ledger.polled(entry);
            case FINE -> {
                telemetry.flowStats(entry, nowNs);
                monitor.fineCounted(entry, nowNs);
            }
            case FAST -> fastStats(entry, nowNs);
        }
    }

    private void fastStats(FlowStatsEntry entry, long nowNs) {
        long cookieClass = Cookies.classOf(entry.cookie);
        if (cookieClass == Cookies.RULE) {
            String ruleId = rules.ruleOf(entry.cookie);
            if (ruleId != null) {
                ruleCounts.add(new Control.RuleCount(ruleId, entry.packets, entry.bytes, nowNs));
            }
            return;
        }
        telemetry.flowStats(entry, nowNs);
        if (cookieClass == Cookies.MISS) {
            monitor.missCounted(entry.inPort, entry.packets, nowNs);
        } else if (cookieClass == Cookies.COARSE) {
            monitor.coarseCounted(entry, nowNs);
        }
    }

    @Override
    public void flowStatsEnd(SwitchSession from, StatsKind kind) {
        if (kind == StatsKind.FAST && !ruleCounts.isEmpty()) {
            control.ruleCounts(features.dpid(), List.copyOf(ruleCounts));
            ruleCounts.clear();
        } else if (kind == StatsKind.FULL) {
            reconcile();
        }
    }

    @Override
    public void flowRemoved(SwitchSession from, FlowStatsEntry entry, long nowNs) {
        long cookieClass = Cookies.classOf(entry.cookie);
        if (cookieClass == Cookies.FINE) {
            telemetry.flowEnd(entry, nowNs);
            monitor.fineRemoved(entry);
        } else if (cookieClass == Cookies.COARSE) {
            monitor.coarseRemoved(entry);
        } else if (cookieClass == Cookies.RULE) {
            ruleRemoved(entry);
        }
    }

    private void ruleRemoved(FlowStatsEntry entry) {
        Transaction transaction = new Transaction();
        String ruleId = rules.removed(entry, transaction);
        if (!transaction.isEmpty()) {
            session.send(transaction.then(this::countErrors));
        }
        if (ruleId != null) {
            control.ruleExpired(features.dpid(), ruleId);
        }
    }

    @Override
    public void portStats(SwitchSession from, PortCounters port, long nowNs) {
        portTable.update(port, nowNs);
        if (edgePorts.contains(port.port)) {
            telemetry.port(port, nowNs);
        }
    }

    @Override
    public void tableStats(SwitchSession from, int tableId, long activeEntries) {
        entriesByTable.put(tableId, activeEntries);
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
    public void portsChanged(SwitchSession from, List<SwitchFeatures.Port> ports) {
        Set<Integer> before = numbers(features.ports());
        features = session.features();
        portTable.retain(ports);
        for (SwitchFeatures.Port port : ports) {
            if (!before.contains(port.number())) {
                makeEdge(port.number());
            }
        }
        before.removeAll(numbers(ports));
        before.forEach(this::makeTrunk);
        control.portsChanged(this, ports, before);
    }

    // --- from the control thread, through execute() ---

    /** What should be here is known: from now on what is ours and not wanted is stale. */
    void attached() {
        attached = true;
        if (features.tables() >= TablePlan.TABLES) {
            startFullPoll();
        }
    }

    /** A probe out of every port that is up. */
    void sendProbes() {
        for (SwitchFeatures.Port port : features.ports()) {
            if (port.up()) {
                session.packetOut(port.number(), control.probe(features.dpid(), port.number(), port.mac()));
            }
        }
    }

    /** Hosts live behind this port: count and learn what enters there. */
    void makeEdge(int port) {
        if (features.tables() >= TablePlan.TABLES && edgePorts.add(port)) {
            monitor.edgePorts(edgePorts.size());
            Transaction transaction = new Transaction();
            addEdge(transaction, port);
            sendLasting(transaction);
        }
    }

    /** A switch lives behind this port: what enters there was counted where it came from. */
    void makeTrunk(int port) {
        if (edgePorts.remove(port)) {
            placeByMac.values().removeIf(place -> place == port);
            monitor.edgePorts(edgePorts.size());
            monitor.forget(port);
            Transaction transaction = new Transaction();
            List<FlowEntry> entries = new ArrayList<>(
                    TablePlan.edge(port, meters.numberOf("miss" + port), meters.numberOf(NEIGHBOUR_METER)));
            entries.addAll(TablePlan.synCounters(port, meters.numberOf("syn" + port)));
            for (FlowEntry entry : entries) {
                ledger.forget(entry);
                transaction.delete(entry, entry);
            }
            session.send(transaction.then(result -> countErrors(result)));
        }
    }

    /** Frames to a host leave by this port. */
    void addHost(long mac, int port) {
        FlowEntry entry = TablePlan.host(mac, port);
        ledger.want(entry);
        sendLasting(new Transaction().add(entry, entry));
    }

    void removeHost(long mac) {
        FlowEntry entry = TablePlan.host(mac, 0);
        ledger.forget(entry);
        session.send(new Transaction().delete(entry, entry).then(this::countErrors));
        placeByMac.remove(mac);
    }

    /** The host is elsewhere now; the next packet from it here teaches again. */
    void forgetPlace(long mac) {
        placeByMac.remove(mac);
    }

    /** Changes mitigation rules: removals, meters, additions, one barrier. */
    void changeRules(List<FlowRule> add, List<String> remove) {
        if (features.tables() < TablePlan.TABLES) {
            Map<String, String> refused = new HashMap<>();
            add.forEach(rule -> refused.put(rule.id(), "switch has too few tables"));
            control.rulesAnswered(features.dpid(), refused);
            return;
        }
        Transaction transaction = new Transaction();
        remove.forEach(ruleId -> rules.remove(transaction, ruleId));
        List<String> sent = new ArrayList<>();
        for (FlowRule rule : add) {
            rules.add(transaction, rule, tcpFlags);
            sent.add(rule.id());
        }
        session.send(transaction.then(result -> {
            countErrors(result);
            control.rulesAnswered(features.dpid(), rules.answered(sent, result));
        }));
    }

    // --- set-up, polling, reconciliation ---

    private void setUpTables() {
        if (!meters.any()) {
            degrade("has no meters: first packets are not sampled, rate limits drop instead");
        }
        Transaction transaction = new Transaction();
        transaction.deleteByCookie(Cookies.FINE, Cookies.CLASS_MASK);
        transaction.deleteByCookie(Cookies.COARSE, Cookies.CLASS_MASK);
        int half = config.monitor().puntsPerPort() / 2;
        if (meters.any()) {
            meters.putCeiling(
                    transaction, MeterSpec.packetsPerSecond(config.monitor().puntsPerSwitch()), "controller meter");
        }
        addMeter(transaction, LLDP_METER, 200);
        addMeter(transaction, NEIGHBOUR_METER, half);
        for (FlowEntry entry : TablePlan.base(meters.numberOf(LLDP_METER))) {
            ledger.want(entry);
            transaction.add(entry, entry);
        }
        tcpFlags = true;
        for (SwitchFeatures.Port port : features.ports()) {
            edgePorts.add(port.number());
            addEdge(transaction, port.number());
        }
        monitor.edgePorts(edgePorts.size());
        session.send(transaction.then(this::tablesSetUp));
    }

    private void tablesSetUp(Transaction.Result result) {
        countErrors(result);
        Set<Object> failed = new HashSet<>();
        for (Transaction.Failure failure : result.errors()) {
            failed.add(failure.tag());
            if (failure.tag() instanceof FlowEntry entry && Cookies.classOf(entry.cookie()) == Cookies.SYN) {
                ledger.forget(entry);
                withoutTcpFlags(failure.error());
            } else {
                degrade("refused " + describe(failure.tag()) + ": " + failure.error());
            }
        }
        ledger.confirmAllBut(failed);
        publishView(true);
        if (result.confirmed()) {
            log.info(
                    "switch ready dpid={} peer={} ports={} meters={} tcp_flags={}",
                    features.dpid(),
                    session.address(),
                    features.ports().size(),
                    meters.any(),
                    tcpFlags);
        }
    }

    private void withoutTcpFlags(String error) {
        if (tcpFlags) {
            tcpFlags = false;
            degrade("cannot match TCP flags (" + error + "): SYNs are estimated from samples");
        }
    }

    private void addEdge(Transaction transaction, int port) {
        int half = Math.max(1, config.monitor().puntsPerPort() / 2);
        addMeter(transaction, "miss" + port, half);
        List<FlowEntry> entries =
                new ArrayList<>(TablePlan.edge(port, meters.numberOf("miss" + port), meters.numberOf(NEIGHBOUR_METER)));
        if (tcpFlags) {
            addMeter(transaction, "syn" + port, half);
            entries.addAll(TablePlan.synCounters(port, meters.numberOf("syn" + port)));
        }
        for (FlowEntry entry : entries) {
            ledger.want(entry);
            transaction.add(entry, entry);
        }
    }

    private void addMeter(Transaction transaction, String owner, int packetsPerSecond) {
        meters.putPunt(transaction, owner, MeterSpec.packetsPerSecond(packetsPerSecond));
    }

    private void sendLasting(Transaction transaction) {
        session.send(transaction.then(result -> {
            countErrors(result);
            Set<Object> failed = new HashSet<>();
            result.errors().forEach(failure -> failed.add(failure.tag()));
            if (result.confirmed()) {
                ledger.confirmAllBut(failed);
            }
        }));
    }

    private void tick() {
        if (features.tables() < TablePlan.TABLES) {
            session.pollPorts();
            publishView(true);
            return;
        }
        session.pollPorts();
        session.pollFlows(StatsKind.FAST, ALL_TABLES, Cookies.OURS | Cookies.FAST, Cookies.OURS_MASK | Cookies.FAST);
        long perSlowPoll = Math.max(1, config.statsIntervalMs() / config.fastPollMs());
        if (ticks % perSlowPoll == 0 || control.isSuspicious()) {
            session.pollFlows(StatsKind.FINE, TablePlan.MONITOR, Cookies.FINE, Cookies.CLASS_MASK);
        }
        if (ticks % (1_000 / config.fastPollMs()) == 0) {
            publishView(true);
            session.pollTables();
            if (meters.any()) {
                session.pollMeters();
            }
        }
        if (ticks % (config.reconcileMs() / config.fastPollMs()) == 0) {
            startFullPoll();
        }
        ticks++;
    }

    private void startFullPoll() {
        if (attached && session.pollFlows(StatsKind.FULL, ALL_TABLES, 0, 0)) {
            ledger.pollStarts();
        }
    }

    private void reconcile() {
        Transaction transaction = new Transaction();
        List<FlowEntry> missing = ledger.reconcile(transaction);
        reinstalled.add(missing.size());
        if (!transaction.isEmpty()) {
            log.info("reconciling dpid={} missing={}", features.dpid(), missing.size());
            sendLasting(transaction);
        }
        List<String> missingRules = rules.rulesOf(missing);
        if (!missingRules.isEmpty()) {
            control.rulesMissing(this, missingRules);
        }
    }

    private void learn(PacketIn packet) {
        if ((packet.ethSrc >>> 40 & 1) != 0 || packet.ethSrc == 0) {
            return;
        }
        Integer known = placeByMac.get(packet.ethSrc);
        boolean neighbourTalk = Cookies.classOf(packet.cookie) == Cookies.PUNT;
        if (known != null && known == packet.inPort && !neighbourTalk) {
            return;
        }
        if (control.hostSeen(this, packet) && placeByMac.size() < config.maxHostsPerSwitch()) {
            placeByMac.put(packet.ethSrc, packet.inPort);
        }
    }

    private void countErrors(Transaction.Result result) {
        for (Transaction.Failure failure : result.errors()) {
            errors++;
            log.warn(
                    "switch refused dpid={} what={} error={}",
                    features.dpid(),
                    describe(failure.tag()),
                    failure.error());
        }
    }

    private static String describe(Object tag) {
        if (tag instanceof FlowEntry entry) {
            return "entry table=" + entry.table() + " " + entry.match().describe();
        }
        return String.valueOf(tag);
    }

    private void degrade(String reason) {
        if (degraded.size() < 16 && !degraded.contains(reason)) {
            degraded.add(reason);
        }
    }

    private static Set<Integer> numbers(List<SwitchFeatures.Port> ports) {
        Set<Integer> numbers = new HashSet<>();
        ports.forEach(port -> numbers.add(port.number()));
        return numbers;
    }

    private void publishView(boolean connected) {
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
                tcpFlags,
                degraded,
                portTable.views(features.ports(), edgePorts::contains),
                entriesByTable.values().stream().mapToLong(Long::longValue).sum(),
                monitor.fineEntries(),
                monitor.coarsePorts(),
                errors);
    }
}
