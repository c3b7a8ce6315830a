package io.sentinelsdn.controller;

import io.sentinelsdn.controller.forwarding.MonitorConfig;
import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.openflow.SwitchFeatures;
import io.sentinelsdn.controller.openflow.Transaction;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.controller.rules.SwitchLedger;
import io.sentinelsdn.controller.rules.SwitchMeters;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.domain.flow.MeterSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The lasting entries of one switch: sets the tables up, follows ports as they become edges or trunks, and puts back
 * what a full poll misses. Owned by the event loop of the switch.
 */
final class SwitchTables {
    private static final String LLDP_METER = "lldp";
    private static final String NEIGHBOUR_METER = "neighbour";
    private static final int LLDP_PPS = 200;

    private final MonitorConfig config;
    private final SwitchLedger ledger;
    private final SwitchMeters meters;
    private final SwitchHealth health;
    private final Consumer<Transaction> sender;
    private final Set<Integer> edgePorts = new HashSet<>();
    private boolean tcpFlags = true;

    SwitchTables(
            MonitorConfig config,
            SwitchLedger ledger,
            SwitchMeters meters,
            SwitchHealth health,
            Consumer<Transaction> sender) {
        this.config = config;
        this.ledger = ledger;
        this.meters = meters;
        this.health = health;
        this.sender = sender;
    }

    /** Sets everything up; all ports are edges until a link is found. */
    void setUp(List<SwitchFeatures.Port> ports, Consumer<Transaction.Result> whenDone) {
        if (!meters.any()) {
            health.degrade("has no meters: first packets are not sampled, rate limits drop instead");
        }
        Transaction transaction = new Transaction();
        transaction.deleteByCookie(Cookies.FINE, Cookies.CLASS_MASK);
        transaction.deleteByCookie(Cookies.COARSE, Cookies.CLASS_MASK);
        if (meters.any()) {
            meters.putCeiling(transaction, MeterSpec.packetsPerSecond(config.puntsPerSwitch()), "controller meter");
        }
        addMeter(transaction, LLDP_METER, LLDP_PPS);
        addMeter(transaction, NEIGHBOUR_METER, halfOfPunts());
        add(transaction, TablePlan.base(meters.numberOf(LLDP_METER)));
        for (SwitchFeatures.Port port : ports) {
            edgePorts.add(port.number());
            addEdge(transaction, port.number());
        }
        sender.accept(transaction.then(result -> {
            setUpAnswered(result);
            whenDone.accept(result);
        }));
    }

    private void setUpAnswered(Transaction.Result result) {
        health.count(result);
        Set<Object> failed = new HashSet<>();
        for (Transaction.Failure failure : result.errors()) {
            failed.add(failure.tag());
            if (failure.tag() instanceof FlowEntry entry && Cookies.classOf(entry.cookie()) == Cookies.SYN) {
                ledger.forget(entry);
                withoutTcpFlags(failure.error());
            } else {
                health.degrade("refused " + SwitchHealth.describe(failure.tag()) + ": " + failure.error());
            }
        }
        ledger.confirmAllBut(failed);
    }

    private void withoutTcpFlags(String error) {
        if (tcpFlags) {
            tcpFlags = false;
            health.degrade("cannot match TCP flags (" + error + "): SYNs are estimated from samples");
        }
    }

    /** Whether the switch can match TCP flags. */
    boolean tcpFlags() {
        return tcpFlags;
    }

    boolean isEdge(int port) {
        return edgePorts.contains(port);
    }

    int edges() {
        return edgePorts.size();
    }

    /** Hosts live behind this port: count and learn what enters there. False when that was so. */
    boolean makeEdge(int port) {
        if (!edgePorts.add(port)) {
            return false;
        }
        Transaction transaction = new Transaction();
        addEdge(transaction, port);
        sendLasting(transaction);
        return true;
    }

    /** A switch lives behind this port, or it is gone. False when it was no edge. */
    boolean makeTrunk(int port) {
        if (!edgePorts.remove(port)) {
            return false;
        }
        Transaction transaction = new Transaction();
        List<FlowEntry> entries = new ArrayList<>(
                TablePlan.edge(port, meters.numberOf(missMeter(port)), meters.numberOf(NEIGHBOUR_METER)));
        entries.addAll(TablePlan.synCounters(port, meters.numberOf(synMeter(port))));
        for (FlowEntry entry : entries) {
            ledger.forget(entry);
            transaction.delete(entry, entry);
        }
        sender.accept(transaction.then(health::count));
        return true;
    }

    /** Frames to a host leave by this port. */
    void addHost(long mac, int port) {
        Transaction transaction = new Transaction();
        add(transaction, List.of(TablePlan.host(mac, port)));
        sendLasting(transaction);
    }

    void removeHost(long mac) {
        FlowEntry entry = TablePlan.host(mac, 0);
        ledger.forget(entry);
        sender.accept(new Transaction().delete(entry, entry).then(health::count));
    }

    /**
     * A full poll is over: puts back what is missing, deletes what is stale.
     *
     * @return the entries that were missing
     */
    List<FlowEntry> reconcile() {
        Transaction transaction = new Transaction();
        List<FlowEntry> missing = ledger.reconcile(transaction);
        if (!transaction.isEmpty()) {
            sendLasting(transaction);
        }
        return missing;
    }

    /** The meter of a port's first packets. */
    static String missMeter(int port) {
        return "miss" + port;
    }

    private static String synMeter(int port) {
        return "syn" + port;
    }

    private void addEdge(Transaction transaction, int port) {
        addMeter(transaction, missMeter(port), halfOfPunts());
        add(transaction, TablePlan.edge(port, meters.numberOf(missMeter(port)), meters.numberOf(NEIGHBOUR_METER)));
        if (tcpFlags) {
            addMeter(transaction, synMeter(port), halfOfPunts());
            add(transaction, TablePlan.synCounters(port, meters.numberOf(synMeter(port))));
        }
    }

    private int halfOfPunts() {
        return Math.max(1, config.puntsPerPort() / 2);
    }

    private void add(Transaction transaction, List<FlowEntry> entries) {
        for (FlowEntry entry : entries) {
            ledger.want(entry);
            transaction.add(entry, entry);
        }
    }

    private void addMeter(Transaction transaction, String owner, int packetsPerSecond) {
        meters.putPunt(transaction, owner, MeterSpec.packetsPerSecond(packetsPerSecond));
    }

    private void sendLasting(Transaction transaction) {
        sender.accept(transaction.then(result -> {
            health.count(result);
            Set<Object> failed = new HashSet<>();
            result.errors().forEach(failure -> failed.add(failure.tag()));
            if (result.confirmed()) {
                ledger.confirmAllBut(failed);
            }
        }));
    }
}
