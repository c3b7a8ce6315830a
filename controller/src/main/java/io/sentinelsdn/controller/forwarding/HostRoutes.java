package io.sentinelsdn.controller.forwarding;

import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.openflow.GroupEntry;
import io.sentinelsdn.controller.openflow.PreparedEntry;
import io.sentinelsdn.controller.openflow.Transaction;
import io.sentinelsdn.controller.rules.EntryWriter;
import io.sentinelsdn.controller.rules.Exit;
import io.sentinelsdn.controller.rules.SwitchGroups;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.controller.topology.NextHops;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.spi.TopologyView.Attachment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The destination entries of one switch: a host at one of its ports, or behind another switch. Hosts behind the same
 * switch share a group where this switch has groups. Where there is no path there is no entry, and frames are flooded.
 * Reactive, an entry is written once somebody asks for it. Groups are written before the entries that use them, and end
 * after them, with a barrier between. Owned by the event loop of the switch.
 */
public final class HostRoutes {
    private static final int MOST_IN_A_BATCH = 500;

    private final Dpid here;
    private final ForwardingConfig config;
    private final EntryWriter writer;
    private final SwitchGroups groups;
    private final MacTable onDemand;
    private final Map<Long, Attachment> placeByMac = new HashMap<>();
    private final Map<Dpid, Set<Long>> macsAt = new HashMap<>();
    private final Map<Dpid, NextHops> routes = new HashMap<>();
    /** Groups of addresses here that are shared by several ports. */
    private final Map<Long, Integer> spread = new HashMap<>();

    private final Map<Dpid, Exit> exits = new HashMap<>();
    private final Set<Long> installed = new HashSet<>();
    /** What was asked for before is not encoded again. */
    private final Map<Long, PreparedEntry> asked = new HashMap<>();

    /**
     * @param onDemand reactive forwarding: learns the ports of hosts, whose entries wait until they are asked for; null
     *     to write them at once
     */
    public HostRoutes(Dpid here, ForwardingConfig config, EntryWriter writer, SwitchGroups groups, MacTable onDemand) {
        this.here = here;
        this.config = config;
        this.writer = writer;
        this.groups = groups;
        this.onDemand = onDemand;
    }

    /** Hosts are new or have moved. */
    public void place(Map<Long, Attachment> placed) {
        placed.forEach((mac, place) -> {
            leave(mac);
            placeByMac.put(mac, place);
            macsAt.computeIfAbsent(place.dpid(), unused -> new HashSet<>()).add(mac);
        });
        write(placed.keySet());
    }

    public void gone(Set<Long> macs) {
        macs.forEach(this::leave);
        placeByMac.keySet().removeAll(macs);
        write(macs);
    }

    /** Other switches are reached in a new way. */
    public void reroute(Map<Dpid, NextHops> changed) {
        routes.putAll(changed);
        EntryWriter.Batch first = writer.batch();
        Set<Long> concerned = new HashSet<>();
        for (Map.Entry<Dpid, NextHops> route : changed.entrySet()) {
            Exit exit = exitTo(route.getKey(), route.getValue(), first.transaction());
            Exit before = exits.put(route.getKey(), exit);
            if (onDemand != null || !exit.isLike(before)) {
                concerned.addAll(macsAt.getOrDefault(route.getKey(), Set.of()));
            }
        }
        if (!first.transaction().isEmpty()) {
            first.send(this::groupsAnswered);
            oneOf(changed.keySet()).ifPresent(concerned::add);
        }
        write(concerned);
        EntryWriter.Batch last = writer.batch();
        changed.forEach((dpid, hops) -> {
            if (exits.get(dpid).group() == 0) {
                groups.remove(last.transaction(), dpid);
            }
        });
        last.sendUnlessEmpty();
    }

    /**
     * An entry to write once more behind changed groups. Open vSwitch takes a changed group to connections under way
     * when it next looks over its datapath flows, up to half a second later; a FLOW_MOD makes it look at once (measured
     * on 3.1).
     */
    private Optional<Long> oneOf(Set<Dpid> dpids) {
        return dpids.stream()
                .flatMap(dpid -> macsAt.getOrDefault(dpid, Set.of()).stream())
                .filter(installed::contains)
                .findFirst();
    }

    private Exit exitTo(Dpid dpid, NextHops hops, Transaction transaction) {
        if (hops.isNone()) {
            return Exit.NONE;
        }
        List<Integer> all = new ArrayList<>(hops.ports());
        all.addAll(hops.backups());
        int group = 0;
        if (config.ecmp() && hops.ports().size() > 1 && groups.has(GroupEntry.Type.SELECT)) {
            group = groups.put(transaction, dpid, GroupEntry.Type.SELECT, hops.ports());
        } else if (config.fastFailover()
                && groups.has(GroupEntry.Type.FAST_FAILOVER)
                && (all.size() > 1 || groups.idOf(dpid) != 0)) {
            group = groups.put(transaction, dpid, GroupEntry.Type.FAST_FAILOVER, all);
        }
        return new Exit(hops.ports().get(0), group);
    }

    /** Frames to this address, which is here, leave by these ports: by a group where there are several and the switch has them. */
    public void spread(long mac, List<Integer> ports) {
        EntryWriter.Batch batch = writer.batch();
        int group = ports.size() > 1 && groups.has(GroupEntry.Type.SELECT)
                ? groups.put(batch.transaction(), "spread " + mac, GroupEntry.Type.SELECT, ports)
                : 0;
        if (group != 0) {
            spread.put(mac, group);
            batch.send(this::groupsAnswered);
        }
        write(List.of(mac));
    }

    /** A switch that refuses one group is not asked for another. */
    private void groupsAnswered(Transaction.Result result) {
        if (result.errors().stream().anyMatch(failure -> failure.tag() instanceof GroupEntry)) {
            groups.giveUp();
            Set<Long> singly = Set.copyOf(spread.keySet());
            spread.clear();
            reroute(Map.copyOf(routes));
            write(singly);
        }
    }

    private void leave(long mac) {
        Attachment before = placeByMac.get(mac);
        if (before != null) {
            macsAt.get(before.dpid()).remove(mac);
        }
    }

    /** Somebody asks for this host, which is reached by this port: from now on it has an entry. */
    public void ask(long mac, int port) {
        installed.add(mac);
        Exit known = exitOf(mac);
        Exit exit = known.port() == port ? known : new Exit(port, 0);
        PreparedEntry entry = asked.get(mac);
        if (entry == null || !leadsTo(exit, entry.entry())) {
            entry = new PreparedEntry(entry(mac, exit));
            asked.put(mac, entry);
        }
        writer.batch().add(entry).patient().sendUnlessEmpty();
    }

    private static boolean leadsTo(Exit exit, FlowEntry entry) {
        return entry.group() == exit.group()
                && (exit.group() != 0 || entry.outputs().get(0) == exit.port());
    }

    private void write(Collection<Long> macs) {
        EntryWriter.Batch batch = writer.batch();
        for (long mac : macs) {
            Exit exit = exitOf(mac);
            if (exit.port() == 0) {
                forget(batch, mac);
            } else if (onDemand == null || (onDemand.place(mac, exit.port()) && installed.contains(mac))) {
                batch.add(entry(mac, exit));
                installed.add(mac);
            }
            if (batch.size() >= MOST_IN_A_BATCH) {
                batch.sendUnlessEmpty();
                batch = writer.batch();
            }
        }
        batch.sendUnlessEmpty();
    }

    private static FlowEntry entry(long mac, Exit exit) {
        return TablePlan.host(mac, exit.group() == 0 ? exit.port() : 0, exit.group());
    }

    private void forget(EntryWriter.Batch batch, long mac) {
        if (onDemand != null) {
            onDemand.remove(mac);
        }
        asked.remove(mac);
        if (installed.remove(mac)) {
            batch.delete(TablePlan.host(mac, 0, 0));
        }
    }

    /** How frames to an Ethernet address leave. */
    public Exit exitOf(long mac) {
        Attachment place = placeByMac.get(mac);
        Exit exit = exitTo(place);
        int group = place != null && place.dpid().equals(here) ? spread.getOrDefault(mac, 0) : 0;
        return group == 0 ? exit : new Exit(exit.port(), group);
    }

    /** How frames to a host at a place, or null, leave. */
    public Exit exitTo(Attachment place) {
        if (place == null) {
            return Exit.NONE;
        }
        return place.dpid().equals(here) ? new Exit(place.port(), 0) : exits.getOrDefault(place.dpid(), Exit.NONE);
    }
}
