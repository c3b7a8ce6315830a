package io.sentinelsdn.domain.ofctl;

import java.util.List;
import java.util.Map;

/** A group with its buckets and counters (OpenFlow 1.3.5 sections 7.3.5.9 and 7.3.5.10). */
public record GroupStats(
        long groupId,
        String type,
        List<Bucket> buckets,
        Long refCount,
        Number packetCount,
        Number byteCount,
        Long durationSec,
        Long durationNsec,
        List<BucketStats> bucketStats) {
    /** A bucket. */
    public record Bucket(int weight, long watchPort, long watchGroup, List<Map<String, Object>> actions) {}

    /** The counters of a bucket. */
    public record BucketStats(Number packetCount, Number byteCount) {}
}
