package io.sentinelsdn.domain.slice;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackEvidence.PortShare;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which slice addresses and flows belong to, in the order in which switches decide it; of VLANs only the switches know.
 * Immutable: any thread may ask.
 */
public final class SliceMembers {
    /** There are no slices. */
    public static final SliceMembers NONE = new SliceMembers(List.of(), Map.of());

    private final List<NetworkSlice> services = new ArrayList<>();
    private final Map<Dpid, Map<Integer, NetworkSlice>> ports = new HashMap<>();
    private final Map<Prefix, NetworkSlice> networks = new HashMap<>();
    private final SortedSet<Integer> lengths = new TreeSet<>(Comparator.reverseOrder());
    private final Map<IpAddress, NetworkSlice> learned;

    /**
     * @param slices that are enabled
     * @param learned slices of hosts, by their addresses
     */
    public SliceMembers(List<NetworkSlice> slices, Map<IpAddress, NetworkSlice> learned) {
        this.learned = Map.copyOf(learned);
        for (NetworkSlice slice : slices) {
            SliceMatch match = slice.spec().match();
            if (!match.isWhole()) {
                services.add(slice);
                continue;
            }
            for (SwitchPort port : match.switchPorts()) {
                ports.computeIfAbsent(port.dpid(), unused -> new HashMap<>()).putIfAbsent(port.port(), slice);
            }
            for (Prefix network : match.networks()) {
                networks.putIfAbsent(network, slice);
                lengths.add(network.length());
            }
        }
    }

    /** The slice that a host of this address belongs to as a whole, or null. */
    public NetworkSlice of(IpAddress address) {
        NetworkSlice home = learned.get(address);
        if (home != null) {
            SliceMatch match = home.spec().match();
            if (!match.macs().isEmpty() || !match.switchPorts().isEmpty()) {
                return home;
            }
        }
        for (int length : lengths) {
            NetworkSlice slice = length <= address.bits() ? networks.get(new Prefix(address, length)) : null;
            if (slice != null) {
                return slice;
            }
        }
        return home;
    }

    /** The slice that a flow counts for: its service's, else its sender's, else its receiver's; or null. */
    public NetworkSlice of(FlowView flow) {
        List<Integer> ends = List.of(flow.srcPort(), flow.dstPort());
        NetworkSlice slice = service(flow.src(), flow.protocol(), ends);
        if (slice == null) {
            slice = service(flow.dst(), flow.protocol(), ends);
        }
        if (slice == null) {
            slice = ports.getOrDefault(flow.dpid(), Map.of()).get(flow.inPort());
        }
        if (slice == null) {
            slice = of(flow.src());
        }
        return slice == null ? of(flow.dst()) : slice;
    }

    /** The slice of a victim: of the service that is attacked, else of the host; or null. */
    public NetworkSlice attacked(AttackEvidence evidence) {
        if (!evidence.hasTarget()) {
            return null;
        }
        List<Integer> hit = evidence.dstPorts().stream().map(PortShare::port).toList();
        NetworkSlice slice = service(evidence.target(), evidence.protocol(), hit);
        return slice == null ? of(evidence.target()) : slice;
    }

    /** Slices of services of some hosts come before those of everybody. */
    private NetworkSlice service(IpAddress address, int protocol, Collection<Integer> ends) {
        NetworkSlice everybody = null;
        for (NetworkSlice slice : services) {
            SliceMatch match = slice.spec().match();
            boolean served = match.ports().isEmpty() || ends.stream().anyMatch(match.ports()::contains);
            if (match.protocol() == protocol && served) {
                if (match.contains(address)) {
                    return slice;
                }
                everybody = match.networks().isEmpty() ? slice : everybody;
            }
        }
        return everybody;
    }
}
