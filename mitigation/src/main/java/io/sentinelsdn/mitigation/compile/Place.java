package io.sentinelsdn.mitigation.compile;

import io.sentinelsdn.domain.net.Dpid;

/**
 * An ingress port.
 *
 * @param dpid the switch
 * @param inPort its port, unsigned, never 0
 */
record Place(Dpid dpid, int inPort) {
    static boolean known(Dpid dpid, int inPort) {
        return dpid != null && inPort != 0;
    }
}
