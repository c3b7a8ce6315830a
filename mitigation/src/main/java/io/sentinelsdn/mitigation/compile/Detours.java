package io.sentinelsdn.mitigation.compile;

import io.sentinelsdn.domain.flow.Detour;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.slice.SwitchPort;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import io.sentinelsdn.domain.spi.SwitchDirectory.HostView;
import io.sentinelsdn.domain.spi.SwitchDirectory.LinkView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The way to the scrubber or the gateway and back.
 *
 * <p>A scrubber gets packets as they are, with its own Ethernet address: forwarding brings them there from any switch. A
 * scrubber that is no host but one or several ports has an Ethernet address of ours, {@link #SCRUBBER_MAC}, which
 * forwarding takes to these ports. What it sends on enters at its own ports, where it passes, with the victim's Ethernet
 * address again. The gateway is spoken to as itself: address and port of the destination become the gateway's at the
 * client's side, and those of its answers become the victim's where the gateway is attached, so that clients see the
 * host they asked.
 *
 * <p>Where hosts live is asked each time. Any thread.
 */
public final class Detours {
    /** Locally administered (IEEE 802 section 8.4): no card has it. */
    public static final MacAddress SCRUBBER_MAC = MacAddress.parse("02:5e:17:00:00:01");

    private static final int MOST_RULES = 8;

    private final IpAddress scrubber;
    private final List<SwitchPort> scrubberPorts;
    private final IpAddress gateway;
    private final int gatewayPort;
    private final Function<IpAddress, Optional<HostView>> hosts;
    private final Supplier<List<LinkView>> links;

    /**
     * @param scrubber null for none
     * @param scrubberPorts the scrubber as ports of one switch, or empty
     * @param gateway null for none
     * @param hosts where an address lives
     * @param links cables between switches of ours
     */
    public Detours(
            IpAddress scrubber,
            List<SwitchPort> scrubberPorts,
            IpAddress gateway,
            int gatewayPort,
            Function<IpAddress, Optional<HostView>> hosts,
            Supplier<List<LinkView>> links) {
        this.links = links;
        this.scrubber = scrubber;
        this.scrubberPorts = List.copyOf(scrubberPorts);
        this.gateway = gateway;
        this.gatewayPort = gatewayPort;
        this.hosts = hosts;
    }

    public boolean hasScrubber() {
        return scrubber != null || !scrubberPorts.isEmpty();
    }

    public boolean hasGateway() {
        return gateway != null;
    }

    /** Addresses that no rule may block, with what they are. */
    public Map<Prefix, String> ours() {
        Map<Prefix, String> ours = new LinkedHashMap<>();
        if (scrubber != null) {
            ours.put(Prefix.host(scrubber), "configured as mitigation.scrubber");
        }
        if (gateway != null) {
            ours.putIfAbsent(Prefix.host(gateway), "configured as mitigation.gateway");
        }
        return ours;
    }

    /** The scrubber, for people. */
    public MitigationAction redirectAction() {
        return new MitigationAction.Redirect(scrubber != null ? scrubber.toString() : scrubberPorts.toString());
    }

    /** The gateway, for people. */
    public MitigationAction challengeAction() {
        return new MitigationAction.Challenge(gateway + " port " + gatewayPort);
    }

    /**
     * Shapes that send what others would drop or limit to the scrubber, and let pass what comes back from it. At most 8:
     * the last ones are left out.
     *
     * @param band where they stand, or null for where they stood
     * @throws Refused when there is no scrubber, it is not attached, or a match names no destination
     */
    public List<RuleShape> redirect(List<RuleShape> shapes, RuleBand band) {
        if (!hasScrubber()) {
            throw new Refused("no scrubber is configured (mitigation.scrubber, mitigation.scrubber_ports)");
        }
        MacAddress mac = SCRUBBER_MAC;
        List<Place> exits = scrubberPorts.stream()
                .map(exit -> new Place(exit.dpid(), exit.port()))
                .toList();
        if (scrubber != null) {
            HostView host = attached(scrubber, "scrubber");
            mac = MacAddress.parse(host.mac());
            exits = List.of(new Place(host.dpid(), host.port()));
        }
        List<RuleShape> back = new ArrayList<>();
        for (Prefix victim :
                shapes.stream().map(shape -> victimOf(shape.match())).distinct().toList()) {
            for (Place exit : exits) {
                back.add(back(victim, exit));
            }
        }
        if (shapes.stream().anyMatch(shape -> shape.dpid() == null)) {
            back.addAll(betweenSwitches(shapes));
        }
        Detour there = Detour.to(mac);
        return together(
                shapes.stream()
                        .filter(shape -> !entersAt(shape))
                        .map(shape -> RuleShape.detour(
                                shape.dpid(), band == null ? shape.band() : band, shape.match(), there))
                        .toList(),
                back);
    }

    private static Prefix victimOf(Match match) {
        if (match.dst() == null) {
            throw new Refused("redirect needs a victim");
        }
        return match.dst();
    }

    /**
     * A rule on every switch would meet its packets again behind the next one, and those that come back from the
     * scrubber: what comes from another switch of ours has been sent there, or comes from there.
     */
    private List<RuleShape> betweenSwitches(List<RuleShape> shapes) {
        List<RuleShape> pass = new ArrayList<>();
        for (Prefix victim :
                shapes.stream().map(shape -> victimOf(shape.match())).distinct().toList()) {
            for (Place trunk : trunks()) {
                Match match = Match.destination(victim).withInPort(trunk.inPort());
                pass.add(new RuleShape(trunk.dpid(), RuleBand.WAY_BACK, match, FlowRule.Verdict.ALLOW, null, null));
            }
        }
        return pass;
    }

    /** Ports that lead to other switches of ours. */
    private Set<Place> trunks() {
        Set<Place> trunks = new LinkedHashSet<>();
        for (LinkView link : links.get()) {
            trunks.add(new Place(link.fromDpid(), link.fromPort()));
            trunks.add(new Place(link.toDpid(), link.toPort()));
        }
        return trunks;
    }

    /** A scrubber that is a host knows the victim; behind a port the packet still has our own address for it. */
    private RuleShape back(Prefix victim, Place exit) {
        Match match = Match.destination(victim).withInPort(exit.inPort());
        Optional<HostView> home =
                scrubber == null && victim.isHost() ? hosts.apply(victim.address()) : Optional.empty();
        return home.map(host -> RuleShape.detour(
                        exit.dpid(), RuleBand.WAY_BACK, match, Detour.to(MacAddress.parse(host.mac()))))
                .orElseGet(
                        () -> new RuleShape(exit.dpid(), RuleBand.WAY_BACK, match, FlowRule.Verdict.ALLOW, null, null));
    }

    /**
     * Shapes that send TCP connections to a web server to the gateway and its answers back in the server's name.
     *
     * @param shapes all about one address of the gateway's family
     * @param band where they stand
     * @throws Refused when that cannot be done
     */
    public List<RuleShape> challenge(List<RuleShape> shapes, RuleBand band) {
        if (gateway == null) {
            throw new Refused("no gateway is configured (mitigation.gateway)");
        }
        HostView host = attached(gateway, "gateway");
        Match victim = victim(shapes);
        HostView server = attached(victim.dst().address(), "victim");
        Detour to = new Detour(false, MacAddress.parse(host.mac()), gateway, gatewayPort);
        List<RuleShape> there = shapes.stream()
                .filter(shape -> !entersAt(shape))
                .map(shape -> RuleShape.detour(
                        shape.dpid(),
                        band,
                        shape.match().withProto(IpProto.TCP).withTcpSyn(false).withDstPort(victim.dstPort()),
                        to))
                .distinct()
                .toList();
        Detour back =
                new Detour(true, MacAddress.parse(server.mac()), victim.dst().address(), victim.dstPort());
        Match answers = Match.source(Prefix.host(gateway))
                .withInPort(host.port())
                .withProto(IpProto.TCP)
                .withSrcPort(gatewayPort);
        return together(there, List.of(RuleShape.detour(host.dpid(), RuleBand.WAY_BACK, answers, back)));
    }

    private static List<RuleShape> together(List<RuleShape> there, List<RuleShape> back) {
        boolean everywhere = there.stream().anyMatch(shape -> shape.dpid() == null);
        int room = everywhere ? there.size() : Math.min(there.size(), MOST_RULES - back.size());
        if (there.isEmpty() || room < 1) {
            throw new Refused("the traffic does not enter at a port from which it could be sent elsewhere");
        }
        List<RuleShape> all = new ArrayList<>(there.subList(0, room));
        all.addAll(back);
        return all;
    }

    /**
     * Whether it is about a port at which the scrubber or the gateway itself lives, whose own packets go on, or at which
     * another switch of ours is, where what was sent elsewhere passes again.
     */
    private boolean entersAt(RuleShape shape) {
        if (shape.dpid() == null || shape.match().inPort() == null) {
            return false;
        }
        int port = shape.match().inPort();
        return trunks().contains(new Place(shape.dpid(), port))
                || scrubberPorts.stream().anyMatch(each -> each.dpid().equals(shape.dpid()) && each.port() == port)
                || ours().keySet().stream()
                        .flatMap(address -> hosts.apply(address.address()).stream())
                        .anyMatch(host -> host.dpid().equals(shape.dpid()) && host.port() == port);
    }

    private Match victim(List<RuleShape> shapes) {
        Match first = shapes.get(0).match();
        boolean web = first.ipProto() == null || first.ipProto() == IpProto.TCP;
        boolean one = first.dst() != null
                && first.dst().isHost()
                && shapes.stream()
                        .allMatch(shape -> first.dst().equals(shape.match().dst()));
        if (!web || !one) {
            throw new Refused("challenge needs TCP to one victim");
        }
        if (first.dst().address().isV4() != gateway.isV4()) {
            throw new Refused("the gateway " + gateway + " is not of the victim's address family");
        }
        return first.dstPort() != null
                ? first
                : first.withProto(IpProto.TCP).withTcpSyn(false).withDstPort(80);
    }

    private HostView attached(IpAddress address, String what) {
        return hosts.apply(address)
                .orElseThrow(() -> new Refused("the " + what + " " + address + " was not seen at any port yet"));
    }
}
