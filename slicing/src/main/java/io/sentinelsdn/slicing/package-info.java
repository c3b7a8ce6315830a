/**
 * Grants bandwidth: slices become entries, meters and queues; their limits follow demand, and the slice of a victim is
 * fenced. {@link io.sentinelsdn.slicing.Slices} is the way in.
 */
package io.sentinelsdn.slicing;
