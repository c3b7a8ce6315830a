package io.sentinelsdn.domain.model;

import java.time.Instant;
import java.util.List;

/**
 * An attack that windows and thresholds find in a capture.
 *
 * @param type its name on the wire, for example {@code dns_amplification}
 * @param target the victim's address, or null when the network itself is attacked
 * @param severity its name on the wire
 * @param confidence calibrated score in [0, 1]
 * @param startedAt first window in which it was seen, in the capture's time
 * @param endedAt when it had been gone for a while
 * @param peakPps highest packets per second
 * @param peakBps highest bits per second
 * @param spoofed whether its sources are forged
 * @param distinctSources estimate of the number of sources
 * @param sources the strongest of them
 * @param ports destination ports hit most
 * @param explanation one sentence for a person
 */
public record CapturedAttack(
        String type,
        String target,
        String severity,
        double confidence,
        Instant startedAt,
        Instant endedAt,
        double peakPps,
        double peakBps,
        boolean spoofed,
        long distinctSources,
        List<String> sources,
        List<Integer> ports,
        String explanation) {
    public CapturedAttack {
        sources = List.copyOf(sources);
        ports = List.copyOf(ports);
    }
}
