/**
 * OpenFlow 1.3 on the wire: the server, one session a connection, in-place parsers for what comes often and openflowj
 * for the rest. It knows no neighbour; {@link io.sentinelsdn.controller.Controller} plugs handlers into it.
 */
package io.sentinelsdn.controller.openflow;
