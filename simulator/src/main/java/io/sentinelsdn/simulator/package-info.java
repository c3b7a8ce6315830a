/**
 * Things that pretend: an emulated OpenFlow 1.3 switch, hosts and links around it, and the traffic of all of them. Used
 * by tests, by the demo without root and by load runs.
 */
package io.sentinelsdn.simulator;
