package io.sentinelsdn.controller.topology;

import io.sentinelsdn.domain.net.Dpid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Shortest paths between switches over one set of cables: a cable that carries costs one hop, a silent one more than
 * any detour. Distances from a switch are computed when first asked for. Owned by the control thread.
 */
public final class Routes {
    private static final int SILENT_COST = 1 << 16;
    private static final int MOST_PORTS = 8;

    private final Map<Dpid, List<Edge>> edges = new HashMap<>();
    private final Map<Dpid, Map<Dpid, Integer>> distancesFrom = new HashMap<>();

    private record Edge(int port, Dpid to, int cost) {}

    private record Reached(Dpid dpid, int distance) {}

    public Routes(List<Cable> cables) {
        for (Cable cable : cables) {
            int cost = cable.live() ? 1 : SILENT_COST;
            addEdge(cable.a(), cable.b(), cost);
            addEdge(cable.b(), cable.a(), cost);
        }
        edges.values().forEach(list -> list.sort((one, other) -> Integer.compareUnsigned(one.port(), other.port())));
    }

    private void addEdge(End from, End to, int cost) {
        edges.computeIfAbsent(from.dpid(), unused -> new ArrayList<>()).add(new Edge(from.port(), to.dpid(), cost));
    }

    /** How {@code from} reaches {@code to}; at most eight ports of either kind. */
    public NextHops nextHops(Dpid from, Dpid to) {
        Map<Dpid, Integer> distances = distances(to);
        Integer mine = distances.get(from);
        if (mine == null || from.equals(to)) {
            return NextHops.NONE;
        }
        List<Integer> shortest = new ArrayList<>();
        List<Edge> others = new ArrayList<>();
        for (Edge edge : edges.get(from)) {
            int rest = distances.get(edge.to());
            if (edge.cost() + rest == mine) {
                shortest.add(edge.port());
            } else if (rest < distances(from).get(edge.to()) + mine) {
                others.add(edge);
            }
        }
        Collections.rotate(shortest, -Math.floorMod(to.hashCode(), shortest.size()));
        others.sort(Comparator.comparingInt(edge -> edge.cost() + distances.get(edge.to())));
        List<Integer> backups = others.stream().map(Edge::port).toList();
        return new NextHops(atMost(shortest), atMost(backups));
    }

    private static List<Integer> atMost(List<Integer> ports) {
        return ports.subList(0, Math.min(MOST_PORTS, ports.size()));
    }

    /** Dijkstra's algorithm; costs are the same in both directions, so from and to are one. */
    private Map<Dpid, Integer> distances(Dpid root) {
        Map<Dpid, Integer> known = distancesFrom.get(root);
        if (known != null) {
            return known;
        }
        Map<Dpid, Integer> distances = new HashMap<>();
        PriorityQueue<Reached> frontier = new PriorityQueue<>(Comparator.comparingInt(Reached::distance));
        frontier.add(new Reached(root, 0));
        while (!frontier.isEmpty()) {
            Reached next = frontier.remove();
            if (distances.putIfAbsent(next.dpid(), next.distance()) == null) {
                for (Edge edge : edges.getOrDefault(next.dpid(), List.of())) {
                    frontier.add(new Reached(edge.to(), next.distance() + edge.cost()));
                }
            }
        }
        distancesFrom.put(root, distances);
        return distances;
    }
}
