/**
 * Numbers over time, told to an InfluxDB too: batches in the background, bounded, dropped with a count when it is away;
 * and read back from there when they are older than what is kept here.
 */
package io.sentinelsdn.influx;
