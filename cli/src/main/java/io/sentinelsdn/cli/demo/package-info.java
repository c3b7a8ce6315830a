/**
 * The demo: an attack is sent, on Mininet or on emulated switches, and what the house does about it is shown while it
 * happens. Traffic figures come from whoever sends it; detections, plans and rules are the house's own events.
 */
package io.sentinelsdn.cli.demo;
