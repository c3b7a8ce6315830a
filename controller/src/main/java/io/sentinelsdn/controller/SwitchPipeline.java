package io.sentinelsdn.controller;

import io.sentinelsdn.controller.forwarding.HostRoutes;
import io.sentinelsdn.controller.forwarding.MacTable;
import io.sentinelsdn.controller.forwarding.Monitor;
import io.sentinelsdn.controller.forwarding.SourceGuard;
import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import io.sentinelsdn.controller.openflow.SwitchFeatures;
import io.sentinelsdn.controller.openflow.SwitchSession;
import io.sentinelsdn.controller.openflow.Transaction;
import io.sentinelsdn.controller.rules.EntryWriter;
import io.sentinelsdn.controller.rules.Exit;
import io.sentinelsdn.controller.rules.FoldedPlan;
import io.sentinelsdn.controller.rules.FormerEntries;
import io.sentinelsdn.controller.rules.SharedPlan;
import io.sentinelsdn.controller.rules.SwitchGroups;
import io.sentinelsdn.controller.rules.SwitchLedger;
import io.sentinelsdn.controller.rules.SwitchMeters;
import io.sentinelsdn.controller.rules.SwitchRules;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.controller.topology.NextHops;
import io.sentinelsdn.controller.topology.PortPlan;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.TopologyView.Attachment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is ours on one switch, from the moment we may write to it: tables, meters, groups, destinations, rules and
 * counting entries, and the ledger they are compared with. Made anew when a slave is promoted. Owned by the event loop of
 * the switch.
 */
final class SwitchPipeline {
    private static final Logger log = LoggerFactory.getLogger(SwitchPipeline.class);

    /** Of the table budget, known sources may have one part in so many. */
    private static final int SHARE_OF_SOURCES = 5;

    private final SwitchSession session;
    private final Function<IpAddress, Optional<Attachment>> places;
    private final boolean reactive;
    private final MacTable macs;
    private final SwitchLedger ledger = new SwitchLedger();
    private final FormerEntries former = new FormerEntries(System.nanoTime());
    private final SwitchHealth health;
    private final SwitchMeters meters;
    private final SwitchTables tables;
    private final SwitchGroups groups;
    private final HostRoutes routes;
    private final SwitchRules rules;
    private final Monitor monitor;
    private final SourceGuard guard;
    private final boolean isFolded;
    private final Counter reinstalled;

    /**
     * @param macs where hosts were learned
     * @param places where addresses live; any thread may ask
     * @param spoofing hears of ports with foreign sources
     */
    SwitchPipeline(
            ControllerConfig config,
            Counters counters,
            SharedPlan shared,
            SwitchSession session,
            MacTable macs,
            Function<IpAddress, Optional<Attachment>> places,
            SourceGuard.Listener spoofing) {
        this.places = places;
        this.session = session;
        this.macs = macs;
        reactive = config.forwarding().isReactive();
        SwitchFeatures features = session.features();
        isFolded = features.tables() < TablePlan.TABLES;
        health = new SwitchHealth(features.dpid(), this::tableFull);
        features.lacks().forEach(health::degrade);
        if (isFolded) {
            health.degrade("has " + features.tables() + " of " + TablePlan.TABLES
                    + " tables: all in the first one, flows are not counted");
        }
        meters = new SwitchMeters(features.maxMeters(), features.meterIds());
        FoldedPlan folded = isFolded ? new FoldedPlan(reactive) : null;
        EntryWriter writer = new EntryWriter(ledger, session::send, health::count, folded);
        tables = new SwitchTables(config, ledger, meters, health, writer, shared, !isFolded);
        groups = new SwitchGroups(features.groups());
        if (!groups.any()) {
            health.degrade("has no select or fast-failover groups: one path to each destination");
        }
        routes = new HostRoutes(features.dpid(), config.forwarding(), writer, groups, reactive ? macs : null);
        rules = new SwitchRules(ledger, meters, folded, this::exit);
        monitor = new Monitor(
                config.monitor(),
                counters,
                port -> meters.numberOf(SwitchTables.missMeter(port)),
                session::send,
                session::execute);
        guard = new SourceGuard(writer, config.monitor().tableBudget() / SHARE_OF_SOURCES, counters, spoofing);
        if (isFolded && config.forwarding().sourceValidation()) {
            health.degrade("has one table for all: sources are not validated");
        }
        reinstalled = counters.counter(
                "sentinel_reconciled_entries_total", "Entries that were missing on a switch and were sent again");
    }

    private void tableFull() {
        monitor.tableFull(System.nanoTime());
    }

    /** Sends what every switch has, and what its ports need. */
    void setUp(Consumer<Transaction.Result> whenDone) {
        tables.setUp(numbers(session.features().ports()), whenDone);
        monitor.edgePorts(tables.edges());
    }

    SwitchLedger ledger() {
        return ledger;
    }

    /** What the switch had from a former process. */
    FormerEntries former() {
        return former;
    }

    SwitchHealth health() {
        return health;
    }

    SwitchMeters meters() {
        return meters;
    }

    SwitchTables tables() {
        return tables;
    }

    SwitchGroups groups() {
        return groups;
    }

    HostRoutes routes() {
        return routes;
    }

    SwitchRules rules() {
        return rules;
    }

    Monitor monitor() {
        return monitor;
    }

    SourceGuard guard() {
        return guard;
    }

    /** These sources are known at these ports now, and no others. */
    void sources(Map<Integer, Set<SourceGuard.Source>> byPort) {
        if (!isFolded) {
            byPort.forEach(guard::known);
        }
    }

    /** Whether all is in one table, where no flows are counted. */
    boolean isFolded() {
        return isFolded;
    }

    void portsChanged(List<SwitchFeatures.Port> ports) {
        tables.portsChanged(numbers(ports));
        monitor.edgePorts(tables.edges());
    }

    /**
     * Makes the ports what the plan says.
     *
     * @return ids of the rules that have to be sent again
     */
    List<String> follow(PortPlan plan, Runnable whenDone) {
        former.trunksReplaced();
        tables.follow(plan, whenDone);
        if (!reactive) {
            plan.trunks().forEach(macs::removePort);
        }
        monitor.edgePorts(tables.edges());
        plan.trunks().forEach(monitor::forget);
        return rules.misdirected();
    }

    /** Once a second: ids of the rules that have to be sent again, since their entries forward to where nobody is. */
    List<String> misdirected() {
        return rules.misdirected();
    }

    /** Where packets of a rule go: to the host they are sent to instead, or to the one destination it names. */
    private Exit exit(FlowRule rule) {
        if (rule.detour() != null && !rule.detour().back()) {
            return routes.exitOf(rule.detour().mac().value());
        }
        Prefix destination = rule.match().dst();
        return destination == null || !destination.isHost()
                ? Exit.NONE
                : routes.exitTo(places.apply(destination.address()).orElse(null));
    }

    /** Hosts are at these places now; the next packet from them elsewhere teaches again. */
    void hosts(Map<Long, Attachment> placed) {
        Dpid here = session.features().dpid();
        placed.forEach((mac, place) -> {
            if (!place.dpid().equals(here)) {
                macs.remove(mac);
            }
        });
        routes.place(placed);
    }

    void hostsGone(Set<Long> gone) {
        gone.forEach(macs::remove);
        routes.gone(gone);
    }

    /**
     * Changes mitigation rules: removals, meters, additions, one barrier.
     *
     * @param answered takes the error of each rule by id, null for one that is there now
     */
    void changeRules(List<FlowRule> add, List<String> remove, Consumer<Map<String, String>> answered) {
        Transaction transaction = new Transaction();
        remove.forEach(ruleId -> rules.remove(transaction, ruleId));
        List<String> sent = new ArrayList<>();
        for (FlowRule rule : add) {
            rules.add(transaction, rule, tables.tcpFlags());
            sent.add(rule.id());
        }
        session.send(transaction.then(result -> {
            health.count(result);
            answered.accept(rules.answered(sent, result));
        }));
    }

    /** The switch has removed an entry of a rule; answers the rule that has ended, or null. */
    String ruleRemoved(FlowStatsEntry entry) {
        Transaction transaction = new Transaction();
        String ruleId = rules.removed(entry, transaction);
        sendUnlessEmpty(transaction);
        return ruleId;
    }

    /**
     * A full poll is over: puts back what is missing, deletes what is stale.
     *
     * @return ids of the rules that have to be sent again
     */
    List<String> reconcile() {
        List<FlowEntry> missing = tables.reconcile();
        reinstalled.add(missing.size());
        if (!missing.isEmpty()) {
            log.info("reconciling dpid={} missing={}", session.features().dpid(), missing.size());
        }
        return rules.rulesOf(missing);
    }

    /** All groups have been told: the same for them. */
    void reconcileGroups() {
        Transaction transaction = new Transaction();
        groups.reconcile(transaction, !former.isOver(System.nanoTime()));
        sendUnlessEmpty(transaction);
    }

    /** How other switches are reached from here has changed. */
    void reroute(Map<Dpid, NextHops> changed) {
        routes.reroute(changed);
    }

    private void sendUnlessEmpty(Transaction transaction) {
        if (!transaction.isEmpty()) {
            session.send(transaction.then(health::count));
        }
    }

    private static Set<Integer> numbers(List<SwitchFeatures.Port> ports) {
        Set<Integer> numbers = new HashSet<>();
        ports.forEach(port -> numbers.add(port.number()));
        return numbers;
    }
}
