package io.sentinelsdn.domain.ofctl;

import java.util.List;

/**
 * A meter with its bands and counters (OpenFlow 1.3.5 sections 7.3.5.12 and 7.3.5.13).
 *
 * @param meterId a number, or {@code CONTROLLER} or {@code SLOWPATH}
 * @param flags words of OFPMF_*
 */
public record MeterStats(
        Object meterId,
        List<String> flags,
        List<Band> bands,
        Long flowCount,
        Number packetInCount,
        Number byteInCount,
        Long durationSec,
        Long durationNsec,
        List<BandStats> bandStats) {
    /**
     * A band.
     *
     * @param type {@code DROP}, {@code DSCP_REMARK} or a number
     * @param precLevel of DSCP_REMARK, else null
     */
    public record Band(String type, long rate, long burstSize, Integer precLevel) {}

    /** The counters of a band. */
    public record BandStats(Number packetBandCount, Number byteBandCount) {}
}
