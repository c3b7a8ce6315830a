package io.sentinelsdn.controller.topology;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.spi.SwitchDirectory.LinkView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Links between our switches, one for each direction that a probe has come through. A link whose probes stop is kept as
 * <em>silent</em> until a port of it goes down: a busy switch loses probes and still forwards, and a port that leads to
 * it must not be taken for one with hosts, or a loop would open. Owned by the control thread.
 */
public final class Links {
    private static final int MOST = 65_536;

    private final Map<End, Direction> byFrom = new HashMap<>();

    private static final class Direction {
        private final End to;
        private long seenNs;
        private boolean silent;

        private Direction(End to, long seenNs) {
            this.to = to;
            this.seenNs = seenNs;
        }
    }

    /**
     * A probe sent at {@code from} arrived at {@code to}. Where several switches share a segment the first link of a
     * port stays as long as it is not silent.
     *
     * @return whether a link is new or has come back
     */
    public boolean seen(End from, End to, long nowNs) {
        Direction known = byFrom.get(from);
        if (known == null ? byFrom.size() >= MOST : !known.to.equals(to) && !known.silent) {
            return false;
        }
        if (known == null || !known.to.equals(to)) {
            byFrom.put(from, new Direction(to, nowNs));
            return true;
        }
        boolean back = known.silent;
        known.silent = false;
        known.seenNs = nowNs;
        return back;
    }

    /** Forgets links that touch the end; answers whether there was one. */
    public boolean remove(End end) {
        return removeIf(
                entry -> entry.getKey().equals(end) || entry.getValue().to.equals(end));
    }

    /** Forgets links that touch the switch; answers whether there was one. */
    public boolean remove(Dpid dpid) {
        return removeIf(entry ->
                entry.getKey().dpid().equals(dpid) || entry.getValue().to.dpid().equals(dpid));
    }

    /** The switch cannot report probes: what leads to it is as if one had come through now, unless it was silent before. */
    public void excuse(Dpid dpid, long nowNs) {
        for (Direction direction : byFrom.values()) {
            if (direction.to.dpid().equals(dpid)) {
                direction.seenNs = nowNs;
            }
        }
    }

    /**
     * Marks links silent that no probe has come through for {@code afterNs}.
     *
     * @return whether there was one
     */
    public boolean expire(long nowNs, long afterNs) {
        boolean changed = false;
        for (Direction direction : byFrom.values()) {
            if (!direction.silent && nowNs - direction.seenNs > afterNs) {
                direction.silent = true;
                changed = true;
            }
        }
        return changed;
    }

    /** Whether the opposite direction is known too. */
    private boolean isPaired(End from) {
        Direction there = byFrom.get(from);
        Direction back = there == null ? null : byFrom.get(there.to);
        return back != null && back.to.equals(from);
    }

    /** The cables between different switches that carry in both directions, in their order. */
    public List<Cable> cables() {
        List<Cable> cables = new ArrayList<>(byFrom.size() / 2);
        byFrom.forEach((from, direction) -> {
            boolean once = from.dpid().compareTo(direction.to.dpid()) < 0;
            if (once && isPaired(from)) {
                cables.add(new Cable(from, direction.to, !direction.silent && !byFrom.get(direction.to).silent));
            }
        });
        cables.sort(Cable.ORDER);
        return cables;
    }

    /** Links that carry, one row a direction. */
    public List<LinkView> views() {
        List<LinkView> views = new ArrayList<>(byFrom.size());
        byFrom.forEach((from, direction) -> {
            if (!direction.silent) {
                Dpid toDpid = direction.to.dpid();
                views.add(new LinkView(from.dpid(), from.port(), toDpid, direction.to.port()));
            }
        });
        return views;
    }

    private boolean removeIf(Predicate<Map.Entry<End, Direction>> condition) {
        return byFrom.entrySet().removeIf(condition);
    }
}
