package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.SwitchView;
import java.util.List;

/** The switches, hosts and links, seen by those who look. Immutable snapshots; any thread may ask. */
public interface SwitchDirectory {
    /** Switches that are connected or were since the start, by datapath id. */
    List<SwitchView> switches();

    /** Hosts learned at edge ports. */
    List<HostView> hosts();

    /** Links between switches of ours, one row a direction. */
    List<LinkView> links();

    /** A host and where it lives. */
    record HostView(String mac, List<IpAddress> addresses, Dpid dpid, int port) {}

    /** A link from one switch port to another. */
    record LinkView(Dpid fromDpid, int fromPort, Dpid toDpid, int toPort) {}
}
