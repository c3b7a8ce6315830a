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
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import io.sentinelsdn.domain.spi.SwitchDirectory.HostView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The way to the scrubber or the gateway and back.
 *
 * <p>A scrubber gets packets as they are, with its own Ethernet address: forwarding brings them there from any switch.
 * What it sends on enters at its own port, where a permit lets it pass. The gateway is spoken to as itself: address and
 * port of the destination become the gateway's at the client's side, and those of its answers become the victim's where
 * the gateway is attached, so that clients see the host they asked.
 *
 * <p>Where both hosts live is asked each time. Any thread.
 */
public final class Detours {
    private final IpAddress scrubber;
    private final IpAddress gateway;
    private final int gatewayPort;
    private final Function<IpAddress, Optional<HostView>> hosts;

    /**
     * @param scrubber null for none
     * @param gateway null for none
     * @param hosts where an address lives
     */
    public Detours(
            IpAddress scrubber, IpAddress gateway, int gatewayPort, Function<IpAddress, Optional<HostView>> hosts) {
        this.scrubber = scrubber;
        this.gateway = gateway;
        this.gatewayPort = gatewayPort;
        this.hosts = hosts;
    }

    /** Whether this host is one of ours that takes attack traffic: it is no victim. */
    public boolean isOurs(IpAddress address) {
        return address.equals(scrubber) || address.equals(gateway);
    }

    /** Addresses that no rule may block. */
    public List<Prefix> ours() {
        List<Prefix> ours = new ArrayList<>();
        if (scrubber != null) {
            ours.add(Prefix.host(scrubber));
        }
        if (gateway != null && !gateway.equals(scrubber)) {
            ours.add(Prefix.host(gateway));
        }
        return ours;
    }

    /** The scrubber, for people. */
    public MitigationAction redirectAction() {
        return new MitigationAction.Redirect(String.valueOf(scrubber));
    }

    /** The gateway, for people. */
    public MitigationAction challengeAction() {
        return new MitigationAction.Challenge(gateway + " port " + gatewayPort);
    }

    /**
     * Shapes that send what others would drop or limit to the scrubber, and let pass what comes back from it.
     *
     * @throws Refused when there is no scrubber, it is not attached, or a match names no destination
     */
    public List<RuleShape> redirect(List<RuleShape> shapes, RuleBand band) {
        if (scrubber == null) {
            throw new Refused("no scrubber is configured (mitigation.scrubber)");
        }
        HostView host = attached(scrubber, "scrubber");
        Detour detour = Detour.to(MacAddress.parse(host.mac()));
        List<RuleShape> all = new ArrayList<>();
        for (RuleShape shape : shapes) {
            if (shape.match().dst() == null) {
                throw new Refused("redirect needs a victim");
            }
            all.add(RuleShape.detour(shape.dpid(), band, shape.match(), detour));
        }
        shapes.stream()
                .map(shape -> shape.match().dst())
                .distinct()
                .forEach(victim -> all.add(new RuleShape(
                        host.dpid(),
                        RuleBand.ALLOW,
                        Match.destination(victim).withInPort(host.port()),
                        FlowRule.Verdict.ALLOW,
                        null,
                        null)));
        return all;
    }

    /**
     * Shapes that send TCP connections to a web server to the gateway and its answers back in the server's name.
     *
     * @param shapes all about one address of the gateway's family
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
        List<RuleShape> all = new ArrayList<>();
        for (RuleShape shape : shapes) {
            Match match = shape.match().withProto(IpProto.TCP).withTcpSyn(false).withDstPort(victim.dstPort());
            all.add(RuleShape.detour(shape.dpid(), band, match, to));
        }
        Detour back =
                new Detour(true, MacAddress.parse(server.mac()), victim.dst().address(), victim.dstPort());
        Match answers = Match.source(Prefix.host(gateway))
                .withInPort(host.port())
                .withProto(IpProto.TCP)
                .withSrcPort(gatewayPort);
        all.add(RuleShape.detour(host.dpid(), band, answers, back));
        return all;
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
