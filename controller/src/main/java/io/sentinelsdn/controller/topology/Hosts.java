package io.sentinelsdn.controller.topology;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.spi.SwitchDirectory.HostView;
import io.sentinelsdn.domain.spi.TopologyView.Attachment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Hosts learned at edge ports. Bounded: full tables learn nobody new, and one port cannot fill them alone. Owned by
 * the control thread; {@link #attachment} may be asked by any.
 */
public final class Hosts {
    private static final int MOST = 65_536;
    private static final int MOST_PER_PORT = 1_024;
    private static final int MOST_ADDRESSES = 16;
    private static final int PROBES = 3;
    private static final int MOST_ASKED_AT_ONCE = 200;
    private static final long PROBE_PAUSE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MOVE_PAUSE_NS = TimeUnit.SECONDS.toNanos(1);

    private final Map<Long, Host> byMac = new HashMap<>();
    private final Map<Attachment, Integer> perPort = new HashMap<>();
    private final Map<IpAddress, Attachment> byAddress = new ConcurrentHashMap<>();

    /** A host: where it is, and its addresses. */
    public static final class Host {
        private final long mac;
        private Attachment place;
        private long placedNs;
        private long aliveNs;
        private int probes;
        private boolean reserved;
        private final Set<IpAddress> addresses = new LinkedHashSet<>();

        private Host(long mac) {
            this.mac = mac;
        }

        public long mac() {
            return mac;
        }

        public Attachment place() {
            return place;
        }

        /** Its addresses; not to be changed. */
        public Set<IpAddress> addresses() {
            return addresses;
        }

        private void alive(long nowNs) {
            aliveNs = nowNs;
            probes = 0;
        }
    }

    /**
     * What silence means for hosts.
     *
     * @param ask whether they are still there
     * @param gone did not answer and are forgotten
     */
    public record Silence(List<Host> ask, List<Host> gone) {}

    /**
     * The host spoke at this place.
     *
     * @return the host when it is new or has moved; empty when nothing changed or there is no room
     */
    public Optional<Host> seen(long mac, Attachment place, long nowNs) {
        Host host = byMac.get(mac);
        if (host != null && host.place.equals(place)) {
            host.alive(nowNs);
            return Optional.empty();
        }
        if (host != null && (host.reserved || nowNs - host.placedNs < MOVE_PAUSE_NS)) {
            return Optional.empty();
        }
        if (perPort.getOrDefault(place, 0) >= MOST_PER_PORT || (host == null && byMac.size() >= MOST)) {
            return Optional.empty();
        }
        if (host == null) {
            host = new Host(mac);
            byMac.put(mac, host);
        } else {
            leave(host);
        }
        host.place = place;
        host.placedNs = nowNs;
        host.alive(nowNs);
        perPort.merge(place, 1, Integer::sum);
        for (IpAddress address : host.addresses) {
            byAddress.put(address, place);
        }
        return Optional.of(host);
    }

    /** The host is at this place and stays there, whatever is seen of it. */
    public void reserve(long mac, Attachment place, long nowNs) {
        seen(mac, place, nowNs);
        Host host = byMac.get(mac);
        if (host != null) {
            host.reserved = true;
        }
    }

    /**
     * Entries of a former process say that the host is there.
     *
     * @return whether it was taken; whoever has spoken is known better
     */
    public boolean adopt(long mac, Attachment place, long nowNs) {
        return !byMac.containsKey(mac) && seen(mac, place, nowNs).isPresent();
    }

    /** The host claimed this address by ARP or ND; answers whether that is new. */
    public boolean claims(long mac, IpAddress address) {
        Host host = byMac.get(mac);
        if (host == null || host.addresses.size() >= MOST_ADDRESSES || !host.addresses.add(address)) {
            return false;
        }
        byAddress.put(address, host.place);
        return true;
    }

    /** Packets went to these hosts at this switch. */
    public void alive(Dpid at, Set<Long> macs, long nowNs) {
        for (long mac : macs) {
            Host host = byMac.get(mac);
            if (host != null && host.place.dpid().equals(at)) {
                host.alive(nowNs);
            }
        }
    }

    /**
     * Hosts that have been silent: asked three times, a second apart, then forgotten. Not many are asked at once; the others
     * wait. Behind a switch that is away nobody is asked or
     * forgotten.
     *
     * @param timeoutNs silence after which a host is asked
     * @param away whether a switch is not connected
     */
    public Silence silent(long nowNs, long timeoutNs, Predicate<Dpid> away) {
        List<Host> ask = new ArrayList<>();
        List<Host> gone = new ArrayList<>();
        for (Host host : byMac.values()) {
            if (host.reserved || away.test(host.place.dpid())) {
                host.alive(nowNs);
            } else if (nowNs - host.aliveNs >= timeoutNs + host.probes * PROBE_PAUSE_NS) {
                if (host.probes == PROBES) {
                    gone.add(host);
                } else if (ask.size() < MOST_ASKED_AT_ONCE) {
                    host.probes++;
                    ask.add(host);
                }
            }
        }
        gone.forEach(this::remove);
        return new Silence(ask, gone);
    }

    private void remove(Host host) {
        byMac.remove(host.mac);
        leave(host);
        host.addresses.forEach(address -> byAddress.remove(address, host.place));
    }

    /** Switches that hosts are at. */
    public Set<Dpid> places() {
        Set<Dpid> places = new HashSet<>();
        perPort.keySet().forEach(place -> places.add(place.dpid()));
        return places;
    }

    /** Forgets everybody behind a port; answers them. */
    public List<Host> forget(Dpid dpid, int port) {
        Attachment place = new Attachment(dpid, port);
        List<Host> gone = byMac.values().stream()
                .filter(host -> host.place.equals(place) && !host.reserved)
                .toList();
        gone.forEach(this::remove);
        return gone;
    }

    /** The addresses of the hosts at these places, in one look at all hosts; nothing at a place where none is known. */
    public Map<Attachment, Map<Long, Set<IpAddress>>> addresses(Set<Attachment> places) {
        Map<Attachment, Map<Long, Set<IpAddress>>> found = new HashMap<>();
        places.forEach(place -> found.put(place, new HashMap<>()));
        for (Host host : byMac.values()) {
            Map<Long, Set<IpAddress>> there = found.get(host.place);
            if (there != null) {
                there.put(host.mac, Set.copyOf(host.addresses));
            }
        }
        return found;
    }

    public Optional<Attachment> attachment(IpAddress address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /** Where a host is, or null. */
    public Attachment place(long mac) {
        Host host = byMac.get(mac);
        return host == null ? null : host.place;
    }

    /** The places of hosts by Ethernet address: of those at one switch, or of all when {@code at} is null. */
    public Map<Long, Attachment> placed(Dpid at) {
        Map<Long, Attachment> placed = new HashMap<>();
        for (Host host : byMac.values()) {
            if (at == null || host.place.dpid().equals(at)) {
                placed.put(host.mac, host.place);
            }
        }
        return placed;
    }

    public List<HostView> views() {
        List<HostView> views = new ArrayList<>(byMac.size());
        for (Host host : byMac.values()) {
            views.add(new HostView(
                    new MacAddress(host.mac).toString(),
                    List.copyOf(host.addresses),
                    host.place.dpid(),
                    host.place.port()));
        }
        return views;
    }

    private void leave(Host host) {
        perPort.computeIfPresent(host.place, (place, count) -> count > 1 ? count - 1 : null);
    }
}
