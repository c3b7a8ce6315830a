package io.sentinelsdn.detector.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which neighbours made a flow look like an attack: each is taken out of the window with all its flows to the host, and
 * the score is computed again. Stateless; any thread, but it takes as many scorings as neighbours are asked about.
 */
public final class GraphExplanation {
    /** Most neighbours that are asked about: those met first. */
    public static final int MAX_NEIGHBOURS = 32;

    private GraphExplanation() {}

    /**
     * A neighbour's part.
     *
     * @param host node of the flow, its sender or its receiver
     * @param neighbour node that was taken out
     * @param contribution score with it minus score without it; above 0 it speaks for an attack
     */
    public record Neighbour(int host, int neighbour, double contribution) {}

    /**
     * Explains a flow.
     *
     * @param edge number of the flow in the graph
     * @return the neighbours of both hosts, the weightiest first
     */
    public static List<Neighbour> of(GraphModel model, WindowGraph graph, int edge) {
        if (edge < 0 || edge >= graph.edges) {
            throw new IllegalArgumentException("edge must be below " + graph.edges + ": " + edge);
        }
        double whole = model.score(graph)[edge];
        List<Neighbour> parts = new ArrayList<>();
        for (int host : new int[] {graph.source[edge], graph.destination[edge]}) {
            for (int neighbour : neighbours(graph, host)) {
                WindowGraph less = graph.without(host, neighbour, edge);
                int at = edge - removedBefore(graph, host, neighbour, edge);
                parts.add(new Neighbour(host, neighbour, whole - model.score(less)[at]));
            }
        }
        parts.sort(Comparator.comparingDouble((Neighbour part) -> -Math.abs(part.contribution())));
        return parts;
    }

    private static int removedBefore(WindowGraph graph, int one, int other, int edge) {
        int removed = 0;
        for (int e = 0; e < edge; e++) {
            removed += between(graph, e, one, other) ? 1 : 0;
        }
        return removed;
    }

    private static boolean between(WindowGraph graph, int edge, int one, int other) {
        return (graph.source[edge] == one && graph.destination[edge] == other)
                || (graph.source[edge] == other && graph.destination[edge] == one);
    }

    private static Set<Integer> neighbours(WindowGraph graph, int host) {
        Set<Integer> neighbours = new LinkedHashSet<>();
        for (int e = 0; e < graph.edges && neighbours.size() < MAX_NEIGHBOURS; e++) {
            if (graph.source[e] == host) {
                neighbours.add(graph.destination[e]);
            } else if (graph.destination[e] == host) {
                neighbours.add(graph.source[e]);
            }
        }
        return neighbours;
    }
}
