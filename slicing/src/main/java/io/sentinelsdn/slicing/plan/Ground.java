package io.sentinelsdn.slicing.plan;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SliceMatch;
import io.sentinelsdn.domain.slice.SwitchPort;
import io.sentinelsdn.domain.spi.SwitchDirectory.HostView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The network that slices stand on: connected switches, which of their ports lead to other switches, and where the hosts
 * of each slice are. Immutable.
 */
public final class Ground {
    private static final int LOCAL = 0xffff_fffe;

    private final Map<Dpid, Set<Integer>> trunks = new TreeMap<>();
    private final Map<Dpid, Set<Integer>> edges = new TreeMap<>();
    private final Map<Integer, Set<String>> macsBySlice = new HashMap<>();
    private final Map<SwitchPort, Set<Integer>> slicesByPort = new HashMap<>();
    private final Set<SwitchPort> open = new HashSet<>();
    private final Map<IpAddress, NetworkSlice> homes = new HashMap<>();

    /**
     * @param slices that are enabled
     */
    public Ground(List<SwitchView> switches, List<HostView> hosts, List<NetworkSlice> slices) {
        for (SwitchView view : switches) {
            if (view.connected()) {
                trunks.put(view.dpid(), new TreeSet<>());
                edges.put(view.dpid(), new TreeSet<>());
                for (SwitchView.PortView port : view.ports()) {
                    if (port.number() != LOCAL) {
                        (port.edge() ? edges : trunks).get(view.dpid()).add(port.number());
                    }
                }
            }
        }
        for (NetworkSlice slice : slices) {
            for (MacAddress mac : slice.spec().match().macs()) {
                macsOf(slice.number()).add(mac.toString());
            }
            for (SwitchPort port : slice.spec().match().switchPorts()) {
                slicesByPort.computeIfAbsent(port, unused -> new TreeSet<>()).add(slice.number());
            }
        }
        hosts.forEach(host -> place(host, slices));
    }

    private void place(HostView host, List<NetworkSlice> slices) {
        if (host.port() < 1) {
            return;
        }
        SwitchPort port = new SwitchPort(host.dpid(), host.port());
        NetworkSlice home = home(host, port, slices);
        if (home == null) {
            open.add(port);
        } else {
            macsOf(home.number()).add(host.mac());
            host.addresses().forEach(address -> homes.put(address, home));
            slicesByPort.computeIfAbsent(port, unused -> new TreeSet<>()).add(home.number());
        }
    }

    /** By its port, else its Ethernet address, else its addresses: a host belongs to one slice. */
    private static NetworkSlice home(HostView host, SwitchPort port, List<NetworkSlice> slices) {
        List<NetworkSlice> whole =
                slices.stream().filter(slice -> slice.spec().match().isWhole()).toList();
        for (NetworkSlice slice : whole) {
            if (slice.spec().match().switchPorts().contains(port)) {
                return slice;
            }
        }
        for (NetworkSlice slice : whole) {
            SliceMatch match = slice.spec().match();
            if (match.macs().stream().anyMatch(mac -> mac.toString().equals(host.mac()))) {
                return slice;
            }
        }
        for (NetworkSlice slice : whole) {
            for (IpAddress address : host.addresses()) {
                if (slice.spec().match().contains(address)) {
                    return slice;
                }
            }
        }
        return null;
    }

    private Set<String> macsOf(int number) {
        return macsBySlice.computeIfAbsent(number, unused -> new TreeSet<>());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ground ground
                && trunks.equals(ground.trunks)
                && edges.equals(ground.edges)
                && macsBySlice.equals(ground.macsBySlice)
                && slicesByPort.equals(ground.slicesByPort)
                && open.equals(ground.open);
    }

    @Override
    public int hashCode() {
        return Objects.hash(trunks, edges, macsBySlice, slicesByPort, open);
    }

    /** Connected switches. */
    public Set<Dpid> switches() {
        return trunks.keySet();
    }

    /** Ports that lead to other switches of ours. */
    public Set<Integer> trunks(Dpid dpid) {
        return trunks.getOrDefault(dpid, Set.of());
    }

    /** All other ports. */
    public Set<Integer> edges(Dpid dpid) {
        return edges.getOrDefault(dpid, Set.of());
    }

    /** Connected switches that frames of hosts enter at. */
    public List<Dpid> ingresses() {
        return edges.entrySet().stream()
                .filter(ports -> !ports.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Ethernet addresses of the hosts that belong to a slice as a whole. */
    public List<String> macs(NetworkSlice slice) {
        return List.copyOf(macsBySlice.getOrDefault(slice.number(), Set.of()));
    }

    /** The slices of known hosts, by their addresses. */
    public Map<IpAddress, NetworkSlice> homes() {
        return Collections.unmodifiableMap(homes);
    }

    /** Edge ports of a switch behind which all known hosts belong to one of these slices. */
    public Set<Integer> portsOf(Dpid dpid, Set<Integer> numbers) {
        Set<Integer> ports = new TreeSet<>();
        for (int port : edges(dpid)) {
            SwitchPort place = new SwitchPort(dpid, port);
            Set<Integer> here = slicesByPort.getOrDefault(place, Set.of());
            if (!here.isEmpty() && !open.contains(place) && numbers.containsAll(here)) {
                ports.add(port);
            }
        }
        return ports;
    }

    /** All ports of a switch. */
    public List<Integer> ports(Dpid dpid) {
        List<Integer> all = new ArrayList<>(edges(dpid));
        all.addAll(trunks(dpid));
        return all;
    }
}
