/** What slices mean on each switch: who belongs to them, entries, meters, queues, and whether there is room. */
package io.sentinelsdn.slicing.plan;
