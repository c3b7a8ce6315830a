package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.net.Dpid;
import java.util.Map;
import java.util.TreeMap;

/** Queues at the ports of switches, configured in their databases. Any thread may call. */
public interface PortQueues {
    /** Nobody who could configure queues. */
    PortQueues NONE = new PortQueues() {
        @Override
        public void want(Map<Dpid, Map<Integer, PortQos>> wanted) {}

        @Override
        public Map<Dpid, State> queueStates() {
            return Map.of();
        }
    };

    /** From now on these ports should have these queues, and no other port queues of ours. */
    void want(Map<Dpid, Map<Integer, PortQos>> wanted);

    /** How switches stand whose database is known; for others queues are unavailable. */
    Map<Dpid, State> queueStates();

    /**
     * How the queues of a switch stand.
     *
     * @param settled the database holds exactly what is wanted
     * @param trouble for people, or null
     */
    record State(boolean settled, String trouble) {}

    /**
     * The queues of a port.
     *
     * @param maxBps of the port, or 0 for the speed that its interface tells
     * @param queues by number; 0 is for what belongs to no slice
     */
    record PortQos(long maxBps, Map<Integer, QueueSpec> queues) {
        public PortQos {
            queues = Map.copyOf(new TreeMap<>(queues));
        }
    }

    /**
     * A queue of {@code linux-htb}.
     *
     * @param minBps guaranteed, 0 for none
     * @param maxBps never exceeded, 0 for the port's
     * @param priority 0 to 7; what is left goes to the lowest number first
     * @param owner whose it is, for people
     */
    record QueueSpec(long minBps, long maxBps, int priority, String owner) {}
}
