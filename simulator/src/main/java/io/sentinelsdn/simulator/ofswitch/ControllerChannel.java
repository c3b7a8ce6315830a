package io.sentinelsdn.simulator.ofswitch;

/** What the datapath tells the controller on its own. Called by the switch's event loop. */
interface ControllerChannel {
    /** A channel to nobody. */
    ControllerChannel NONE = new ControllerChannel() {
        @Override
        public boolean packetIn(Punt punt, byte[] frame) {
            return false;
        }

        @Override
        public void flowRemoved(FlowEntry entry, int reason, long nowNs) {}

        @Override
        public void portStatus(Port port) {}
    };

    /**
     * Why and how a packet goes to the controller.
     *
     * @param reason OFPR_NO_MATCH 0, OFPR_ACTION 1
     * @param table table of the entry
     * @param cookie cookie of the entry, or all ones
     * @param inPort ingress port
     * @param maxLen bytes of it to send
     */
    record Punt(int reason, int table, long cookie, int inPort, int maxLen) {}

    /** Sends a packet-in; false if nobody is there or wants it, or too much is waiting to be written. */
    boolean packetIn(Punt punt, byte[] frame);

    void flowRemoved(FlowEntry entry, int reason, long nowNs);

    void portStatus(Port port);
}
