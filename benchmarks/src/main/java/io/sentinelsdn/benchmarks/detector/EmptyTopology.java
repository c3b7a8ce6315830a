package io.sentinelsdn.benchmarks.detector;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.spi.TopologyView;
import java.util.Optional;

/** A network of which nothing is known but that all ports are at its edge. */
final class EmptyTopology implements TopologyView {
    @Override
    public Optional<Attachment> attachment(IpAddress address) {
        return Optional.empty();
    }

    @Override
    public boolean isEdge(Dpid dpid, int port) {
        return true;
    }
}
