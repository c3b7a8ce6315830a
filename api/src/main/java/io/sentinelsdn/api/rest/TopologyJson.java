package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import java.util.List;

/** The network as a graph. */
record TopologyJson(List<NodeJson> switches, List<HostJson> hosts, List<LinkJson> links) {
    record NodeJson(String dpid, boolean connected, List<Long> edgePorts) {
        static NodeJson of(SwitchView view) {
            return new NodeJson(
                    view.dpid().toString(),
                    view.connected(),
                    view.ports().stream()
                            .filter(SwitchView.PortView::edge)
                            .map(port -> Integer.toUnsignedLong(port.number()))
                            .toList());
        }
    }

    record HostJson(String mac, List<String> addresses, String dpid, long port) {
        static HostJson of(SwitchDirectory.HostView host) {
            return new HostJson(
                    host.mac(),
                    host.addresses().stream().map(IpAddress::toString).toList(),
                    host.dpid().toString(),
                    Integer.toUnsignedLong(host.port()));
        }
    }

    record LinkJson(String fromDpid, long fromPort, String toDpid, long toPort) {
        static LinkJson of(SwitchDirectory.LinkView link) {
            return new LinkJson(
                    link.fromDpid().toString(),
                    Integer.toUnsignedLong(link.fromPort()),
                    link.toDpid().toString(),
                    Integer.toUnsignedLong(link.toPort()));
        }
    }
}
