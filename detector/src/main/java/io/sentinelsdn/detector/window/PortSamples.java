package io.sentinelsdn.detector.window;

/** The sampled packets of one ingress port. Owned by the window thread. */
final class PortSamples {
    final long dpid;
    final int inPort;
    /** Initial SYNs. */
    final PacketRing syns = new PacketRing();
    /** Everything else. */
    final PacketRing others = new PacketRing();

    long lastNs;
    /** How many packets came in a short time that began then. */
    long slotNs;

    int slotPackets;

    /** How many packets of each ring belong to the present window. */
    int synCount;

    int otherCount;

    PortSamples(long dpid, int inPort) {
        this.dpid = dpid;
        this.inPort = inPort;
    }
}
