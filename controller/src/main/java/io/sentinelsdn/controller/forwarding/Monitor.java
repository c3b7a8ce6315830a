package io.sentinelsdn.controller.forwarding;

import io.sentinelsdn.controller.forwarding.FineTable.Slot;
import io.sentinelsdn.controller.forwarding.PortMonitor.Target;
import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import io.sentinelsdn.controller.openflow.PacketIn;
import io.sentinelsdn.controller.openflow.Transaction;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/**
 * Decides which counting entries the monitor table of one switch holds. A port is <em>fine</em> (an entry per
 * five-tuple) until it uses up its share of the budget, one pair of hosts takes too many, or too much passes
 * uncounted; then it is <em>coarse</em> (an entry per destination and protocol, with a sample under the meter) and keeps
 * only its elephants; when calm it is fine again. A SYN, RST or FIN never causes an entry: a flood of them costs no table
 * space.
 *
 * <p>All tables of the switch have a budget. From 70 % of it entries idle out sooner, a port's share is half, and
 * five-tuples of one packet are deleted, oldest first; from 90 %, and when a table is full, ports are coarse and count
 * all but their busiest destinations by prefix. Entries that are not for counting are never deleted for it.
 *
 * <p>Owned by the event loop of the switch. Changes are collected and sent once per round of the loop.
 */
public final class Monitor {
    /**
     * Five-tuple entries of one pair of hosts. A flood with ever new ports would make Open vSwitch keep a datapath flow
     * for each of them, and a later drop rule works only when all those have been revalidated.
     */
    private static final int MOST_SIBLINGS = 32;

    /** Ports beyond are not counted: a switch has fewer, whatever its statistics say. */
    private static final int MOST_PORTS = 8_192;

    private static final int ELEPHANT_REPEATS = 8;
    private static final double CALM_PPS = 100;
    private static final long CALM_NS = TimeUnit.SECONDS.toNanos(10);
    /** A port whose uncounted traffic exceeds its punts this many times over becomes coarse. */
    private static final int OVERLOAD = 4;

    private final MonitorConfig config;
    private final FineTable fine;
    private final TableBudget budget;
    private final Ladder ladder;
    private final Map<Integer, PortMonitor> ports = new HashMap<>();
    private final Counter refused;
    private final Counter tableFull;

    /**
     * @param missMeter the meter of a port's first packets
     * @param sender sends a transaction to the switch
     * @param later runs a task at the end of this round of the event loop
     */
    public Monitor(
            MonitorConfig config,
            Counters counters,
            IntUnaryOperator missMeter,
            Consumer<Transaction> sender,
            Consumer<Runnable> later) {
        this.config = config;
        fine = new FineTable(config.fineEntries());
        budget = new TableBudget(config.tableBudget());
        CountingWriter writer = new CountingWriter(sender, later, this::answered);
        ladder = new Ladder(config, fine, budget, counters, missMeter, writer);
        refused = counters.counter("sentinel_monitor_refused_entries_total", "Counting entries a switch refused");
        tableFull = counters.counter(
                "sentinel_table_full_total", "Sets of changes that switches refused in part because a table was full");
    }

    /** Number of edge ports, among which the budget is shared. */
    public void edgePorts(int count) {
        ladder.edgePorts(count);
    }

    /** An IP packet that a punt let through. */
    public void punted(PacketIn packet, long nowNs) {
        if (!packet.isIp || packet.isLaterFragment || packet.protocol == IpProto.RESERVED || !deservesEntry(packet)) {
            return;
        }
        FineTable.Key key = FineTable.Key.of(packet);
        if (fine.contains(key)) {
            return;
        }
        PortMonitor port = ports.computeIfAbsent(packet.inPort, unused -> new PortMonitor());
        if (!port.isCoarse() && (fine.size(packet.inPort) >= ladder.share() || fine.siblings(key) >= MOST_SIBLINGS)) {
            ladder.coarsen(packet.inPort, port, nowNs);
        }
        if (port.isCoarse()) {
            puntedAtCoarsePort(packet, key, port, nowNs);
        } else {
            ladder.addFine(key, nowNs);
        }
    }

    /** Counters of a port's miss entry. */
    public void missCounted(int portNumber, long packets, long nowNs) {
        if (ports.size() >= MOST_PORTS && !ports.containsKey(portNumber)) {
            return;
        }
        PortMonitor port = ports.computeIfAbsent(portNumber, unused -> new PortMonitor());
        double pps = port.missCounted(packets, nowNs);
        if (!port.isCoarse() && pps > OVERLOAD * config.puntsPerPort() / 2.0) {
            ladder.coarsen(portNumber, port, nowNs);
        } else if (port.isCoarse() && port.isCalm(CALM_PPS, CALM_NS, nowNs) && tableLevel() < TableBudget.MOST_LEVEL) {
            ladder.refine(portNumber, port);
        }
    }

    /** Counters of a coarse entry. */
    public void coarseCounted(FlowStatsEntry entry, long nowNs) {
        PortMonitor port = ports.get(entry.inPort);
        if (port != null) {
            port.coarseCounted(Target.of(entry), entry.packets, nowNs);
        }
    }

    /** Counters of a five-tuple entry. */
    public void fineCounted(FlowStatsEntry entry, long nowNs) {
        Slot slot = fine.find(entry.cookie);
        if (slot != null) {
            fine.counted(slot, entry.packets, nowNs);
        }
    }

    /** The switch has removed a five-tuple entry. */
    public void fineRemoved(FlowStatsEntry entry) {
        Slot slot = fine.find(entry.cookie);
        if (slot != null) {
            fine.remove(slot);
        }
    }

    /** The switch has removed a coarse entry. */
    public void coarseRemoved(FlowStatsEntry entry) {
        PortMonitor port = ports.get(entry.inPort);
        if (port != null) {
            ladder.removed(port, Target.of(entry));
        }
    }

    /** The port leads to a switch now, or is gone: nothing is counted there. */
    public void forget(int portNumber) {
        PortMonitor port = ports.remove(portNumber);
        if (port != null) {
            ladder.refine(portNumber, port);
        }
        for (Slot slot : fine.of(portNumber)) {
            ladder.delete(slot);
        }
    }

    /**
     * About every second, when the tables are asked again: makes room, or uses it again.
     *
     * @param entries entries of all tables, as the switch has answered to the last question
     */
    public void second(long entries, long nowNs) {
        budget.second(entries, ladder.entries(), nowNs);
        if (tableLevel() > 0) {
            ladder.evict();
        }
        adjust(nowNs);
    }

    /** The switch has refused one of our entries, a counting one or another, because a table is full. */
    public void tableFull(long nowNs) {
        tableFull.increment();
        budget.tableFull(ladder.entries(), nowNs);
        adjust(nowNs);
    }

    private void adjust(long nowNs) {
        ports.forEach((number, port) -> {
            if (tableLevel() == TableBudget.MOST_LEVEL) {
                ladder.squeeze(number, port, nowNs);
            } else {
                ladder.loosen(number, port);
            }
        });
    }

    /** 0 when the tables have room, 1 from 70 % of the budget, 2 from 90 % or after a refusal. */
    public int tableLevel() {
        return budget.level();
    }

    /** Entries the switch may hold; fewer than configured after it has refused some. */
    public int tableBudget() {
        return budget.limit();
    }

    /** Why counting is less fine than usual for lack of table space, for people. */
    public Optional<String> concern() {
        return budget.concern(ladder.entries());
    }

    public int fineEntries() {
        return fine.size();
    }

    public List<Integer> coarsePorts() {
        List<Integer> coarse = new ArrayList<>();
        ports.forEach((number, port) -> {
            if (port.isCoarse()) {
                coarse.add(number);
            }
        });
        return coarse;
    }

    private static boolean deservesEntry(PacketIn packet) {
        int refusedFlags = IpProto.TCP_SYN | IpProto.TCP_RST | IpProto.TCP_FIN;
        return packet.protocol != IpProto.TCP || ((packet.tcpFlags & refusedFlags) == 0 && packet.tcpFlags != 0);
    }

    private void puntedAtCoarsePort(PacketIn packet, FineTable.Key key, PortMonitor port, long nowNs) {
        ladder.addCoarse(packet.inPort, port, new IpAddress(packet.dstHi, packet.dstLo), packet.protocol);
        if (port.repeated(key) >= ELEPHANT_REPEATS && fine.size(packet.inPort) < config.elephantsPerPort()) {
            ladder.addFine(key, nowNs);
        }
    }

    private void answered(Transaction.Result result) {
        for (Transaction.Failure failure : result.errors()) {
            refused.increment();
            if (failure.tag() instanceof Slot slot && slot.entry() != null) {
                fine.remove(slot);
            } else if (failure.tag() instanceof Ladder.Placed placed && ports.containsKey(placed.port())) {
                ladder.removed(ports.get(placed.port()), placed.target());
            }
        }
        if (result.hasTableFull()) {
            tableFull(System.nanoTime());
        }
    }
}
