package io.sentinelsdn.controller;

import io.sentinelsdn.controller.forwarding.ForwardingConfig;
import io.sentinelsdn.controller.forwarding.SourceGuard;
import io.sentinelsdn.controller.topology.Cable;
import io.sentinelsdn.controller.topology.End;
import io.sentinelsdn.controller.topology.Hosts;
import io.sentinelsdn.controller.topology.NextHops;
import io.sentinelsdn.controller.topology.Routes;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.spi.SwitchDirectory.HostView;
import io.sentinelsdn.domain.spi.TopologyView.Attachment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Learns hosts and tells every switch where they are and how the switches they are at are reached. Owned by the control
 * thread; {@link #attachment} and {@link #views} may be asked by any.
 */
final class HostDesk {
    private static final int CROWD_MS = 10;

    private final ControlThread thread;
    private final Agents agents;
    private final Fabric fabric;
    private final Hosts hosts = new Hosts();
    private final Map<Dpid, Map<Dpid, NextHops>> told = new HashMap<>();
    private final Map<Dpid, Map<Long, Integer>> former = new HashMap<>();
    private Routes routes = new Routes(List.of());
    private final Map<Long, Attachment> untold = new HashMap<>();
    /** Addresses whose place was given, and their ports. */
    private final Map<Long, List<Integer>> reserved = new HashMap<>();

    private final Map<Long, Dpid> leftBy = new HashMap<>();
    private boolean tellsSources;
    private long timeoutNs;
    private final Set<Attachment> sourcesChanged = new HashSet<>();
    private boolean viewsStale;
    private volatile List<HostView> views = List.of();

    /**
     * @param config whether sources are validated, and when hosts are asked whether they are still there
     */
    HostDesk(ControlThread thread, Agents agents, Fabric fabric, ForwardingConfig config) {
        tellsSources = config.sourceValidation();
        timeoutNs = TimeUnit.MILLISECONDS.toNanos(config.hostTimeoutMs());
        this.thread = thread;
        this.agents = agents;
        this.fabric = fabric;
    }

    Optional<Attachment> attachment(IpAddress address) {
        return hosts.attachment(address);
    }

    List<HostView> views() {
        return views;
    }

    /** From now on sources are validated or not, and hosts are asked after another silence. */
    void change(ForwardingConfig config) {
        timeoutNs = TimeUnit.MILLISECONDS.toNanos(config.hostTimeoutMs());
        if (tellsSources != config.sourceValidation()) {
            tellsSources = config.sourceValidation();
            hosts.placed(null).values().forEach(this::tellSourcesSoon);
        }
    }

    void attached(SwitchAgent agent) {
        told.remove(agent.dpid());
        former.remove(agent.dpid());
        tellReserved(agent);
        tellRoutes(agent, hosts.places());
        if (told.get(agent.dpid()).isEmpty()) {
            tell(agent, hosts.placed(agent.dpid()));
        }
        hosts.placed(agent.dpid()).values().forEach(this::sourcesChanged);
    }

    /** Tells switches which sources are known at ports where that has changed; crowds in one go. */
    private void sourcesChanged(Attachment place) {
        if (tellsSources && place != null) {
            tellSourcesSoon(place);
        }
    }

    private void tellSourcesSoon(Attachment place) {
        if (sourcesChanged.isEmpty()) {
            thread.after(CROWD_MS, this::tellSources);
        }
        sourcesChanged.add(place);
    }

    private void tellSources() {
        Map<Dpid, Map<Integer, Set<SourceGuard.Source>>> told = new HashMap<>();
        hosts.addresses(sourcesChanged).forEach((place, addresses) -> {
            Set<SourceGuard.Source> sources = new HashSet<>();
            if (tellsSources) {
                addresses.forEach(
                        (mac, each) -> each.forEach(address -> sources.add(new SourceGuard.Source(mac, address))));
            }
            told.computeIfAbsent(place.dpid(), unused -> new HashMap<>()).put(place.port(), sources);
        });
        sourcesChanged.clear();
        told.forEach((dpid, byPort) -> {
            SwitchAgent agent = agents.get(dpid);
            if (agent != null) {
                agent.execute(() -> agent.sources(byPort));
            }
        });
    }

    /** An address whose place is given and never changes; several ports share what goes to it. */
    void reserve(long mac, Dpid dpid, List<Integer> ports) {
        Attachment place = new Attachment(dpid, ports.get(0));
        reserved.put(mac, List.copyOf(ports));
        hosts.reserve(mac, place, System.nanoTime());
        tellReserved(agents.get(dpid));
        tellPlace(Map.of(mac, place));
        viewsStale = true;
    }

    private void tellReserved(SwitchAgent agent) {
        if (agent != null) {
            reserved.forEach((mac, ports) -> {
                if (hosts.place(mac).dpid().equals(agent.dpid())) {
                    agent.execute(() -> agent.spread(mac, ports));
                }
            });
        }
    }

    /** Hosts behind a lost switch are kept for its return. */
    void detached(Dpid dpid) {
        told.remove(dpid);
        former.remove(dpid);
    }

    /** A host spoke at an edge port; {@code claim} is the address it claimed by ARP or ND, or null. */
    void learn(long mac, Attachment place, IpAddress claim) {
        if (agents.get(place.dpid()) == null || !fabric.learnsAt(place.dpid(), place.port())) {
            return;
        }
        Attachment before = hosts.place(mac);
        boolean moved = hosts.seen(mac, place, System.nanoTime()).isPresent();
        if (moved) {
            if (before != null) {
                leftBy.putIfAbsent(mac, before.dpid());
            }
            tellSoon(mac, place);
        }
        boolean claimed = claim != null && hosts.claims(mac, claim);
        viewsStale |= moved || claimed;
        if (moved) {
            sourcesChanged(before);
        }
        if (moved || claimed) {
            sourcesChanged(place);
        }
    }

    /** Once everything that is waiting has been learned: many hosts may be new at once. */
    private void tellSoon(long mac, Attachment place) {
        if (untold.isEmpty()) {
            thread.post(() -> {
                tellPlace(Map.copyOf(untold));
                untold.clear();
            });
        }
        untold.put(mac, place);
    }

    /** Makes what was learned visible. */
    void tick() {
        if (viewsStale) {
            viewsStale = false;
            views = hosts.views();
        }
    }

    /** Packets went to these hosts at this switch. */
    void alive(Dpid dpid, Set<Long> macs) {
        hosts.alive(dpid, macs, System.nanoTime());
    }

    /** Once a second: asks hosts that have been silent, forgets those that do not answer. */
    void second() {
        if (timeoutNs == 0) {
            return;
        }
        Hosts.Silence silence = hosts.silent(System.nanoTime(), timeoutNs, dpid -> agents.get(dpid) == null);
        for (Hosts.Host host : silence.ask()) {
            SwitchAgent agent = agents.get(host.place().dpid());
            if (agent != null) {
                int port = host.place().port();
                Set<IpAddress> addresses = Set.copyOf(host.addresses());
                agent.execute(() -> agent.askHost(port, host.mac(), addresses));
            }
        }
        gone(silence.gone());
    }

    private void gone(List<Hosts.Host> lost) {
        if (!lost.isEmpty()) {
            Set<Long> macs = new HashSet<>();
            lost.forEach(host -> {
                macs.add(host.mac());
                sourcesChanged(host.place());
            });
            untold.keySet().removeAll(macs);
            agents.all().forEach(agent -> agent.execute(() -> agent.hostsGone(macs)));
            viewsStale = true;
        }
    }

    /** Destinations that a switch has entries for from a former process, and the ports they leave by. */
    void former(Dpid dpid, Map<Long, Integer> ports) {
        former.put(dpid, new HashMap<>(ports));
        adopt();
    }

    /** Takes over what former entries say about edge ports; whoever has spoken meanwhile is known better. */
    void adopt() {
        Map<Long, Attachment> adopted = new HashMap<>();
        former.forEach((dpid, ports) -> ports.entrySet().removeIf(entry -> {
            boolean edge = fabric.learnsAt(dpid, entry.getValue());
            Attachment place = new Attachment(dpid, entry.getValue());
            if (edge && hosts.adopt(entry.getKey(), place, System.nanoTime())) {
                adopted.put(entry.getKey(), place);
            }
            return edge;
        }));
        if (!adopted.isEmpty()) {
            tellPlace(adopted);
            viewsStale = true;
        }
    }

    /** No hosts live there. */
    void forget(End end) {
        gone(hosts.forget(end.dpid(), end.port()));
    }

    /** The network is cabled like this now. */
    void cables(List<Cable> cables) {
        routes = new Routes(cables);
        Set<Dpid> places = hosts.places();
        for (SwitchAgent agent : agents.all()) {
            Set<Dpid> concerned = new HashSet<>(places);
            concerned.addAll(told.getOrDefault(agent.dpid(), Map.of()).keySet());
            tellRoutes(agent, concerned);
        }
    }

    /**
     * Tells each switch of the hosts it can have anything to do with: all, where it reaches other switches, else its
     * own and those that have left it.
     */
    private void tellPlace(Map<Long, Attachment> placed) {
        Set<Dpid> places = new HashSet<>();
        Map<Dpid, Map<Long, Attachment>> here = new HashMap<>();
        placed.forEach((mac, place) -> {
            places.add(place.dpid());
            here.computeIfAbsent(place.dpid(), unused -> new HashMap<>()).put(mac, place);
            Dpid left = leftBy.remove(mac);
            if (left != null) {
                here.computeIfAbsent(left, unused -> new HashMap<>()).put(mac, place);
            }
        });
        for (SwitchAgent agent : agents.all()) {
            tellRoutes(agent, places);
            boolean reachesOthers = !told.get(agent.dpid()).isEmpty();
            tell(agent, reachesOthers ? placed : here.getOrDefault(agent.dpid(), Map.of()));
        }
    }

    private static void tell(SwitchAgent agent, Map<Long, Attachment> placed) {
        if (!placed.isEmpty()) {
            agent.execute(() -> agent.hosts(placed));
        }
    }

    /** Tells a switch how it reaches those others for which this has changed. */
    private void tellRoutes(SwitchAgent agent, Set<Dpid> places) {
        Map<Dpid, NextHops> before = told.computeIfAbsent(agent.dpid(), unused -> new HashMap<>());
        boolean alone = before.isEmpty();
        Map<Dpid, NextHops> changed = new HashMap<>();
        for (Dpid place : places) {
            if (!place.equals(agent.dpid())) {
                NextHops hops = routes.nextHops(agent.dpid(), place);
                if (!hops.equals(before.getOrDefault(place, NextHops.NONE))) {
                    before.put(place, hops);
                    changed.put(place, hops);
                }
            }
        }
        if (!changed.isEmpty()) {
            agent.execute(() -> agent.routes(changed));
            if (alone) {
                tell(agent, hosts.placed(null));
            }
        }
    }
}
