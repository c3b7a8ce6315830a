/**
 * Emulated hosts: they answer ARP, neighbor solicitations and pings, serve and open small TCP connections, exchange UDP
 * datagrams, and count what reaches them.
 */
package io.sentinelsdn.simulator.host;
