package io.sentinelsdn.controller.topology;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.spi.SwitchDirectory.LinkView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Links between our switches and the shortest paths over them. Owned by the control thread. */
public final class Links {
    /** One end of a link. */
    public record End(Dpid dpid, int port) {}

    private static final int MOST = 65_536;

    private final Map<End, Seen> byFrom = new HashMap<>();
    private final Map<Dpid, Map<Dpid, Integer>> pathsTo = new HashMap<>();

    private record Seen(End to, long seenNs) {}

    /** A probe sent at {@code from} arrived at {@code to}; answers whether the link is new. */
    public boolean seen(End from, End to, long nowNs) {
        if (byFrom.size() >= MOST && !byFrom.containsKey(from)) {
            return false;
        }
        Seen before = byFrom.put(from, new Seen(to, nowNs));
        boolean isNew = before == null || !before.to().equals(to);
        if (isNew) {
            pathsTo.clear();
        }
        return isNew;
    }

    /** Forgets links that touch the end; answers whether there was one. */
    public boolean remove(End end) {
        return removeIf(
                entry -> entry.getKey().equals(end) || entry.getValue().to().equals(end));
    }

    /** Forgets links that touch the switch. */
    public boolean remove(Dpid dpid) {
        return removeIf(entry -> entry.getKey().dpid().equals(dpid)
                || entry.getValue().to().dpid().equals(dpid));
    }

    /** Forgets links not seen for this long; answers the ends that are free now. */
    public List<End> expire(long nowNs, long afterNs) {
        List<End> free = new ArrayList<>();
        removeIf(entry -> {
            boolean old = nowNs - entry.getValue().seenNs() > afterNs;
            if (old) {
                free.add(entry.getKey());
                free.add(entry.getValue().to());
            }
            return old;
        });
        free.removeIf(this::isLinked);
        return free;
    }

    public boolean isLinked(End end) {
        return byFrom.containsKey(end)
                || byFrom.values().stream().anyMatch(seen -> seen.to().equals(end));
    }

    /** The port of {@code from} on a shortest path to {@code to}, or null when there is no path. */
    public Integer portTowards(Dpid from, Dpid to) {
        return pathsTo.computeIfAbsent(to, this::shortestPaths).get(from);
    }

    public List<LinkView> views() {
        List<LinkView> views = new ArrayList<>(byFrom.size());
        byFrom.forEach((from, seen) -> views.add(new LinkView(
                from.dpid(), from.port(), seen.to().dpid(), seen.to().port())));
        return views;
    }

    /** Breadth-first search from the destination over links taken backwards. */
    private Map<Dpid, Integer> shortestPaths(Dpid to) {
        Map<Dpid, List<End>> into = new HashMap<>();
        byFrom.forEach((from, seen) -> into.computeIfAbsent(seen.to().dpid(), unused -> new ArrayList<>())
                .add(from));
        Map<Dpid, Integer> ports = new HashMap<>();
        Queue<Dpid> frontier = new ArrayDeque<>(List.of(to));
        while (!frontier.isEmpty()) {
            for (End neighbour : into.getOrDefault(frontier.remove(), List.of())) {
                if (!neighbour.dpid().equals(to) && ports.putIfAbsent(neighbour.dpid(), neighbour.port()) == null) {
                    frontier.add(neighbour.dpid());
                }
            }
        }
        return ports;
    }

    private boolean removeIf(java.util.function.Predicate<Map.Entry<End, Seen>> condition) {
        boolean removed = byFrom.entrySet().removeIf(condition);
        if (removed) {
            pathsTo.clear();
        }
        return removed;
    }
}
