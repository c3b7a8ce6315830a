package io.sentinelsdn.domain.detect;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.List;

/**
 * What the planner needs to know about an attack: where it enters, whom it hits, who seems to send it.
 *
 * @param target the victim; 0.0.0.0 when the network itself is attacked and not a host
 * @param protocol IP protocol number of the attack
 * @param icmpType ICMP type of the attack, or null
 * @param synOnly the attack consists of initial TCP SYNs
 * @param spoofed the sources are forged; no rule may match on a source
 * @param pps attack packets per second, all ingress ports
 * @param bps attack bits per second
 * @param ingress where it enters, strongest first
 * @param sources sampled sources, strongest first, at most 64
 * @param distinctSources estimate of the number of sources
 * @param dstPorts destination ports hit, strongest first, at most 64; empty for ICMP
 */
public record AttackEvidence(
        IpAddress target,
        int protocol,
        Integer icmpType,
        boolean synOnly,
        boolean spoofed,
        double pps,
        double bps,
        List<Ingress> ingress,
        List<SourceShare> sources,
        long distinctSources,
        List<PortShare> dstPorts) {
    /** An ingress port and the attack's packets per second there. */
    public record Ingress(Dpid dpid, int inPort, double pps) {}

    /**
     * A source and its share of the attack.
     *
     * @param ip the address
     * @param share in [0, 1]
     * @param dpid switch where its packets were sampled
     * @param inPort ingress port where its packets were sampled
     * @param bound whether the address is known to live behind that port (ARP, ND)
     */
    public record SourceShare(IpAddress ip, double share, Dpid dpid, int inPort, boolean bound) {}

    /** A destination port and its share of the attack in [0, 1]. */
    public record PortShare(int port, double share) {}

    public AttackEvidence {
        ingress = List.copyOf(ingress);
        sources = List.copyOf(sources);
        dstPorts = List.copyOf(dstPorts);
    }

    /** Whether a host is attacked, and not the network itself. */
    public boolean hasTarget() {
        return target.lo() != IpAddress.v4Lo(0) || target.hi() != 0;
    }
}
