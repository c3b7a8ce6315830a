package io.sentinelsdn.controller.forwarding;

import io.sentinelsdn.controller.forwarding.FineTable.Slot;
import io.sentinelsdn.controller.forwarding.PortMonitor.Target;
import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import io.sentinelsdn.controller.openflow.PacketIn;
import io.sentinelsdn.controller.openflow.Transaction;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/**
 * Decides which counting entries the monitor table of one switch holds. A port is <em>fine</em> (an entry per
 * five-tuple) until it uses up its share of the budget, one pair of hosts takes too many, or too much passes
 * uncounted; then it is <em>coarse</em> (an
 * entry per destination and protocol, with a sample under the meter) and keeps only its elephants; when calm it is
 * fine again. A SYN, RST or FIN never causes an entry: a flood of them costs no table space.
 *
 * <p>Owned by the event loop of the switch. Changes are collected and sent once per round of the loop.
 */
public final class Monitor {
    private static final int LEAST_SHARE = 64;
    /**
     * Five-tuple entries of one pair of hosts. A flood with ever new ports would make Open vSwitch keep a datapath flow
     * for each of them, and a later drop rule works only when all those have been revalidated.
     */
    private static final int MOST_SIBLINGS = 32;

    /** Never assigned (RFC 5237), and openflowj cannot write a match of it: its packets are only sampled. */
    private static final int RESERVED_PROTOCOL = 255;

    private static final int ELEPHANT_REPEATS = 8;
    private static final double ELEPHANT_PPS = 100;
    private static final double CALM_PPS = 100;
    private static final long CALM_NS = TimeUnit.SECONDS.toNanos(10);
    /** A port whose uncounted traffic exceeds its punts this many times over becomes coarse. */
    private static final int OVERLOAD = 4;

    private final MonitorConfig config;
    private final FineTable fine;
    private final Map<Integer, PortMonitor> ports = new HashMap<>();
    private final IntUnaryOperator missMeter;
    private final Consumer<Transaction> sender;
    private final Consumer<Runnable> later;
    private final Counter tableFull;
    private final Counter coarsenings;
    private Transaction batch = new Transaction();
    private int edgePorts = 1;

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
        this.fine = new FineTable(config.fineEntries());
        this.missMeter = missMeter;
        this.sender = sender;
        this.later = later;
        tableFull = counters.counter("sentinel_monitor_refused_entries_total", "Counting entries a switch refused");
        coarsenings = counters.counter("sentinel_monitor_coarsenings_total", "Ports that fell back to coarse counting");
    }

    /** Number of edge ports, among which the budget is shared. */
    public void edgePorts(int count) {
        edgePorts = Math.max(1, count);
    }

    /** An IP packet that a punt let through. */
    public void punted(PacketIn packet, long nowNs) {
        if (!packet.isIp || packet.isLaterFragment || packet.protocol == RESERVED_PROTOCOL || !deservesEntry(packet)) {
            return;
        }
        FineTable.Key key = FineTable.Key.of(packet);
        if (fine.contains(key)) {
            return;
        }
        PortMonitor port = ports.computeIfAbsent(packet.inPort, unused -> new PortMonitor());
        if (!port.isCoarse() && (fine.size(packet.inPort) >= share() || fine.siblings(key) >= MOST_SIBLINGS)) {
            coarsen(packet.inPort, port, nowNs);
        }
        if (port.isCoarse()) {
            puntedAtCoarsePort(packet, key, port, nowNs);
        } else {
            addFine(key, nowNs);
        }
    }

    /** Counters of a port's miss entry. */
    public void missCounted(int portNumber, long packets, long nowNs) {
        PortMonitor port = ports.computeIfAbsent(portNumber, unused -> new PortMonitor());
        double pps = port.missCounted(packets, nowNs);
        if (!port.isCoarse() && pps > OVERLOAD * config.puntsPerPort() / 2.0) {
            coarsen(portNumber, port, nowNs);
        } else if (port.isCoarse() && port.isCalm(CALM_PPS, CALM_NS, nowNs)) {
            refine(portNumber, port);
        }
    }

    /** Counters of a coarse entry. */
    public void coarseCounted(FlowStatsEntry entry, long nowNs) {
        PortMonitor port = ports.get(entry.inPort);
        if (port != null) {
            Target target = new Target(new IpAddress(entry.dstHi, entry.dstLo), entry.ipProto);
            port.coarseCounted(target, entry.packets, nowNs);
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
            port.coarse().remove(new Target(new IpAddress(entry.dstHi, entry.dstLo), entry.ipProto));
        }
    }

    /** The port leads to a switch now, or is gone: nothing is counted there. */
    public void forget(int portNumber) {
        ports.remove(portNumber);
        for (Slot slot : fine.of(portNumber)) {
            delete(slot);
        }
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
        int refused = IpProto.TCP_SYN | IpProto.TCP_RST | IpProto.TCP_FIN;
        return packet.protocol != IpProto.TCP || ((packet.tcpFlags & refused) == 0 && packet.tcpFlags != 0);
    }

    private int share() {
        return Math.max(LEAST_SHARE, config.fineEntries() / edgePorts);
    }

    private void puntedAtCoarsePort(PacketIn packet, FineTable.Key key, PortMonitor port, long nowNs) {
        Target target = new Target(new IpAddress(packet.dstHi, packet.dstLo), packet.protocol);
        if (!port.coarse().containsKey(target) && port.coarse().size() < config.coarseEntriesPerPort()) {
            port.coarse().put(target, new PortMonitor.CoarseCount());
            batch().add(
                            TablePlan.coarse(
                                    packet.inPort,
                                    target.dst(),
                                    target.protocol(),
                                    missMeter.applyAsInt(packet.inPort),
                                    config.idleSeconds()),
                            target);
        }
        if (port.repeated(key) >= ELEPHANT_REPEATS && fine.size(packet.inPort) < config.elephantsPerPort()) {
            addFine(key, nowNs);
        }
    }

    private void addFine(FineTable.Key key, long nowNs) {
        Slot slot = fine.add(key, config.idleSeconds(), nowNs);
        if (slot == null) {
            tableFull.increment();
            return;
        }
        batch().add(slot.entry(), slot);
    }

    private void coarsen(int portNumber, PortMonitor port, long nowNs) {
        coarsenings.increment();
        port.coarsened(nowNs);
        List<Slot> slots = fine.of(portNumber);
        slots.sort((a, b) -> Double.compare(b.pps(), a.pps()));
        for (int i = 0; i < slots.size(); i++) {
            if (i >= config.elephantsPerPort() || slots.get(i).pps() < ELEPHANT_PPS) {
                delete(slots.get(i));
            }
        }
    }

    private void refine(int portNumber, PortMonitor port) {
        for (Target target : port.coarse().keySet()) {
            FlowEntry entry = TablePlan.coarse(
                    portNumber,
                    target.dst(),
                    target.protocol(),
                    missMeter.applyAsInt(portNumber),
                    config.idleSeconds());
            batch().delete(entry, target);
        }
        port.refined();
    }

    /** The slot stays taken until FLOW_REMOVED brings the final counters. */
    private void delete(Slot slot) {
        batch().delete(slot.entry(), slot);
    }

    private Transaction batch() {
        if (batch.isEmpty()) {
            later.accept(this::flush);
        }
        return batch;
    }

    private void flush() {
        Transaction full = batch;
        batch = new Transaction();
        full.then(this::answered);
        sender.accept(full);
    }

    private void answered(Transaction.Result result) {
        for (Transaction.Failure failure : result.errors()) {
            tableFull.increment();
            if (failure.tag() instanceof Slot slot && slot.entry() != null) {
                fine.remove(slot);
            }
        }
    }
}
