package io.sentinelsdn.controller.forwarding;

/** Who decides where the first packet to a destination goes. */
public enum ForwardingMode {
    /** The switch: unknown destinations are flooded there, known ones have an entry before they are asked for. */
    PROACTIVE,
    /** The controller: a table-miss PACKET_IN is answered with FLOW_MOD and PACKET_OUT. */
    REACTIVE
}
