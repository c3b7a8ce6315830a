package io.sentinelsdn.controller.rules;

import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.openflow.FlowEntry.FrameMatch;
import io.sentinelsdn.controller.openflow.PacketIn;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.net.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The four tables and who stands where in them.
 *
 * <pre>
 * 0 mitigation  rules by band · known sources of validated ports goto 1, others dropped ─► else goto 1
 * 1 slices      goto 2
 * 2 forwarding  known destination ─► its port · others: ─► spanning tree, unless from a blocked trunk · then goto 3
 * 3 monitor     what a rate limit holds, uncounted · five-tuple counters · SYN counter, ARP, ND, LLDP and first packets under a meter to the controller
 * </pre>
 *
 * Monitoring comes after the packet has been forwarded: a meter drops the packet itself, so in this order a punt meter
 * can never cost traffic. Stateless.
 */
public final class TablePlan {
    public static final int MITIGATION = 0;
    public static final int SLICES = 1;
    public static final int FORWARDING = 2;
    public static final int MONITOR = 3;
    /** Tables a switch must have. */
    public static final int TABLES = 4;

    private static final int VALID_PRIORITY = 2;
    private static final int SPOOFED_PRIORITY = 1;
    private static final int TRUNK_LLDP_PRIORITY = 1001;
    private static final int LLDP_PRIORITY = 1000;
    private static final int LINK_LOCAL_PRIORITY = 950;
    private static final int HOST_PRIORITY = 100;
    private static final int BLOCKED_PRIORITY = 50;
    private static final int UNCOUNTED_PRIORITY = 600;
    private static final int SYN_PRIORITY = 500;
    private static final int NEIGHBOUR_PRIORITY = 400;
    private static final int FINE_PRIORITY = 100;
    private static final int COARSE_PRIORITY = 50;
    private static final int PREFIX_PRIORITY = 40;
    private static final int GROUP_PRIORITY = 10;
    private static final int PORT_MISS_PRIORITY = 1;

    private static final long GROUP_BIT = 0x0100_0000_0000L;
    private static final long LINK_LOCAL = 0x0180_c200_0000L;
    private static final long LINK_LOCAL_MASK = 0xffff_ffff_fff0L;

    private TablePlan() {}

    /** Entries every switch has. */
    public static List<FlowEntry> base(int lldpMeter) {
        return List.of(
                entry(Cookies.BASE, MITIGATION, 0, FlowEntry.ANY, FrameMatch.ANY, 0, List.of(), SLICES),
                entry(Cookies.BASE, SLICES, 0, FlowEntry.ANY, FrameMatch.ANY, 0, List.of(), FORWARDING),
                entry(Cookies.BASE, FORWARDING, LLDP_PRIORITY, FlowEntry.ANY, lldp(), 0, List.of(), MONITOR),
                entry(
                        Cookies.BASE,
                        FORWARDING,
                        LINK_LOCAL_PRIORITY,
                        FlowEntry.ANY,
                        new FrameMatch(LINK_LOCAL, LINK_LOCAL_MASK, -1, -1, -1),
                        0,
                        List.of(),
                        -1),
                entry(Cookies.BASE, MONITOR, 0, FlowEntry.ANY, FrameMatch.ANY, 0, List.of(), -1),
                entry(
                        Cookies.PUNT,
                        MONITOR,
                        LLDP_PRIORITY,
                        FlowEntry.ANY,
                        lldp(),
                        lldpMeter,
                        List.of(FlowEntry.CONTROLLER),
                        -1));
    }

    /** Frames to everybody and to unknown destinations leave by these ports, but never by the one they came in at. */
    public static FlowEntry flood(Set<Integer> ports) {
        List<Integer> outputs = ports.stream().sorted(Integer::compareUnsigned).toList();
        return entry(Cookies.BASE, FORWARDING, 0, FlowEntry.ANY, FrameMatch.ANY, 0, outputs, MONITOR);
    }

    /** Reactive forwarding: the same for frames to group addresses alone. */
    public static FlowEntry floodGroups(Set<Integer> ports) {
        List<Integer> outputs = ports.stream().sorted(Integer::compareUnsigned).toList();
        FrameMatch groups = new FrameMatch(GROUP_BIT, GROUP_BIT, -1, -1, -1);
        return entry(Cookies.BASE, FORWARDING, GROUP_PRIORITY, FlowEntry.ANY, groups, 0, outputs, MONITOR);
    }

    /**
     * Reactive forwarding: what no entry knows is decided by the controller. This entry is for ports that have none of
     * their own.
     */
    public static FlowEntry tableMiss(int meter) {
        return miss(0, FlowEntry.ANY, meter);
    }

    /** The same for one port with a meter of its own, so that a flooded port cannot silence another. */
    public static FlowEntry tableMiss(int port, int meter) {
        return miss(PORT_MISS_PRIORITY, FlowEntry.ANY.withInPort(port), meter);
    }

    private static FlowEntry miss(int priority, Match match, int meter) {
        return new FlowEntry(
                FORWARDING,
                priority,
                cookie(Cookies.TABLE_MISS, FORWARDING, priority, match, FrameMatch.ANY),
                match,
                FrameMatch.ANY,
                meter,
                List.of(FlowEntry.CONTROLLER),
                0,
                -1,
                0,
                0,
                false,
                FlowEntry.WHOLE_FRAME);
    }

    /** Drops frames to everybody and to unknown destinations that come in at a trunk outside the spanning tree. */
    public static FlowEntry blocked(int port) {
        Match here = FlowEntry.ANY.withInPort(port);
        return entry(Cookies.TRUNK, FORWARDING, BLOCKED_PRIORITY, here, FrameMatch.ANY, 0, List.of(), -1);
    }

    /** Probes that come in at a trunk; they have a meter of their own, so that LLDP from hosts cannot starve them. */
    public static FlowEntry trunkProbes(int port, int meter) {
        Match here = FlowEntry.ANY.withInPort(port);
        List<Integer> controller = List.of(FlowEntry.CONTROLLER);
        return entry(Cookies.TRUNK, MONITOR, TRUNK_LLDP_PRIORITY, here, lldp(), meter, controller, -1);
    }

    /** Entries of an edge port: who speaks here, and the first packet of what. */
    public static List<FlowEntry> edge(int port, int missMeter, int neighbourMeter) {
        List<FlowEntry> entries = new ArrayList<>();
        Match here = FlowEntry.ANY.withInPort(port);
        entries.add(punt(Cookies.MISS, PORT_MISS_PRIORITY, here, FrameMatch.ANY, missMeter));
        entries.add(punt(Cookies.PUNT, NEIGHBOUR_PRIORITY, here, FrameMatch.ethType(PacketIn.ETH_ARP), neighbourMeter));
        for (int type : new int[] {135, 136}) {
            Match nd = ip(port, 6, IpProto.ICMPV6).withIcmpType(type);
            entries.add(punt(Cookies.PUNT, NEIGHBOUR_PRIORITY, nd, FrameMatch.ANY, neighbourMeter));
        }
        return entries;
    }

    /** The two entries that see every initial SYN entering at a port; they need Open vSwitch's tcp_flags match. */
    public static List<FlowEntry> synCounters(int port, int synMeter) {
        return List.of(
                punt(Cookies.SYN, SYN_PRIORITY, ip(port, 4, IpProto.TCP).withTcpSyn(true), FrameMatch.ANY, synMeter),
                punt(Cookies.SYN, SYN_PRIORITY, ip(port, 6, IpProto.TCP).withTcpSyn(true), FrameMatch.ANY, synMeter));
    }

    /**
     * A host: frames to this address leave by a port, or by a group.
     *
     * @param port 0 for none
     * @param group 0 for none
     */
    public static FlowEntry host(long mac, int port, int group) {
        FrameMatch frame = FrameMatch.ethDst(mac);
        List<Integer> outputs = port == 0 ? List.of() : List.of(port);
        return new FlowEntry(
                FORWARDING,
                HOST_PRIORITY,
                cookie(Cookies.FORWARD, FORWARDING, HOST_PRIORITY, FlowEntry.ANY, frame),
                FlowEntry.ANY,
                frame,
                0,
                outputs,
                group,
                MONITOR,
                0,
                0,
                false);
    }

    /**
     * Sources that every host may have, also before it has an address of its own: unspecified (DHCP, duplicate address
     * detection) and link-local ones; and neighbour discovery, from which addresses are learned.
     */
    public static List<FlowEntry> commonSources() {
        List<FlowEntry> entries = new ArrayList<>();
        for (String prefix : List.of("0.0.0.0/32", "169.254.0.0/16", "::/128", "fe80::/10")) {
            entries.add(valid(FlowEntry.ANY.withSrc(Prefix.parse(prefix)), FrameMatch.ANY));
        }
        for (int type : new int[] {135, 136}) {
            Match nd = new Match(null, null, null, IpProto.ICMPV6, null, null, type, false, 6);
            entries.add(valid(nd, FrameMatch.ANY));
        }
        return entries;
    }

    /** A source that is known at a port. */
    public static FlowEntry validSource(int port, long mac, IpAddress address) {
        Match match = FlowEntry.ANY.withInPort(port).withSrc(Prefix.host(address));
        return valid(match, FrameMatch.ethSrc(mac));
    }

    private static FlowEntry valid(Match match, FrameMatch frame) {
        return entry(Cookies.SOURCE, MITIGATION, VALID_PRIORITY, match, frame, 0, List.of(), SLICES);
    }

    /** Drops what enters a port from other sources, and counts it. */
    public static List<FlowEntry> spoofed(int port) {
        List<FlowEntry> entries = new ArrayList<>();
        for (int version : new int[] {4, 6}) {
            Match match = new Match(port, null, null, null, null, null, null, false, version);
            entries.add(entry(Cookies.SPOOFED, MITIGATION, SPOOFED_PRIORITY, match, FrameMatch.ANY, 0, List.of(), -1));
        }
        return entries;
    }

    /** Counts one five-tuple (or ICMP type and code) of a port; the id in the cookie is the monitor's own. */
    public static FlowEntry fine(long slot, Match match, int icmpCode, int idleSeconds) {
        FrameMatch frame = icmpCode < 0 ? FrameMatch.ANY : new FrameMatch(-1, -1, -1, -1, icmpCode);
        return new FlowEntry(
                MONITOR, FINE_PRIORITY, Cookies.FINE | slot, match, frame, 0, List.of(), 0, -1, idleSeconds, 0, true);
    }

    /** Counts and samples what goes from a port to a destination, or a prefix of them, by a protocol. */
    public static FlowEntry coarse(int port, Prefix dst, int protocol, int meter, int idleSeconds) {
        Match match = new Match(port, null, dst, protocol, null, null, null, false, null);
        int priority = dst.isHost() ? COARSE_PRIORITY : PREFIX_PRIORITY;
        FlowEntry lasting = punt(Cookies.COARSE, priority, match, FrameMatch.ANY, meter);
        return new FlowEntry(
                lasting.table(),
                lasting.priority(),
                lasting.cookie(),
                match,
                FrameMatch.ANY,
                meter,
                lasting.outputs(),
                0,
                -1,
                idleSeconds,
                0,
                true);
    }

    /**
     * A mitigation rule.
     *
     * @param meterId meter of a rate limit, 0 for none
     * @param lookMeter meter of what is copied to the controller of what a drop holds back, 0 for nothing
     * @param dropInstead the switch has no meters: what should be limited is dropped
     * @param hardSeconds remaining lifetime, 0 for permanent
     */
    public static FlowEntry rule(
            FlowRule rule, Match match, int meterId, int lookMeter, boolean dropInstead, int hardSeconds) {
        boolean drops = rule.verdict() == FlowRule.Verdict.DROP || dropInstead;
        boolean looks = drops && lookMeter != 0;
        int priority = priority(rule.band());
        return new FlowEntry(
                MITIGATION,
                priority,
                cookie(rule, Cookies.RULE, MITIGATION, priority, match),
                match,
                FrameMatch.ANY,
                looks ? lookMeter : meterId,
                looks ? List.of(FlowEntry.CONTROLLER) : List.of(),
                0,
                drops ? -1 : SLICES,
                0,
                hardSeconds,
                true,
                FlowEntry.HEADERS,
                rule.detour());
    }

    /**
     * Beside a rate limit: keeps what it matches out of the monitor's counters. Open vSwitch credits every entry on
     * the path of a datapath flow, also those behind a meter that dropped the packet (measured on 3.1), so without
     * this entry an attack held by a meter would still be counted as if it had passed.
     *
     * @param lookMeter meter of what is copied to the controller of what the limit lets pass, 0 for nothing
     */
    public static FlowEntry uncounted(FlowRule rule, Match match, int lookMeter, int hardSeconds) {
        long cookie = cookie(rule, Cookies.SHADOW, MONITOR, UNCOUNTED_PRIORITY, match);
        List<Integer> outputs = lookMeter == 0 ? List.of() : List.of(FlowEntry.CONTROLLER);
        return new FlowEntry(
                MONITOR,
                UNCOUNTED_PRIORITY,
                cookie,
                match,
                FrameMatch.ANY,
                lookMeter,
                outputs,
                0,
                -1,
                0,
                hardSeconds,
                false);
    }

    private static int priority(RuleBand band) {
        return switch (band) {
            case WAY_BACK -> 61_000;
            case ALLOW -> 60_000;
            case USER -> 50_000;
            case BLACKLIST -> 40_000;
            case AUTO_PERMIT -> 35_000;
            case AUTO_NARROW -> 30_000;
            case AUTO_BROAD -> 20_000;
        };
    }

    private static FlowEntry punt(long cookieClass, int priority, Match match, FrameMatch frame, int meter) {
        return entry(cookieClass, MONITOR, priority, match, frame, meter, List.of(FlowEntry.CONTROLLER), -1);
    }

    private static FlowEntry entry(
            long cookieClass,
            int table,
            int priority,
            Match match,
            FrameMatch frame,
            int meter,
            List<Integer> outputs,
            int gotoTable) {
        long cookie = cookie(cookieClass, table, priority, match, frame);
        return new FlowEntry(table, priority, cookie, match, frame, meter, outputs, 0, gotoTable, 0, 0, false);
    }

    private static long cookie(long cookieClass, int table, int priority, Match match, FrameMatch frame) {
        return Cookies.of(cookieClass, table + "/" + priority + "/" + match.describe() + "/" + frame);
    }

    private static long cookie(FlowRule rule, long cookieClass, int table, int priority, Match match) {
        String text = table + "/" + priority + "/" + match.describe() + "/" + FrameMatch.ANY;
        return rule.incident() == null ? Cookies.of(cookieClass, text) : Cookies.ofIncident(rule.incident(), text);
    }

    private static Match ip(int port, int version, int protocol) {
        return new Match(port, null, null, protocol, null, null, null, false, version);
    }

    private static FrameMatch lldp() {
        return FrameMatch.ethType(PacketIn.ETH_LLDP);
    }
}
