package io.sentinelsdn.simulator;

import io.sentinelsdn.simulator.ofswitch.SwitchTally;
import io.sentinelsdn.simulator.traffic.BenignStats;

/**
 * How a simulation stands, as it was when asked.
 *
 * @param connected switches with a controller now
 * @param reached switches that have ever had one
 * @param switches sums over all switches
 * @param attackSent attack packets sent
 * @param attackArrived attack packets at the victim
 * @param benign how benign traffic fared
 * @param lostInLoops frames lost in forwarding loops
 */
public record SimulationTally(
        int connected,
        int reached,
        SwitchTally switches,
        long attackSent,
        long attackArrived,
        BenignStats benign,
        long lostInLoops) {
    /** Share of the attack that did not arrive since an earlier tally, in percent; 0 if nothing was sent. */
    public double droppedPercentSince(SimulationTally earlier) {
        long sent = attackSent - earlier.attackSent;
        long arrived = attackArrived - earlier.attackArrived;
        return sent <= 0 ? 0 : Math.max(0, 100.0 * (sent - arrived) / sent);
    }

    /** The same since the start. */
    public double droppedPercent() {
        return attackSent <= 0 ? 0 : Math.max(0, 100.0 * (attackSent - attackArrived) / attackSent);
    }
}
