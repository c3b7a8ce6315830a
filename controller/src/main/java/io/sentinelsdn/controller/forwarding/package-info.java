/** What a switch is told because of a packet: five-tuple and coarse counting entries in the monitor table. */
package io.sentinelsdn.controller.forwarding;
