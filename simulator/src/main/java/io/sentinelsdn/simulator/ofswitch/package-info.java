/**
 * An OpenFlow 1.3 switch that does what a real one does, seen from the control channel and from the wire, and networks
 * of such switches with hosts. Everything of one switch is owned by one Netty event loop.
 */
package io.sentinelsdn.simulator.ofswitch;
