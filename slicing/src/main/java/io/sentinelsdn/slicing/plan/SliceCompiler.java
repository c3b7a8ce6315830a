package io.sentinelsdn.slicing.plan;

import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SliceMatch;
import io.sentinelsdn.domain.slice.SwitchPort;
import io.sentinelsdn.domain.spi.SliceSwitches.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns slices into what one switch should hold. {@link Bands} says who stands where. Used once, by one thread.
 */
public final class SliceCompiler {
    private static final int CLASSIFY = 1;
    private static final int FORWARD = 2;
    private static final int TCP = 6;
    private static final int ICMPV6 = 58;
    private static final int IPV4_TYPE = 0x0800;
    private static final int IPV6_TYPE = 0x86dd;
    private static final int ARP_TYPE = 0x0806;
    private static final int[] NEIGHBOURS = {135, 136};
    private static final int KBPS = 1_000;
    private static final int BURST_PART = 4;
    private static final int LEAST_BURST = 48;

    private final Dpid dpid;
    private final Ground ground;
    private final boolean queues;
    private final boolean marks;
    private final Map<String, MeterSpec> meters = new LinkedHashMap<>();
    private final List<FlowSpec> entries = new ArrayList<>();

    /** What a slice may use at one switch, in Mbit/s; by direction. */
    @FunctionalInterface
    public interface Limits {
        double mbps(NetworkSlice slice, Dpid dpid, boolean out);
    }

    private SliceCompiler(Dpid dpid, Ground ground, boolean queues, boolean marks) {
        this.dpid = dpid;
        this.ground = ground;
        this.queues = queues;
        this.marks = marks;
    }

    /**
     * The plan of one switch.
     *
     * @param slices that are enabled
     * @param queues whether its ports have queues
     */
    public static Plan plan(Dpid dpid, List<NetworkSlice> slices, Ground ground, Limits limits, boolean queues) {
        boolean isolation = slices.stream().anyMatch(slice -> slice.spec().isolated());
        SliceCompiler compiler = new SliceCompiler(dpid, ground, queues, isolation);
        Map<Integer, Set<Integer>> floods = Map.of();
        if (isolation) {
            Isolation apart = new Isolation(dpid, ground, slices);
            compiler.entries.addAll(apart.drops());
            floods = apart.floods();
        }
        if (!queues && !isolation && !slices.isEmpty()) {
            compiler.bypassTrunks();
        }
        for (NetworkSlice slice : slices) {
            compiler.add(slice, limits);
        }
        return new Plan(compiler.meters, compiler.entries, floods);
    }

    /** The name of a meter. */
    public static String meter(NetworkSlice slice, boolean out) {
        return slice.number() + (out ? "/out" : "/in");
    }

    private void bypassTrunks() {
        for (int trunk : ground.trunks(dpid)) {
            entries.add(entry(CLASSIFY, Bands.BYPASS, Map.of("in_port", trunk), List.of(go())));
        }
    }

    private void add(NetworkSlice slice, Limits limits) {
        boolean enters = !ground.edges(dpid).isEmpty();
        if (enters) {
            meters.put(meter(slice, true), limit(limits.mbps(slice, dpid, true)));
            if (hasInside(slice.spec().match())) {
                meters.put(meter(slice, false), limit(limits.mbps(slice, dpid, false)));
            }
        }
        SliceMatch match = slice.spec().match();
        if (match.isWhole()) {
            networks(slice);
            macs(slice);
            ports(slice);
            vlans(slice);
        } else {
            services(slice);
        }
    }

    /** Whether it can be told who sends to it from outside. */
    private static boolean hasInside(SliceMatch match) {
        return match.vlanIds().isEmpty()
                || !match.networks().isEmpty()
                || !match.macs().isEmpty()
                || !match.switchPorts().isEmpty();
    }

    /** A burst of 250 ms, longer than TCP waits before it sends again, and a few frames at least. */
    private static MeterSpec limit(double mbps) {
        long rate = Math.max(1, Math.round(mbps * KBPS));
        return new MeterSpec(MeterSpec.Unit.KBPS, rate, Math.max(LEAST_BURST, rate / BURST_PART));
    }

    private void networks(NetworkSlice slice) {
        for (Prefix prefix : slice.spec().match().networks()) {
            both(Bands.OUT + prefix.length(), address(prefix, "src"), slice, true);
            both(Bands.IN + prefix.length(), address(prefix, "dst"), slice, false);
            if (prefix.address().isV4()) {
                if (marks) {
                    Map<String, Object> arp = new LinkedHashMap<>();
                    arp.put("eth_type", ARP_TYPE);
                    arp.put("arp_spa", prefix.toString());
                    unmetered(Bands.ARP + prefix.length(), arp, slice);
                }
            } else {
                neighbours(Bands.OUT + Bands.NEIGHBOUR + prefix.length(), address(prefix, "src"), slice);
            }
        }
    }

    private void macs(NetworkSlice slice) {
        Set<String> members = new java.util.TreeSet<>();
        slice.spec().match().macs().stream().map(MacAddress::toString).forEach(members::add);
        boolean ports = !slice.spec().match().switchPorts().isEmpty();
        for (String mac : ground.macs(slice)) {
            boolean limited = members.contains(mac) || ports;
            if (limited) {
                both(Bands.OUT_MAC, Map.of("eth_src", mac), slice, true);
                both(Bands.IN_MAC, Map.of("eth_dst", mac), slice, false);
                exceptions(Bands.OUT_MAC, Map.of("eth_src", mac), slice);
            } else if (marks) {
                both(Bands.HOST, Map.of("eth_src", mac), slice, true);
                exceptions(Bands.HOST, Map.of("eth_src", mac), slice);
            }
        }
    }

    private void ports(NetworkSlice slice) {
        for (SwitchPort port : slice.spec().match().switchPorts()) {
            if (port.dpid().equals(dpid)) {
                Map<String, Object> here = Map.of("in_port", port.port());
                entries.add(entry(CLASSIFY, Bands.PORT, here, actions(slice, meter(slice, true))));
                exceptions(Bands.PORT, here, slice);
            }
        }
    }

    private void vlans(NetworkSlice slice) {
        for (int vlan : slice.spec().match().vlanIds()) {
            both(Bands.VLAN, Map.of("vlan_vid", vlan), slice, true);
            exceptions(Bands.VLAN, Map.of("vlan_vid", vlan), slice);
        }
    }

    /** Hosts find each other however busy their slice is. */
    private void exceptions(int priority, Map<String, Object> match, NetworkSlice slice) {
        Map<String, Object> arp = new LinkedHashMap<>(match);
        arp.put("eth_type", ARP_TYPE);
        unmetered(priority + Bands.NEIGHBOUR, arp, slice);
        Map<String, Object> ip6 = new LinkedHashMap<>(match);
        ip6.put("eth_type", IPV6_TYPE);
        neighbours(priority + Bands.NEIGHBOUR, ip6, slice);
    }

    private void neighbours(int priority, Map<String, Object> match, NetworkSlice slice) {
        for (int type : NEIGHBOURS) {
            Map<String, Object> neighbour = new LinkedHashMap<>(match);
            neighbour.put("ip_proto", ICMPV6);
            neighbour.put("icmpv6_type", type);
            unmetered(priority, neighbour, slice);
        }
    }

    private void services(NetworkSlice slice) {
        SliceMatch match = slice.spec().match();
        List<Map<String, Object>> out = new ArrayList<>();
        List<Map<String, Object>> in = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (Prefix prefix : match.networks()) {
            out.add(address(prefix, "src"));
            in.add(address(prefix, "dst"));
            lengths.add(prefix.length());
        }
        boolean everybody = out.isEmpty();
        if (everybody) {
            for (int type : new int[] {IPV4_TYPE, IPV6_TYPE}) {
                out.add(new LinkedHashMap<>(Map.of("eth_type", type)));
                in.add(new LinkedHashMap<>(Map.of("eth_type", type)));
                lengths.add(0);
            }
        }
        for (int i = 0; i < out.size(); i++) {
            service(Bands.SERVICE_OUT + lengths.get(i), out.get(i), slice, everybody ? List.of("dst") : ENDS, true);
            if (!everybody) {
                service(Bands.SERVICE_IN + lengths.get(i), in.get(i), slice, ENDS, false);
            } else if (!match.ports().isEmpty()) {
                service(Bands.SERVICE_IN, in.get(i), slice, List.of("src"), false);
            }
        }
    }

    private static final List<String> ENDS = List.of("dst", "src");

    private void service(int priority, Map<String, Object> match, NetworkSlice slice, List<String> ends, boolean out) {
        SliceMatch wanted = slice.spec().match();
        Map<String, Object> protocol = new LinkedHashMap<>(match);
        protocol.put("ip_proto", wanted.protocol());
        if (wanted.ports().isEmpty()) {
            both(priority, protocol, slice, out);
            return;
        }
        for (int port : wanted.ports()) {
            for (String end : ends) {
                Map<String, Object> service = new LinkedHashMap<>(protocol);
                service.put((wanted.protocol() == TCP ? "tcp_" : "udp_") + end, port);
                both(priority, service, slice, out);
            }
        }
    }

    private static Map<String, Object> address(Prefix prefix, String end) {
        Map<String, Object> match = new LinkedHashMap<>();
        boolean v4 = prefix.address().isV4();
        match.put("eth_type", v4 ? IPV4_TYPE : IPV6_TYPE);
        match.put((v4 ? "ipv4_" : "ipv6_") + end, prefix.toString());
        return match;
    }

    /** Metered where a frame enters, told apart only where it comes from another switch. */
    private void both(int priority, Map<String, Object> match, NetworkSlice slice, boolean out) {
        if (!ground.edges(dpid).isEmpty()) {
            entries.add(entry(CLASSIFY, priority, match, actions(slice, meter(slice, out), out)));
        }
        fromTrunks(priority, match, slice, out);
    }

    private void unmetered(int priority, Map<String, Object> match, NetworkSlice slice) {
        entries.add(entry(CLASSIFY, priority, match, actions(slice, null)));
        fromTrunks(priority, match, slice, true);
    }

    private void fromTrunks(int priority, Map<String, Object> match, NetworkSlice slice, boolean out) {
        if (queues || marks) {
            for (int trunk : ground.trunks(dpid)) {
                Map<String, Object> here = new LinkedHashMap<>();
                here.put("in_port", trunk);
                here.putAll(match);
                entries.add(entry(CLASSIFY, priority + Bands.TRUNK, here, actions(slice, null, out)));
            }
        }
    }

    private List<Map<String, Object>> actions(NetworkSlice slice, String meter) {
        return actions(slice, meter, true);
    }

    /** What its members send is marked; what comes to them from outside is not theirs. */
    private List<Map<String, Object>> actions(NetworkSlice slice, String meter, boolean out) {
        List<Map<String, Object>> actions = new ArrayList<>();
        if (meter != null) {
            actions.add(Map.of("type", "METER", "meter_id", meter));
        }
        if (queues) {
            actions.add(Map.of("type", "SET_QUEUE", "queue_id", slice.number()));
        }
        if (marks && out && slice.spec().match().isWhole()) {
            actions.add(Mark.write(slice));
        }
        actions.add(go());
        return actions;
    }

    private static Map<String, Object> go() {
        return Map.of("type", "GOTO_TABLE", "table_id", FORWARD);
    }

    static FlowSpec entry(int table, int priority, Map<String, Object> match, List<Map<String, Object>> actions) {
        return new FlowSpec(table, priority, 0, 0, 0, match, actions, false);
    }
}
