/** Slices of the network: who belongs to one, what it may use, and how it fares. */
package io.sentinelsdn.domain.slice;
