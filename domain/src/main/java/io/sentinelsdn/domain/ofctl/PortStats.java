package io.sentinelsdn.domain.ofctl;

/**
 * A port with its counters (OpenFlow 1.3.5 sections 7.2.1 and 7.3.5.6).
 *
 * @param portNo a number, or the word of a reserved port such as {@code LOCAL}
 * @param up neither administratively down nor without link
 * @param config OFPPC_* bits
 * @param state OFPPS_* bits
 * @param curr OFPPF_* bits
 * @param currSpeed kbit/s
 * @param maxSpeed kbit/s
 */
public record PortStats(
        Object portNo,
        String name,
        String hwAddr,
        Boolean up,
        Long config,
        Long state,
        Long curr,
        Long currSpeed,
        Long maxSpeed,
        Number rxPackets,
        Number txPackets,
        Number rxBytes,
        Number txBytes,
        Number rxDropped,
        Number txDropped,
        Number rxErrors,
        Number txErrors,
        Number rxFrameErr,
        Number rxOverErr,
        Number rxCrcErr,
        Number collisions,
        Long durationSec,
        Long durationNsec) {}
