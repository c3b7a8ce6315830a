package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.Optional;

/** Where hosts are. Answers from an immutable snapshot; any thread may ask. */
public interface TopologyView {
    /** The edge port behind which this address was learned (ARP, ND, or a sampled packet). */
    Optional<Attachment> attachment(IpAddress address);

    /** Whether the port leads to hosts and not to another switch of ours. */
    boolean isEdge(Dpid dpid, int port);

    /**
     * A place in the network.
     *
     * @param dpid the switch
     * @param port its port
     */
    record Attachment(Dpid dpid, int port) {}
}
