/** Where switches, links and hosts are: LLDP, host learning, shortest paths. Owned by the control thread. */
package io.sentinelsdn.controller.topology;
