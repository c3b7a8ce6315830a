package io.sentinelsdn.mitigation.compile;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackEvidence.PortShare;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.mitigation.list.PrefixSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules by victim: a meter at each ingress port of the attack on what looks like it. Ports that carry next to nothing
 * of the attack are left alone, since a meter there would hurt clients and stop no attacker.
 */
final class VictimMatch {
    /** Ports below this share of the strongest one are left alone. */
    private static final double WEAK_PORT = 0.1;
    /** So many destination ports may be named in a match. */
    private static final int MAX_DST_PORTS = 2;
    /** Mean bytes of a frame from which on a flood may be cut into fragments. */
    private static final double FRAGMENT_BYTES = 1_000;
    /** Share of the packets of short connections that open them, about one in ten. */
    private static final double OPENING_SHARE = 0.1;

    private final ChoiceLimits limits;

    VictimMatch(ChoiceLimits limits) {
        this.limits = limits;
    }

    /**
     * Everything of the attack's protocol to the victim, or to anybody when the network itself is attacked; for SYN
     * floods initial SYNs only.
     */
    static Match base(AttackEvidence evidence) {
        Match match = evidence.hasTarget()
                ? Match.destination(Prefix.host(evidence.target()))
                : new Match(null, null, null, null, null, null, null, false, 4);
        if (evidence.protocol() <= 0 || evidence.protocol() >= IpProto.RESERVED) {
            return match;
        }
        return match.withProto(evidence.protocol())
                .withTcpSyn(evidence.synOnly() && evidence.protocol() == IpProto.TCP);
    }

    Optional<Choice> choose(AttackEvidence evidence, Scene scene) {
        List<Map.Entry<Place, Double>> known = ingress(evidence);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        double strongest = known.get(0).getValue();
        List<Map.Entry<Place, Double>> strong = known.stream()
                .filter(port -> port.getValue() >= WEAK_PORT * strongest)
                .toList();
        List<Map.Entry<Place, Double>> used = strong.subList(0, Math.min(limits.maxRules(), strong.size()));
        List<PortShare> dstPorts = withFragments(evidence, dstPorts(evidence, used.size()), used.size());
        List<RuleShape> shapes = new ArrayList<>();
        long through = 0;
        for (Map.Entry<Place, Double> port : used) {
            for (PortShare dst : dstPorts) {
                long rate = scene.eased(limits.through(
                        port.getValue() * dst.share(), scene.good().size()));
                through += rate;
                shapes.add(RuleShape.limit(
                        port.getKey().dpid(),
                        RuleBand.AUTO_BROAD,
                        match(evidence, port.getKey().inPort(), dst.port()),
                        rate));
            }
        }
        double total = sum(known);
        double held = sum(used)
                * Math.min(1, dstPorts.stream().mapToDouble(PortShare::share).sum());
        return Optional.of(new Choice(
                shapes,
                new MitigationAction.RateLimit(through),
                total <= 0 ? 0 : (held - through) / total,
                collateral(evidence, used.size(), known.size()),
                rationale(evidence, scene.allowed(), strong.size(), used.size(), dstPorts)));
    }

    /** Known ingress ports, each once, strongest first; without any, those where sources were sampled. */
    private static List<Map.Entry<Place, Double>> ingress(AttackEvidence evidence) {
        Map<Place, Double> sums = new LinkedHashMap<>();
        for (AttackEvidence.Ingress port : evidence.ingress()) {
            if (Place.known(port.dpid(), port.inPort())) {
                sums.merge(new Place(port.dpid(), port.inPort()), Math.max(0, port.pps()), Double::sum);
            }
        }
        if (sums.isEmpty()) {
            for (AttackEvidence.SourceShare source : evidence.sources()) {
                if (Place.known(source.dpid(), source.inPort())) {
                    sums.merge(new Place(source.dpid(), source.inPort()), source.share() * evidence.pps(), Double::sum);
                }
            }
        }
        return sums.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList();
    }

    /**
     * The one or two ports that carry the attack, with shares that add up to 1 when every port is meant (port -1): then
     * they are too many, the protocol has none, or naming them would cost an ingress port its rule.
     */
    private List<PortShare> dstPorts(AttackEvidence evidence, int ingressPorts) {
        List<PortShare> any = List.of(new PortShare(-1, 1));
        if (evidence.protocol() != IpProto.TCP && evidence.protocol() != IpProto.UDP) {
            return any;
        }
        List<PortShare> few = new ArrayList<>();
        double covered = 0;
        Map<Integer, Double> shares = new LinkedHashMap<>();
        evidence.dstPorts().forEach(port -> shares.merge(port.port(), port.share(), Double::sum));
        for (Map.Entry<Integer, Double> port : shares.entrySet()) {
            if (covered >= limits.coverShare() || few.size() == MAX_DST_PORTS) {
                break;
            }
            few.add(new PortShare(port.getKey(), port.getValue()));
            covered += port.getValue();
        }
        boolean fits = few.size() * ingressPorts <= limits.maxRules();
        return covered >= limits.coverShare() && fits ? few : any;
    }

    /**
     * Later fragments carry no ports: a switch takes them for port 0. Where the attack may have some, port 0 is matched
     * too while there is room, else every port.
     */
    private List<PortShare> withFragments(AttackEvidence evidence, List<PortShare> dstPorts, int ingressPorts) {
        boolean named = dstPorts.get(0).port() >= 0;
        boolean covered = dstPorts.stream().anyMatch(port -> port.port() == 0);
        if (!named || covered || !fragmented(evidence)) {
            return dstPorts;
        }
        if ((dstPorts.size() + 1) * ingressPorts > limits.maxRules()) {
            return List.of(new PortShare(-1, 1));
        }
        List<PortShare> more = new ArrayList<>(dstPorts);
        more.add(new PortShare(0, dstPorts.get(0).share()));
        return more;
    }

    /** Frames so large on the whole, or packets to port 0, that later fragments are likely; SYNs never are. */
    private static boolean fragmented(AttackEvidence evidence) {
        boolean large = evidence.pps() > 0 && evidence.bps() / 8 / evidence.pps() >= FRAGMENT_BYTES;
        return !evidence.synOnly()
                && (large || evidence.dstPorts().stream().anyMatch(port -> port.port() == 0 && port.share() >= 0.01));
    }

    private static Match match(AttackEvidence evidence, int inPort, int dstPort) {
        Match match = base(evidence).withInPort(inPort);
        if (IpProto.isIcmp(evidence.protocol())) {
            return fragmented(evidence) ? match : match.withIcmpType(evidence.icmpType());
        }
        return dstPort < 0 ? match : match.withDstPort(dstPort);
    }

    /**
     * Nobody knows where the good clients are: they are taken to be spread over the ingress ports seen and one more. Of
     * their packets, a match on new connections touches only the few that open one.
     */
    private static double collateral(AttackEvidence evidence, int usedPorts, int knownPorts) {
        double behindThesePorts = usedPorts / (knownPorts + 1.0);
        return base(evidence).tcpSyn() ? behindThesePorts * OPENING_SHARE : behindThesePorts;
    }

    private String rationale(
            AttackEvidence evidence, PrefixSet allowed, int strongPorts, int usedPorts, List<PortShare> dstPorts) {
        StringBuilder text = new StringBuilder();
        if (evidence.spoofed()) {
            text.append("Sources are forged, so no rule names one; matched are ");
        } else {
            text.append("Sources are too many to name; matched are ");
        }
        text.append(base(evidence).tcpSyn() ? "new connections to " : "all packets of this kind to ")
                .append(evidence.hasTarget() ? evidence.target() : "anybody");
        if (dstPorts.get(0).port() >= 0) {
            text.append(" port ").append(dstPorts.get(0).port());
            if (dstPorts.size() > 1) {
                text.append(" and ").append(dstPorts.get(1).port());
            }
        }
        text.append(", limited at ").append(usedPorts).append(usedPorts == 1 ? " ingress port." : " ingress ports.");
        if (strongPorts > usedPorts) {
            text.append(" The attack enters at ")
                    .append(strongPorts)
                    .append(" ports; the budget covers the strongest ")
                    .append(usedPorts)
                    .append('.');
        }
        long allowListed = evidence.sources().stream()
                .filter(source -> MatchChoice.allowed(source, allowed))
                .count();
        if (allowListed > 0 && !evidence.spoofed()) {
            text.append(" Allow-listed sources take part (").append(allowListed).append(") and are let through.");
        }
        return text.toString();
    }

    private static double sum(List<Map.Entry<Place, Double>> ports) {
        return ports.stream().mapToDouble(Map.Entry::getValue).sum();
    }
}
