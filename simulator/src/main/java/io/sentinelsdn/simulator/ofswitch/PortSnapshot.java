package io.sentinelsdn.simulator.ofswitch;

/** Counters of a port as they were when asked. */
public record PortSnapshot(
        int number, boolean up, long rxPackets, long rxBytes, long rxDropped, long txPackets, long txBytes) {
    static PortSnapshot of(Port port) {
        return new PortSnapshot(
                port.number, port.linkUp, port.rxPackets, port.rxBytes, port.rxDropped, port.txPackets, port.txBytes);
    }
}
