/**
 * Speaks OpenFlow 1.3 to switches. {@link io.sentinelsdn.controller.Controller} is the way in; one agent a switch lives
 * in the event loop of its connection, and one control thread owns what concerns several switches.
 */
package io.sentinelsdn.controller;
