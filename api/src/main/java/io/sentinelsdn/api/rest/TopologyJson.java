package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import io.sentinelsdn.domain.spi.TopologyView.Attachment;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** One direction of a link; it is up when the ports at both ends are. */
    record LinkJson(String fromDpid, long fromPort, String toDpid, long toPort, boolean up) {
        static LinkJson of(SwitchDirectory.LinkView link, Set<Attachment> up) {
            return new LinkJson(
                    Words.text(link.fromDpid()),
                    Integer.toUnsignedLong(link.fromPort()),
                    Words.text(link.toDpid()),
                    Integer.toUnsignedLong(link.toPort()),
                    up.contains(new Attachment(link.fromDpid(), link.fromPort()))
                            && up.contains(new Attachment(link.toDpid(), link.toPort())));
        }
    }

    /** The ports of connected switches that are up. */
    static Set<Attachment> up(List<SwitchView> switches) {
        return switches.stream()
                .filter(SwitchView::connected)
                .flatMap(view -> view.ports().stream()
                        .filter(SwitchView.PortView::up)
                        .map(port -> new Attachment(view.dpid(), port.number())))
                .collect(Collectors.toSet());
    }
}
