/** Ethernet frames: how they are built, with valid checksums, and the header fields a switch reads from them. */
package io.sentinelsdn.simulator.frame;
