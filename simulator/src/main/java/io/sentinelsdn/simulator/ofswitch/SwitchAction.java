package io.sentinelsdn.simulator.ofswitch;

import io.sentinelsdn.simulator.frame.HeaderField;

/** An action in the form the pipeline executes. */
sealed interface SwitchAction {
    /**
     * Sends the packet to a port, physical or reserved.
     *
     * @param port port number as unsigned 32 bits
     * @param maxLen bytes of the packet that go to the controller, 0xffff for all
     */
    record Output(int port, int maxLen) implements SwitchAction {}

    /** Rewrites a header field of the packet. */
    record SetField(OxmField field, long value, long upperValue) implements SwitchAction {
        HeaderField header() {
            return field.header;
        }
    }

    /** Chooses the queue of the ports that follow; without queues it changes nothing. */
    record SetQueue(long queue) implements SwitchAction {}

    /** Hands the packet to a group. */
    record ToGroup(int group) implements SwitchAction {}
}
