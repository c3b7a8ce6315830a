package io.sentinelsdn.controller.topology;

import io.sentinelsdn.domain.net.Dpid;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;

/**
 * The cables that frames for everybody follow, so that they reach each switch once. In each part of the network the
 * tree is the breadth-first one of the switch with the lowest datapath id over cables that carry; parts that are joined
 * by silent cables only are joined by the first of these. The same cables give the same tree, whoever was found first.
 */
public final class SpanningTree {
    private final Map<Dpid, Dpid> partOf = new HashMap<>();
    private final Set<End> ends = new HashSet<>();

    private SpanningTree(List<Cable> cables) {
        Map<Dpid, List<Cable>> at = new TreeMap<>();
        for (Cable cable : cables) {
            at.computeIfAbsent(cable.a().dpid(), unused -> new java.util.ArrayList<>())
                    .add(cable);
            at.computeIfAbsent(cable.b().dpid(), unused -> new java.util.ArrayList<>())
                    .add(cable);
        }
        for (Dpid root : at.keySet()) {
            if (partOf.putIfAbsent(root, root) == null) {
                grow(root, at);
            }
        }
        for (Cable cable : cables) {
            Dpid one = part(cable.a().dpid());
            Dpid other = part(cable.b().dpid());
            if (!one.equals(other)) {
                partOf.put(other, one);
                take(cable);
            }
        }
    }

    /**
     * The ends of the tree's cables.
     *
     * @param cables in their order
     */
    public static Set<End> of(List<Cable> cables) {
        return new SpanningTree(cables).ends;
    }

    private void grow(Dpid root, Map<Dpid, List<Cable>> at) {
        Queue<Dpid> frontier = new ArrayDeque<>(List.of(root));
        while (!frontier.isEmpty()) {
            Dpid here = frontier.remove();
            for (Cable cable : at.get(here)) {
                Dpid there = cable.a().dpid().equals(here)
                        ? cable.b().dpid()
                        : cable.a().dpid();
                if (cable.live() && partOf.putIfAbsent(there, root) == null) {
                    take(cable);
                    frontier.add(there);
                }
            }
        }
    }

    private void take(Cable cable) {
        ends.add(cable.a());
        ends.add(cable.b());
    }

    private Dpid part(Dpid dpid) {
        Dpid part = partOf.get(dpid);
        while (!part.equals(partOf.get(part))) {
            part = partOf.get(part);
        }
        return part;
    }
}
