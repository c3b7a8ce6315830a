package io.sentinelsdn.simulator.ofswitch;

/** Receives what a switch sends out of its ports. */
@FunctionalInterface
public interface PortListener {
    /**
     * Frames leave by a port. Called by the switch's event loop; it must not block.
     *
     * @param port port number
     * @param frame the frame; not to be changed
     * @param count how many equal frames at this instant
     */
    void onFrame(int port, byte[] frame, long count);
}
