package io.sentinelsdn.simulator.ofswitch;

import org.projectfloodlight.openflow.protocol.OFControllerRole;

/**
 * The controller's role, what it wants to hear, and the generation id, which outlives connections (section 6.3.6). Owned
 * by the switch's event loop.
 */
final class Roles {
    private OFControllerRole role = OFControllerRole.ROLE_EQUAL;
    private AsyncMask mask = new AsyncMask();
    private boolean generationKnown;
    private long generation = -1;

    void newConnection() {
        role = OFControllerRole.ROLE_EQUAL;
        mask = new AsyncMask();
    }

    /** Takes a role; master and slave need a generation that is not older than the last. */
    OFControllerRole request(OFControllerRole wanted, long wantedGeneration) throws Refusal {
        if (wanted == OFControllerRole.ROLE_MASTER || wanted == OFControllerRole.ROLE_SLAVE) {
            if (generationKnown && wantedGeneration - generation < 0) {
                throw new Refusal(OfError.ROLE_STALE);
            }
            generationKnown = true;
            generation = wantedGeneration;
        }
        if (wanted != OFControllerRole.ROLE_NOCHANGE) {
            role = wanted;
        }
        return role;
    }

    /** Forgets the generation, as a restarted switch does. */
    void restart() {
        generationKnown = false;
        generation = -1;
    }

    /** What this controller wants to hear. */
    AsyncMask mask() {
        return mask;
    }

    long generation() {
        return generation;
    }

    boolean isSlave() {
        return role == OFControllerRole.ROLE_SLAVE;
    }

    void requireNotSlave() throws Refusal {
        if (isSlave()) {
            throw new Refusal(OfError.BAD_REQUEST_IS_SLAVE);
        }
    }
}
