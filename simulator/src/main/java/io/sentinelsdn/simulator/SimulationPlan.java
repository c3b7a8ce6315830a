package io.sentinelsdn.simulator;

import io.sentinelsdn.simulator.ofswitch.Topology;
import io.sentinelsdn.simulator.traffic.AttackKind;
import java.time.Duration;
import java.util.Optional;

/**
 * What is simulated.
 *
 * @param topology how the switches are linked
 * @param switches how many, 1 to 5000
 * @param hostsPerSwitch hosts at each switch that has hosts, 1 to 1000; an attack needs two
 * @param standing flows each switch reports without traffic
 * @param attack what is sent to the first host from the last one that reaches it; empty for none
 * @param attackRate packets/s of the attack, 1 to 1,000,000
 * @param benignRate connections, questions and pings a second of all hosts together, 0 to 100,000
 * @param ramp time over which the switches connect
 */
public record SimulationPlan(
        TopologyKind topology,
        int switches,
        int hostsPerSwitch,
        Standing standing,
        Optional<AttackKind> attack,
        int attackRate,
        int benignRate,
        Duration ramp) {
    /**
     * Flows that every switch reports with growing counters, so that a controller counts them.
     *
     * @param flows how many at each switch, 0 to 1,000,000
     * @param table table they are in, 0 to 253
     * @param cookieBase cookie of the first; the low 20 bits are 0
     * @param packetsPerSecond mean rate of each
     */
    public record Standing(int flows, int table, long cookieBase, double packetsPerSecond) {
        public Standing {
            inRange("flows", flows, 0, 1_000_000);
            inRange("flow-table", table, 0, 253);
        }
    }

    public SimulationPlan {
        inRange("switches", switches, 1, 5000);
        inRange("hosts-per-switch", hostsPerSwitch, attack.isPresent() ? 2 : 1, 1000);
        inRange("attack-rate", attackRate, 1, 1_000_000);
        inRange("benign-rate", benignRate, 0, 100_000);
        if (ramp.isNegative()) {
            throw new IllegalArgumentException("ramp must be >= 0: " + ramp);
        }
    }

    private static void inRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be between " + min + " and " + max + ": " + value);
        }
    }

    /**
     * The topology.
     *
     * @throws IllegalArgumentException if it cannot be made of so many switches
     */
    public Topology network() {
        return topology.of(switches, hostsPerSwitch);
    }
}
