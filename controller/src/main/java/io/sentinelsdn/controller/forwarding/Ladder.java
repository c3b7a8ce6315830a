package io.sentinelsdn.controller.forwarding;

import io.sentinelsdn.controller.forwarding.FineTable.Slot;
import io.sentinelsdn.controller.forwarding.PortMonitor.Target;
import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * How finely a port is counted, and the entries that takes. A <em>fine</em> port has an entry per five-tuple, a
 * <em>coarse</em> one an entry per destination and protocol and its elephants, a <em>narrow</em> one (level 2 of the
 * table budget) keeps its busiest destinations and counts the others by prefix. Destinations are what the ladder leads
 * to, since their number does not grow with the number of attackers as that of pairs does.
 *
 * <p>Owned by the event loop of the switch.
 */
final class Ladder {
    /** Five-tuple entries a port may have when tables are nearly full. */
    private static final int FEW = 8;

    private static final int LEAST_SHARE = 64;
    private static final int SHORT_IDLE_SECONDS = 3;
    private static final int BUSIEST = 8;
    private static final int PREFIXES_PER_PORT = 16;
    private static final int EVICTIONS_AT_ONCE = 256;
    private static final double ELEPHANT_PPS = 100;

    private final MonitorConfig config;
    private final FineTable fine;
    private final TableBudget budget;
    private final IntUnaryOperator missMeter;
    private final CountingWriter writer;
    private final Counter withheld;
    private final Counter evicted;
    private final Counter coarsenings;
    private int coarseEntries;
    private int edgePorts = 1;

    Ladder(
            MonitorConfig config,
            FineTable fine,
            TableBudget budget,
            Counters counters,
            IntUnaryOperator missMeter,
            CountingWriter writer) {
        this.config = config;
        this.fine = fine;
        this.budget = budget;
        this.missMeter = missMeter;
        this.writer = writer;
        withheld = counters.counter(
                "sentinel_monitor_withheld_entries_total", "Counting entries not asked for: their budget is used up");
        evicted = counters.counter(
                "sentinel_monitor_evicted_entries_total", "Five-tuple entries of one packet deleted to make room");
        coarsenings = counters.counter("sentinel_monitor_coarsenings_total", "Ports that fell back to coarse counting");
    }

    void edgePorts(int count) {
        edgePorts = Math.max(1, count);
    }

    /** Five-tuple entries a port may have: half as many when tables fill up. */
    int share() {
        int all = Math.min(config.fineEntries(), budget.limit() / 2);
        int share = Math.max(LEAST_SHARE, all / edgePorts);
        return budget.level() > 0 ? share / 2 : share;
    }

    /** Counting entries on the switch, asked for or on their way out. */
    int entries() {
        return fine.size() + coarseEntries;
    }

    void addFine(FineTable.Key key, long nowNs) {
        Slot slot = isOpen() ? fine.add(key, idleSeconds(), nowNs) : null;
        if (slot == null) {
            withheld.increment();
            return;
        }
        writer.add(slot.entry(), slot);
    }

    /** Counts where a sampled packet of a coarse port goes: its address, or its prefix when tables are nearly full. */
    void addCoarse(int portNumber, PortMonitor port, IpAddress dst, int protocol) {
        Target host = Target.host(dst, protocol);
        if (port.coarse().containsKey(host)) {
            return;
        }
        boolean byPrefix = budget.level() == TableBudget.MOST_LEVEL;
        Target target = byPrefix ? host.widened() : host;
        int most = byPrefix ? PREFIXES_PER_PORT : config.coarseEntriesPerPort();
        if (port.coarse().containsKey(target)) {
            return;
        }
        if (port.size(byPrefix) >= most || !isOpen()) {
            withheld.increment();
        } else {
            port.coarse().put(target, new PortMonitor.CoarseCount());
            coarseEntries++;
            writer.add(entry(portNumber, target), new Placed(portNumber, target));
        }
    }

    /** A coarse entry and its port: the tag of its change. */
    record Placed(int port, Target target) {}

    /** The entry is not there any more, or never was. */
    void removed(PortMonitor port, Target target) {
        if (port.coarse().remove(target) != null) {
            coarseEntries--;
        }
    }

    void coarsen(int portNumber, PortMonitor port, long nowNs) {
        coarsenings.increment();
        port.coarsened(nowNs);
        List<Slot> slots = fine.of(portNumber);
        slots.sort(Comparator.comparingDouble(Slot::pps).reversed());
        for (int i = 0; i < slots.size(); i++) {
            if (i >= config.elephantsPerPort() || slots.get(i).pps() < ELEPHANT_PPS) {
                delete(slots.get(i));
            }
        }
    }

    void refine(int portNumber, PortMonitor port) {
        List.copyOf(port.coarse().keySet()).forEach(target -> delete(portNumber, port, target));
        port.refined();
    }

    /** Level 2: the port becomes coarse unless it has few entries, and keeps only its busiest destinations. */
    void squeeze(int portNumber, PortMonitor port, long nowNs) {
        if (!port.isCoarse() && fine.size(portNumber) > FEW) {
            coarsen(portNumber, port, nowNs);
            port.squeezed();
        }
        if (port.size(false) > BUSIEST) {
            List<Target> hosts = new ArrayList<>(port.busiest());
            hosts.subList(BUSIEST, hosts.size()).forEach(target -> {
                delete(portNumber, port, target);
                addCoarse(portNumber, port, target.dst().address(), target.protocol());
            });
        }
    }

    /** Below level 2 destinations have entries of their own again; with room, too, what only lack of it made coarse. */
    void loosen(int portNumber, PortMonitor port) {
        if (port.size(true) > 0) {
            List.copyOf(port.coarse().keySet()).stream()
                    .filter(target -> !target.dst().isHost())
                    .forEach(target -> delete(portNumber, port, target));
        }
        if (budget.level() == 0 && port.isSqueezed()) {
            refine(portNumber, port);
        }
    }

    /** Deletes the oldest entries that have counted one packet at most, as many as it takes and a bounded number. */
    void evict() {
        int most = Math.min(EVICTIONS_AT_ONCE, budget.excess(entries()));
        for (Slot slot : fine.oneOffs(most)) {
            evicted.increment();
            delete(slot);
        }
    }

    /** The slot stays taken until FLOW_REMOVED brings the final counters. */
    void delete(Slot slot) {
        if (slot.leave()) {
            writer.delete(slot.entry(), slot);
        }
    }

    private void delete(int portNumber, PortMonitor port, Target target) {
        writer.delete(entry(portNumber, target), new Placed(portNumber, target));
        removed(port, target);
    }

    private FlowEntry entry(int portNumber, Target target) {
        int meter = missMeter.applyAsInt(portNumber);
        return TablePlan.coarse(portNumber, target.dst(), target.protocol(), meter, idleSeconds());
    }

    private int idleSeconds() {
        return budget.level() > 0 ? Math.min(SHORT_IDLE_SECONDS, config.idleSeconds()) : config.idleSeconds();
    }

    private boolean isOpen() {
        return !budget.isClosed(entries());
    }
}
