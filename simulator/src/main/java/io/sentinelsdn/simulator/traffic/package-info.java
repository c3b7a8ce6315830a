/** Seeded traffic on an emulated network: a benign mix that tells how much of it got through, and floods. */
package io.sentinelsdn.simulator.traffic;
