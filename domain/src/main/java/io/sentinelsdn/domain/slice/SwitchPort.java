package io.sentinelsdn.domain.slice;

import io.sentinelsdn.domain.net.Dpid;
import java.util.Objects;

/**
 * A port of a switch.
 *
 * @param dpid the switch
 * @param port its OpenFlow number, 1 to 65,279
 */
public record SwitchPort(Dpid dpid, int port) {
    private static final int MOST = 0xff00 - 1;

    public SwitchPort {
        Objects.requireNonNull(dpid, "dpid");
        if (port < 1 || port > MOST) {
            throw new IllegalArgumentException("port must be between 1 and " + MOST + ": " + port);
        }
    }

    @Override
    public String toString() {
        return dpid + ":" + port;
    }
}
