/** Counters, gauges and stage latencies of one process. */
package io.sentinelsdn.domain.metric;
