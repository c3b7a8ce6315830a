package io.sentinelsdn.slicing.plan;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import io.sentinelsdn.domain.slice.NetworkSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What keeps slices apart: where a frame goes is looked at beside the mark of where it comes from, so the entries grow
 * with the members and not with their pairs. Frames to groups (ARP, neighbour discovery, DHCP) do not leave by ports of
 * slices that they must not reach.
 */
final class Isolation {
    private static final int FORWARD = 2;

    private final Dpid dpid;
    private final Ground ground;
    private final List<NetworkSlice> slices;
    private final int highest;

    Isolation(Dpid dpid, Ground ground, List<NetworkSlice> slices) {
        this.dpid = dpid;
        this.ground = ground;
        this.slices =
                slices.stream().filter(slice -> slice.spec().match().isWhole()).toList();
        highest = slices.stream().mapToInt(NetworkSlice::number).max().orElse(0);
    }

    /** Entries that drop. */
    List<FlowSpec> drops() {
        List<FlowSpec> entries = new ArrayList<>();
        for (NetworkSlice slice : slices) {
            for (String strangers : Mark.strangers(slice, highest)) {
                for (Map<String, Object> member : members(slice)) {
                    Map<String, Object> match = new LinkedHashMap<>();
                    match.put("metadata", strangers);
                    match.putAll(member);
                    entries.add(SliceCompiler.entry(FORWARD, Bands.ISOLATION, match, List.of()));
                }
            }
        }
        return entries;
    }

    private List<Map<String, Object>> members(NetworkSlice slice) {
        List<Map<String, Object>> members = new ArrayList<>();
        for (Prefix prefix : slice.spec().match().networks()) {
            if (prefix.address().isV4()) {
                members.add(to(0x0800, "ipv4_dst", prefix));
                members.add(to(0x0806, "arp_tpa", prefix));
            } else {
                members.add(to(0x86dd, "ipv6_dst", prefix));
            }
        }
        for (String mac : ground.macs(slice)) {
            members.add(Map.of("eth_dst", mac));
        }
        return members;
    }

    private static Map<String, Object> to(int type, String field, Prefix prefix) {
        Map<String, Object> match = new LinkedHashMap<>();
        match.put("eth_type", type);
        match.put(field, prefix.toString());
        return match;
    }

    /** The ports that each slice's frames to groups must not leave by. */
    Map<Integer, Set<Integer>> floods() {
        Map<Integer, Set<Integer>> withheld = new TreeMap<>();
        for (NetworkSlice slice : slices) {
            Set<Integer> apart = new TreeSet<>();
            for (NetworkSlice other : slices) {
                if (other.number() != slice.number()
                        && (slice.spec().isolated() || other.spec().isolated())) {
                    apart.add(other.number());
                }
            }
            Set<Integer> ports = ground.portsOf(dpid, apart);
            if (!ports.isEmpty()) {
                withheld.put(slice.number(), ports);
            }
        }
        return withheld;
    }
}
