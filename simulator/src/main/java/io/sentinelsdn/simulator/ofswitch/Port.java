package io.sentinelsdn.simulator.ofswitch;

import java.util.Arrays;

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
    final Queue[] queues;

    /** Counters of a queue. */
    static final class Queue {
        long packets;
        long bytes;
    }

    Port(int number, long createdNs, int queueCount) {
        this.number = number;
        this.createdNs = createdNs;
        queues = new Queue[queueCount];
        Arrays.setAll(queues, unused -> new Queue());
    }

    /** Whether groups that watch it may use it (section 5.6.1). */
    boolean isLive() {
        return linkUp && (config & CONFIG_DOWN) == 0;
    }

    void sent(int queue, long count, int length) {
        txPackets += count;
        txBytes += count * length;
        if (queue < queues.length) {
            queues[queue].packets += count;
            queues[queue].bytes += count * length;
        }
    }

    boolean receives() {
        return linkUp && (config & (CONFIG_DOWN | CONFIG_NO_RECV)) == 0;
    }

    boolean sends() {
        return linkUp && (config & (CONFIG_DOWN | CONFIG_NO_FWD)) == 0;
    }
}
