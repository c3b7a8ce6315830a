package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.FailMode;

/** Knows what bridges do while no controller is there; OpenFlow does not tell. Any thread may ask; never blocks. */
@FunctionalInterface
public interface FailModes {
    /** Knows of no bridge. */
    FailModes NONE = dpid -> FailMode.UNKNOWN;

    FailMode of(Dpid dpid);
}
