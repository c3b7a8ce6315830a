package io.sentinelsdn.controller.forwarding;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;

/**
 * How frames find their way.
 *
 * @param mode who decides about first packets
 * @param ecmp spread connections over all shortest paths, by select groups where a switch has them
 * @param fastFailover let a switch go over to another path by itself, by fast-failover groups where it has them
 * @param missesPerPort reactive: table misses per second that a port may send to the controller
 * @param missesPerSwitch reactive: what the controller meter of a switch lets through per second
 * @param macsPerSwitch Ethernet addresses remembered for one switch
 * @param macsPerPort Ethernet addresses remembered for one of its ports, so that none can fill the table alone
 * @param sourceValidation drop what comes from sources that are not known at their edge port
 * @param hostTimeoutMs silence after which a host is asked whether it is still there; 0 for never
 */
@RecordBuilder
public record ForwardingConfig(
        ForwardingMode mode,
        boolean ecmp,
        boolean fastFailover,
        int missesPerPort,
        int missesPerSwitch,
        int macsPerSwitch,
        int macsPerPort,
        boolean sourceValidation,
        long hostTimeoutMs)
        implements ForwardingConfigBuilder.With {
    public ForwardingConfig {
        Objects.requireNonNull(mode, "mode");
        positive("missesPerPort", missesPerPort);
        positive("missesPerSwitch", missesPerSwitch);
        positive("macsPerSwitch", macsPerSwitch);
        positive("macsPerPort", macsPerPort);
        if (hostTimeoutMs < 0) {
            throw new IllegalArgumentException("hostTimeoutMs must be >= 0: " + hostTimeoutMs);
        }
    }

    public static ForwardingConfig defaults() {
        return new ForwardingConfig(ForwardingMode.PROACTIVE, false, true, 1_000, 10_000, 8_192, 1_024, false, 300_000);
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
