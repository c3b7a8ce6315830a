package io.sentinelsdn.simulator.ofswitch;

/** A port and its counters. Owned by the switch's event loop. */
final class Port {
    static final int CONFIG_DOWN = 1;
    static final int CONFIG_NO_RECV = 4;
    static final int CONFIG_NO_FWD = 32;
    static final int CONFIG_NO_PACKET_IN = 64;

    final int number;
    final long createdNs;
    boolean linkUp = true;
    int config;
    long rxPackets;
    long rxBytes;
    long rxDropped;
    long txPackets;
    long txBytes;
    long txDropped;

    Port(int number, long createdNs) {
        this.number = number;
        this.createdNs = createdNs;
    }

    boolean receives() {
        return linkUp && (config & (CONFIG_DOWN | CONFIG_NO_RECV)) == 0;
    }

    boolean sends() {
        return linkUp && (config & (CONFIG_DOWN | CONFIG_NO_FWD)) == 0;
    }
}
