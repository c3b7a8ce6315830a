package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.net.IpAddress;
import java.util.Map;
import java.util.Set;

/**
 * What the graph network says of the last ten seconds. Immutable; made by the graph thread.
 *
 * @param atNs when it was made
 * @param flows how many flows it looked at
 * @param flagged how many of them it takes for parts of an attack
 * @param byDestination the destinations that receive several of those
 */
public record GraphOpinions(long atNs, int flows, int flagged, Map<IpAddress, Opinion> byDestination) {
    /** Before anything was said. */
    public static final GraphOpinions NONE = new GraphOpinions(Long.MIN_VALUE / 2, 0, 0, Map.of());

    public GraphOpinions {
        byDestination = Map.copyOf(byDestination);
    }

    /**
     * What it says of a destination.
     *
     * @param flows flows that go there
     * @param flagged how many of them are parts of an attack
     * @param score mean score of these, in [0, 1]
     * @param sources some of those who send them
     * @param why what speaks for it, for a person
     */
    public record Opinion(int flows, int flagged, double score, Set<IpAddress> sources, String why) {
        public Opinion {
            sources = Set.copyOf(sources);
        }

        /** Flows that count: none where more than two thirds are harmless. */
        double weight() {
            return 3 * flagged >= flows ? flagged : 0;
        }
    }
}
