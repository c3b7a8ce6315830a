package io.sentinelsdn.controller;

import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.openflow.PreparedEntry;
import io.sentinelsdn.controller.openflow.Transaction;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.controller.rules.EntryWriter;
import io.sentinelsdn.controller.rules.SharedPlan;
import io.sentinelsdn.controller.rules.SwitchLedger;
import io.sentinelsdn.controller.rules.SwitchMeters;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.controller.topology.PortPlan;
import io.sentinelsdn.domain.flow.MeterSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The lasting entries of one switch except destinations and rules: sets the tables up, follows the plan of its ports,
 * and puts back what a full poll misses. Owned by the event loop of the switch.
 */
final class SwitchTables {
    private static final String LLDP_METER = "lldp";
    private static final String TRUNK_METER = "trunk";
    private static final String NEIGHBOUR_METER = "neighbour";
    private static final String TABLE_MISS_METER = "table-miss";
    private static final int NO_METER = -1;
    private static final int LLDP_PPS = 200;
    private static final int TRUNK_PPS = 2_000;
    /**
     * So many packets of a port that was quiet are sampled at once: from more than any threshold that a sample may
     * exceed by itself, floods are known before the switch has refreshed its counters.
     */
    private static final int SAMPLE_BURST = 260;

    private final ControllerConfig config;
    private final SwitchLedger ledger;
    private final SwitchMeters meters;
    private final SwitchHealth health;
    private final EntryWriter writer;
    private final SharedPlan shared;
    private final Set<Integer> ports = new HashSet<>();
    private final Set<Integer> counted = new HashSet<>();
    private PortPlan plan = PortPlan.NONE;
    private int[] floodPorts = {};
    private boolean tcpFlags;

    /**
     * @param monitors whether a table counts: where none does, nothing tells whether the switch can match TCP flags, and
     *     nothing relies on it
     */
    SwitchTables(
            ControllerConfig config,
            SwitchLedger ledger,
            SwitchMeters meters,
            SwitchHealth health,
            EntryWriter writer,
            SharedPlan shared,
            boolean monitors) {
        tcpFlags = monitors;
        this.config = config;
        this.shared = shared;
        this.ledger = ledger;
        this.meters = meters;
        this.health = health;
        this.writer = writer;
    }

    /**
     * Sets everything up but flooding: that waits for the first plan, and a switch that has it from before keeps it so
     * long. All ports are counted until a link is found.
     */
    void setUp(Set<Integer> existing, Consumer<Transaction.Result> whenDone) {
        if (!meters.any()) {
            health.degrade("has no meters: first packets are not sampled, nothing can be limited");
        }
        EntryWriter.Batch batch = writer.batch();
        addTableMiss(batch);
        batch.transaction().deleteByCookie(Cookies.FINE, Cookies.CLASS_MASK);
        batch.transaction().deleteByCookie(Cookies.COARSE, Cookies.CLASS_MASK);
        if (meters.any()) {
            MeterSpec ceiling = new MeterSpec(MeterSpec.Unit.PKTPS, mostPunts(), mostPunts());
            meters.putCeiling(batch.transaction(), ceiling, "controller meter");
        }
        addMeter(batch, LLDP_METER, LLDP_PPS);
        addMeter(batch, TRUNK_METER, TRUNK_PPS);
        addMeter(batch, NEIGHBOUR_METER, halfOfPunts());
        int lldpMeter = meters.numberOf(LLDP_METER);
        shared.entries(part("base", lldpMeter), () -> TablePlan.base(lldpMeter)).forEach(batch::add);
        ledger.want(flood(Set.of()));
        ports.addAll(existing);
        existing.forEach(port -> addCounters(batch, port));
        batch.send(result -> {
            setUpAnswered(result);
            if (!tcpFlags && result.confirmed()) {
                widenSamples();
            }
            whenDone.accept(result);
        });
    }

    private void setUpAnswered(Transaction.Result result) {
        for (Transaction.Failure failure : result.errors()) {
            if (failure.tag() instanceof FlowEntry entry && Cookies.classOf(entry.cookie()) == Cookies.SYN) {
                withoutTcpFlags(failure.error());
            } else {
                health.degrade("refused " + SwitchHealth.describe(failure.tag()) + ": " + failure.error());
            }
        }
    }

    private void withoutTcpFlags(String error) {
        if (tcpFlags) {
            tcpFlags = false;
            health.degrade("cannot match TCP flags (" + error + "): SYNs are estimated from samples");
        }
    }

    private void widenSamples() {
        EntryWriter.Batch batch = writer.batch();
        counted.forEach(port -> addSampleMeter(batch, missMeter(port)));
        batch.sendUnlessEmpty();
    }

    /** Whether the switch can match TCP flags. */
    boolean tcpFlags() {
        return tcpFlags;
    }

    /** Whether no other switch of ours is known behind the port: what enters there is counted. */
    boolean isEdge(int port) {
        return counted.contains(port);
    }

    /** Whether hosts live behind the port for sure: they are learned there. */
    boolean learnsAt(int port) {
        return plan.edges().contains(port);
    }

    /** Where frames to unknown destinations go; not to be changed. */
    int[] floodPorts() {
        return floodPorts;
    }

    int edges() {
        return counted.size();
    }

    /** The switch has these ports now. */
    void portsChanged(Set<Integer> existing) {
        ports.clear();
        ports.addAll(existing);
        EntryWriter.Batch batch = writer.batch();
        count(batch);
        batch.sendUnlessEmpty();
    }

    /**
     * Makes the ports what the plan says. Blocking entries come before the flood changes and go after it, so that
     * nothing loops in between; the flood entry is replaced by one FLOW_MOD.
     */
    void follow(PortPlan next, Runnable whenDone) {
        EntryWriter.Batch batch = writer.batch();
        PortPlan before = plan;
        plan = next;
        floodPorts = next.flood().stream().mapToInt(Integer::intValue).toArray();
        count(batch);
        int meter = meters.numberOf(TRUNK_METER);
        without(next.trunks(), before.trunks()).forEach(port -> batch.add(TablePlan.trunkProbes(port, meter)));
        without(next.blocked(), before.blocked()).forEach(port -> batch.add(TablePlan.blocked(port)));
        List<Integer> flooded = next.flood().stream().sorted().toList();
        shared.entries(new SharedPlan.Part("flood", flooded), () -> List.of(flood(next.flood())))
                .forEach(batch::add);
        without(before.blocked(), next.blocked()).forEach(port -> batch.delete(TablePlan.blocked(port)));
        without(before.trunks(), next.trunks()).forEach(port -> batch.delete(TablePlan.trunkProbes(port, meter)));
        batch.send(result -> whenDone.run());
    }

    /** Counts at all ports that are no trunks, and at no others. */
    private void count(EntryWriter.Batch batch) {
        Set<Integer> wanted = without(ports, plan.trunks());
        without(wanted, counted).forEach(port -> addCounters(batch, port));
        without(counted, wanted).forEach(port -> removeCounters(batch, port));
    }

    private static Set<Integer> without(Set<Integer> ports, Set<Integer> those) {
        Set<Integer> rest = new HashSet<>(ports);
        rest.removeAll(those);
        return rest;
    }

    /**
     * A full poll is over: puts back what is missing, deletes what is stale.
     *
     * @return the entries that were missing
     */
    List<FlowEntry> reconcile() {
        EntryWriter.Batch batch = writer.batch();
        List<FlowEntry> missing = ledger.reconcile(batch.transaction());
        batch.sendUnlessEmpty();
        return missing;
    }

    /** The meter of a port's first packets. */
    static String missMeter(int port) {
        return "miss" + port;
    }

    private static String tableMissMeter(int port) {
        return TABLE_MISS_METER + port;
    }

    private static String synMeter(int port) {
        return "syn" + port;
    }

    private void addCounters(EntryWriter.Batch batch, int port) {
        counted.add(port);
        addSampleMeter(batch, missMeter(port));
        if (tcpFlags) {
            addSampleMeter(batch, synMeter(port));
        }
        if (isReactive()) {
            addMeter(batch, tableMissMeter(port), config.forwarding().missesPerPort());
        }
        counters(port, tcpFlags).forEach(batch::add);
    }

    private void removeCounters(EntryWriter.Batch batch, int port) {
        counted.remove(port);
        counters(port, true).forEach(counter -> batch.delete(counter.entry()));
    }

    private List<PreparedEntry> counters(int port, boolean withSyn) {
        int miss = meters.numberOf(missMeter(port));
        int neighbour = meters.numberOf(NEIGHBOUR_METER);
        int syn = withSyn ? meters.numberOf(synMeter(port)) : NO_METER;
        int tableMiss = isReactive() ? meters.numberOf(tableMissMeter(port)) : NO_METER;
        return shared.entries(part("counters", port, miss, neighbour, syn, tableMiss), () -> {
            List<FlowEntry> entries = new ArrayList<>(TablePlan.edge(port, miss, neighbour));
            if (syn != NO_METER) {
                entries.addAll(TablePlan.synCounters(port, syn));
            }
            if (tableMiss != NO_METER) {
                entries.add(TablePlan.tableMiss(port, tableMiss));
            }
            return entries;
        });
    }

    private static SharedPlan.Part part(String name, Integer... numbers) {
        return new SharedPlan.Part(name, List.of(numbers));
    }

    private boolean isReactive() {
        return config.forwarding().isReactive();
    }

    /** The first entry of all, so that no packet is lost between it and the rest. */
    private void addTableMiss(EntryWriter.Batch batch) {
        if (isReactive()) {
            addMeter(batch, TABLE_MISS_METER, config.forwarding().missesPerPort());
            int meter = meters.numberOf(TABLE_MISS_METER);
            shared.entries(part("table-miss", meter), () -> List.of(TablePlan.tableMiss(meter)))
                    .forEach(batch::add);
        }
    }

    private FlowEntry flood(Set<Integer> to) {
        return isReactive() ? TablePlan.floodGroups(to) : TablePlan.flood(to);
    }

    private int mostPunts() {
        int punts = config.monitor().puntsPerSwitch();
        return isReactive() ? punts + config.forwarding().missesPerSwitch() : punts;
    }

    private int halfOfPunts() {
        return Math.max(1, config.monitor().puntsPerPort() / 2);
    }

    /** Where SYNs have no entry of their own, the meter of the rest has their share too. */
    private void addSampleMeter(EntryWriter.Batch batch, String owner) {
        long rate = tcpFlags ? halfOfPunts() : config.monitor().puntsPerPort();
        long burst = Math.min(SAMPLE_BURST, 3L * halfOfPunts());
        meters.putPunt(batch.transaction(), owner, new MeterSpec(MeterSpec.Unit.PKTPS, rate, burst));
    }

    private void addMeter(EntryWriter.Batch batch, String owner, int packetsPerSecond) {
        meters.putPunt(batch.transaction(), owner, MeterSpec.packetsPerSecond(packetsPerSecond));
    }
}
