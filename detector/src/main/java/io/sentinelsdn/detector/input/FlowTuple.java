package io.sentinelsdn.detector.input;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;

/** Who talks to whom; ports are 0 where there are none. For people, and to find the other direction: no feature. */
public record FlowTuple(IpAddress source, IpAddress destination, int protocol, int sourcePort, int destinationPort) {
    /** The other direction. */
    public FlowTuple reverse() {
        return new FlowTuple(destination, source, protocol, destinationPort, sourcePort);
    }

    /** The flows of this protocol from anybody to the same destination, taken as one. */
    public FlowTuple ofMany() {
        IpAddress anybody = destination.isV4() ? IpAddress.v4(0) : new IpAddress(0, 0);
        return new FlowTuple(anybody, destination, protocol, 0, 0);
    }

    /** For example {@code tcp 10.0.0.1:1024 > 10.0.0.2:80}. */
    @Override
    public String toString() {
        return IpProto.name(protocol) + " " + end(source, sourcePort) + " > " + end(destination, destinationPort);
    }

    private static String end(IpAddress address, int port) {
        if (port == 0 && (address.equals(IpAddress.v4(0)) || address.equals(new IpAddress(0, 0)))) {
            return "many";
        }
        if (port == 0) {
            return address.toString();
        }
        return (address.isV4() ? address.toString() : "[" + address + "]") + ":" + port;
    }
}
