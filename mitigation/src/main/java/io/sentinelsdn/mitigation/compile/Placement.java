package io.sentinelsdn.mitigation.compile;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackEvidence.Ingress;
import io.sentinelsdn.domain.detect.AttackEvidence.SourceShare;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.spi.SwitchDirectory.HostView;
import io.sentinelsdn.domain.spi.SwitchDirectory.LinkView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes evidence to the ports nearest to those who attack: a source that lives behind an edge port is stopped there,
 * wherever its packets were sampled, and a port that leads to another switch of ours is no place for a rule as long as
 * the attack is seen at an edge. Forged sources live nowhere. Stateless.
 */
public final class Placement {
    private Placement() {}

    /**
     * The same attack at its edges.
     *
     * @param hosts where an address lives, IPv4 or IPv6
     * @param links cables between switches of ours
     */
    public static AttackEvidence nearest(
            AttackEvidence evidence, Function<IpAddress, Optional<HostView>> hosts, List<LinkView> links) {
        Set<Place> trunks = links.stream()
                .map(link -> new Place(link.toDpid(), link.toPort()))
                .collect(Collectors.toSet());
        Map<Place, Place> moved = new LinkedHashMap<>();
        List<SourceShare> sources = new ArrayList<>();
        for (SourceShare source : evidence.sources()) {
            Optional<HostView> home = evidence.spoofed() ? Optional.empty() : hosts.apply(source.ip());
            sources.add(home.map(host -> at(source, host.dpid(), host.port())).orElse(source));
            home.ifPresent(
                    host -> moved.put(new Place(source.dpid(), source.inPort()), new Place(host.dpid(), host.port())));
        }
        return new AttackEvidence(
                evidence.target(),
                evidence.protocol(),
                evidence.icmpType(),
                evidence.synOnly(),
                evidence.spoofed(),
                evidence.pps(),
                evidence.bps(),
                ingress(evidence.ingress(), trunks, moved),
                sources,
                evidence.distinctSources(),
                evidence.dstPorts());
    }

    private static SourceShare at(SourceShare source, Dpid dpid, int port) {
        boolean same = dpid.equals(source.dpid()) && port == source.inPort();
        return same ? source : new SourceShare(source.ip(), source.share(), dpid, port, true);
    }

    private static List<Ingress> ingress(List<Ingress> seen, Set<Place> trunks, Map<Place, Place> moved) {
        List<Ingress> edges = new ArrayList<>();
        List<Ingress> inside = new ArrayList<>();
        for (Ingress port : seen) {
            Place place = new Place(port.dpid(), port.inPort());
            if (!trunks.contains(place)) {
                edges.add(port);
            } else if (moved.containsKey(place)) {
                Place home = moved.get(place);
                edges.add(new Ingress(home.dpid(), home.inPort(), port.pps()));
            } else {
                inside.add(port);
            }
        }
        return edges.isEmpty() ? inside : edges;
    }
}
