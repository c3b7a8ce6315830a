package io.sentinelsdn.simulator;

import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.Topology;
import io.sentinelsdn.simulator.traffic.SteadyFlows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Many switches without cables between them, to load a controller: each has two hosts, and the first keeps a number of
 * UDP flows to the second alive. The controller itself installs the entries it counts them with. Runs in wall-clock time
 * on one event loop.
 */
public final class EmulatedFleet implements AutoCloseable {
    private static final int HOSTS = 2;

    private final EmulatedNetwork network;
    private final List<SteadyFlows> flows = new ArrayList<>();

    /**
     * A fleet that is not yet connected.
     *
     * @param switches how many, &ge; 1
     * @param flowsPerSwitch flows of each, 1 to 1,000,000
     * @param round time in which each flow sends a packet, at least 20 ms; below the idle timeout of the controller's
     *     entries they stay
     */
    public EmulatedFleet(int switches, int flowsPerSwitch, Duration round) {
        this(EmulatedNetwork.of(Topology.unlinked(switches, HOSTS)), flowsPerSwitch, round);
    }

    EmulatedFleet(EmulatedNetwork.Builder builder, int flowsPerSwitch, Duration round) {
        network = builder.build();
        try {
            for (int number = 0; number < network.switches().size(); number++) {
                int first = HOSTS * number + 1;
                flows.add(new SteadyFlows(network, first, first + 1, flowsPerSwitch, round, 1));
            }
        } catch (IllegalArgumentException badFlows) {
            network.close();
            throw badFlows;
        }
    }

    /** The network underneath, for attacks and questions. */
    public EmulatedNetwork network() {
        return network;
    }

    /** All switches connect to a controller. Returns at once. */
    public void connect(String host, int port) {
        network.connect(host, port);
    }

    /** How many switches have a controller. */
    public int connected() {
        return (int)
                network.switches().stream().filter(EmulatedSwitch::isConnected).count();
    }

    /** Starts the flows of every switch. */
    public void start() {
        flows.forEach(SteadyFlows::start);
    }

    /** Entries in the tables of all switches. */
    public long entries() {
        return network.switches().stream().mapToLong(EmulatedSwitch::flowCount).sum();
    }

    @Override
    public void close() {
        flows.forEach(SteadyFlows::stop);
        network.close();
    }
}
