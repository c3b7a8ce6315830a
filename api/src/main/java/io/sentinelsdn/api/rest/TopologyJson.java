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
                    Words.text(view.dpid()),
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
                    Words.text(host.dpid()),
                    Integer.toUnsignedLong(host.port()));
        }
    }

    record LinkJson(String fromDpid, long fromPort, String toDpid, long toPort) {
        static LinkJson of(SwitchDirectory.LinkView link) {
            return new LinkJson(
                    Words.text(link.fromDpid()),
                    Integer.toUnsignedLong(link.fromPort()),
                    Words.text(link.toDpid()),
                    Integer.toUnsignedLong(link.toPort()));
        }
    }
}
