package io.sentinelsdn.controller.forwarding;

import java.util.Objects;

/**
 * How frames find their way.
 *
 * @param mode who decides about first packets
 * @param missesPerPort reactive: table misses per second that a port may send to the controller
 * @param missesPerSwitch reactive: what the controller meter of a switch lets through per second
 * @param macsPerSwitch Ethernet addresses remembered for one switch
 * @param macsPerPort Ethernet addresses remembered for one of its ports, so that none can fill the table alone
 */
public record ForwardingConfig(
        ForwardingMode mode, int missesPerPort, int missesPerSwitch, int macsPerSwitch, int macsPerPort) {
    public ForwardingConfig {
        Objects.requireNonNull(mode, "mode");
        positive("missesPerPort", missesPerPort);
        positive("missesPerSwitch", missesPerSwitch);
        positive("macsPerSwitch", macsPerSwitch);
        positive("macsPerPort", macsPerPort);
    }

    public static ForwardingConfig defaults() {
        return new ForwardingConfig(ForwardingMode.PROACTIVE, 1_000, 10_000, 8_192, 1_024);
    }

    public ForwardingConfig withMode(ForwardingMode newMode) {
        return new ForwardingConfig(newMode, missesPerPort, missesPerSwitch, macsPerSwitch, macsPerPort);
    }

    public boolean isReactive() {
        return mode == ForwardingMode.REACTIVE;
    }

    private static void positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be > 0: " + value);
        }
    }
}
