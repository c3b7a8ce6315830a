package io.sentinelsdn.domain.ofctl;

/** The sum of some flow entries (OpenFlow 1.3.5 section 7.3.5.3). */
public record AggregateStats(Number packetCount, Number byteCount, long flowCount) {}
