package io.sentinelsdn.simulator.ofswitch;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An entry of the group table (OpenFlow 1.3.5 section 5.6) with its counters. Owned by the switch's event loop. */
final class Group {
    static final int TYPE_ALL = 0;
    static final int TYPE_SELECT = 1;
    static final int TYPE_INDIRECT = 2;
    static final int TYPE_FAST_FAILOVER = 3;

    final int id;
    final int type;
    final List<Bucket> buckets;
    /** The buckets as the controller sent them. */
    final byte[] bucketBytes;

    final long createdNs;
    /** Groups its buckets send to or watch. */
    final Set<Integer> next = new HashSet<>();

    long packets;
    long bytes;

    Group(int id, int type, List<Bucket> buckets, byte[] bucketBytes, long createdNs) {
        this.id = id;
        this.type = type;
        this.buckets = List.copyOf(buckets);
        this.bucketBytes = bucketBytes;
        this.createdNs = createdNs;
        buckets.forEach(bucket -> bucket.addNext(next));
    }

    void count(long n, int length) {
        packets += n;
        bytes += n * length;
    }
}
