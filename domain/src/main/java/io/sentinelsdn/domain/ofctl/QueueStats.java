package io.sentinelsdn.domain.ofctl;

/** A queue of a port (OpenFlow 1.3.5 section 7.3.5.8). */
public record QueueStats(
        Object portNo,
        long queueId,
        Number txBytes,
        Number txPackets,
        Number txErrors,
        Long durationSec,
        Long durationNsec) {}
