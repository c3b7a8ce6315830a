package io.sentinelsdn.controller.forwarding;

import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import io.sentinelsdn.controller.rules.EntryWriter;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Source validation at the edge ports of one switch. A port where hosts are known with their addresses takes IPv4 and
 * IPv6 packets from these alone; ARP and neighbour discovery pass, so that new ones become known. A port with more
 * sources than there is room for is not validated. Owned by the event loop of the switch.
 */
public final class SourceGuard {
    private static final int MOST_PER_PORT = 32;
    private static final long REPORT_PAUSE_NS = TimeUnit.MINUTES.toNanos(1);
    /** Fewer a second may be a host that has just come. */
    private static final long WORTH_REPORTING = 10;

    private final EntryWriter writer;
    private final int mostEntries;
    private final Listener listener;
    private final Counter dropped;
    private final Map<Integer, Set<Source>> validated = new TreeMap<>();
    private final Set<Integer> crowded = new TreeSet<>();
    private final Map<Long, Long> packetsByCookie = new HashMap<>();
    private final Map<Integer, Spoofs> spoofs = new TreeMap<>();
    private boolean commonWritten;

    /** Who hears of ports with many foreign sources. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Once a minute for each port.
         *
         * @param packets dropped in the last second
         */
        void spoofing(int port, long packets);
    }

    /**
     * A source: who has which address.
     *
     * @param mac Ethernet address
     * @param address IPv4 or IPv6
     */
    public record Source(long mac, IpAddress address) {}

    private static final class Spoofs {
        private long all;
        private long thisSecond;
        private long reportedNs;
        private boolean reported;
    }

    /**
     * @param mostEntries entries for known sources on this switch
     */
    public SourceGuard(EntryWriter writer, int mostEntries, Counters counters, Listener listener) {
        this.writer = writer;
        this.mostEntries = mostEntries;
        this.listener = listener;
        dropped = counters.counter(
                "sentinel_spoofed_packets_total", "Packets dropped at edge ports: their source is not known there");
    }

    /**
     * These sources are known at a port now, and no others. What is permitted is written before what drops, and goes
     * after it.
     */
    public void known(int port, Set<Source> sources) {
        Set<Source> before = validated.getOrDefault(port, Set.of());
        boolean room = sources.size() <= MOST_PER_PORT && entries() - before.size() + sources.size() <= mostEntries;
        Set<Source> now = room ? sources : Set.of();
        if (room) {
            crowded.remove(port);
        } else {
            crowded.add(port);
        }
        EntryWriter.Batch batch = writer.batch();
        if (!now.isEmpty() && !commonWritten) {
            commonWritten = true;
            TablePlan.commonSources().forEach(batch::add);
        }
        without(now, before).forEach(source -> batch.add(entry(port, source)));
        if (before.isEmpty() && !now.isEmpty()) {
            TablePlan.spoofed(port).forEach(batch::add);
        } else if (!before.isEmpty() && now.isEmpty()) {
            for (FlowEntry drop : TablePlan.spoofed(port)) {
                batch.delete(drop);
                packetsByCookie.remove(drop.cookie());
            }
            spoofs.remove(port);
        }
        without(before, now).forEach(source -> batch.delete(entry(port, source)));
        if (now.isEmpty()) {
            validated.remove(port);
        } else {
            validated.put(port, Set.copyOf(now));
        }
        batch.sendUnlessEmpty();
    }

    /** The counter of an entry that drops. */
    public void counted(FlowStatsEntry entry) {
        if (!validated.containsKey(entry.inPort) || entry.packets < 0) {
            return;
        }
        long before = packetsByCookie.getOrDefault(entry.cookie, 0L);
        long more = entry.packets >= before ? entry.packets - before : entry.packets;
        packetsByCookie.put(entry.cookie, entry.packets);
        dropped.add(more);
        Spoofs port = spoofs.computeIfAbsent(entry.inPort, unused -> new Spoofs());
        port.all += more;
        port.thisSecond += more;
    }

    /** Once a second. */
    public void second(long nowNs) {
        spoofs.forEach((port, seen) -> {
            boolean paused = seen.reported && nowNs - seen.reportedNs < REPORT_PAUSE_NS;
            if (seen.thisSecond >= WORTH_REPORTING && !paused) {
                seen.reported = true;
                seen.reportedNs = nowNs;
                listener.spoofing(port, seen.thisSecond);
            }
            seen.thisSecond = 0;
        });
    }

    /** What people should know. */
    public List<String> concerns() {
        List<String> concerns = new ArrayList<>();
        spoofs.forEach((port, seen) -> {
            if (seen.all > 0) {
                concerns.add("port " + port + ": " + seen.all + " packets from sources of others dropped");
            }
        });
        if (!crowded.isEmpty()) {
            concerns.add("ports " + crowded + " have too many sources to validate them");
        }
        return concerns;
    }

    private int entries() {
        return validated.values().stream().mapToInt(Set::size).sum();
    }

    private static FlowEntry entry(int port, Source source) {
        return TablePlan.validSource(port, source.mac(), source.address());
    }

    private static Set<Source> without(Set<Source> sources, Set<Source> those) {
        Set<Source> rest = new HashSet<>(sources);
        rest.removeAll(those);
        return rest;
    }
}
