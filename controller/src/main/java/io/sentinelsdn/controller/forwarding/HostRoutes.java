package io.sentinelsdn.controller.forwarding;

import io.sentinelsdn.controller.rules.EntryWriter;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.controller.topology.NextHops;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.spi.TopologyView.Attachment;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The destination entries of one switch: a host at one of its ports, or behind another switch. Where there is no path
 * there is no entry, and frames are flooded. Reactive, an entry is written once somebody asks for it. Owned by the event loop of the switch.
 */
public final class HostRoutes {
    private static final int MOST_IN_A_BATCH = 500;

    private final Dpid here;
    private final EntryWriter writer;
    private final MacTable onDemand;
    private final Map<Long, Attachment> placeByMac = new HashMap<>();
    private final Map<Dpid, Set<Long>> macsAt = new HashMap<>();
    private final Map<Dpid, NextHops> routes = new HashMap<>();
    private final Set<Long> installed = new HashSet<>();

    /**
     * @param onDemand reactive forwarding: learns the ports of hosts, whose entries wait until they are asked for; null
     *     to write them at once
     */
    public HostRoutes(Dpid here, EntryWriter writer, MacTable onDemand) {
        this.here = here;
        this.writer = writer;
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
        Set<Long> concerned = new HashSet<>();
        changed.keySet().forEach(dpid -> concerned.addAll(macsAt.getOrDefault(dpid, Set.of())));
        write(concerned);
    }

    private void leave(long mac) {
        Attachment before = placeByMac.get(mac);
        if (before != null) {
            macsAt.get(before.dpid()).remove(mac);
        }
    }

    /** Somebody asks for this host: from now on it has an entry. */
    public void ask(long mac, int port) {
        installed.add(mac);
        writer.batch().add(TablePlan.host(mac, port)).sendUnlessEmpty();
    }

    private void write(Collection<Long> macs) {
        EntryWriter.Batch batch = writer.batch();
        for (long mac : macs) {
            int port = portOf(placeByMac.get(mac));
            if (port == 0) {
                forget(batch, mac);
            } else if (onDemand == null || (onDemand.place(mac, port) && installed.contains(mac))) {
                batch.add(TablePlan.host(mac, port));
                installed.add(mac);
            }
            if (batch.size() >= MOST_IN_A_BATCH) {
                batch.sendUnlessEmpty();
                batch = writer.batch();
            }
        }
        batch.sendUnlessEmpty();
    }

    private void forget(EntryWriter.Batch batch, long mac) {
        if (onDemand != null) {
            onDemand.remove(mac);
        }
        if (installed.remove(mac)) {
            batch.delete(TablePlan.host(mac, 0));
        }
    }

    /** The port to a place, 0 when there is none. */
    private int portOf(Attachment place) {
        if (place == null) {
            return 0;
        }
        if (place.dpid().equals(here)) {
            return place.port();
        }
        NextHops hops = routes.getOrDefault(place.dpid(), NextHops.NONE);
        return hops.isNone() ? 0 : hops.ports().get(0);
    }
}
