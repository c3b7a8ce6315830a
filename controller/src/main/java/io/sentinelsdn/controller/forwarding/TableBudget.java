package io.sentinelsdn.controller.forwarding;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How many entries the tables of one switch may hold together, and how near that is: level 1 from 70 %, level 2 from
 * 90 %, each left only after ten seconds below 60 % or 80 %. What is counted is what the switch has said (TABLE
 * statistics, about a second old) for everything but counting entries, and for those what is known here at once.
 *
 * <p>A switch that answers TABLE_FULL has shown that it holds no more than it has: that becomes the limit, and grows by
 * a tenth every ten seconds, so that a limit that was found too low is not kept. Owned by the event loop of the switch.
 */
final class TableBudget {
    /** Fewest entries a budget may have. */
    static final int LEAST = 100;

    static final int MOST_LEVEL = 2;

    private static final double[] ENTER = {0, 0.70, 0.90};
    private static final double[] LEAVE = {0.60, 0.60, 0.80};
    private static final double CLOSED = 0.95;
    private static final long CALM_NS = TimeUnit.SECONDS.toNanos(10);

    private final int configured;
    private int limit;
    private int level;
    private boolean refused;
    private long others;
    private long ownBefore;
    private long calmSinceNs;
    private long grownNs;

    TableBudget(int configured) {
        this.configured = configured;
        limit = configured;
    }

    /**
     * About every second, when the tables are asked again.
     *
     * @param total entries of all tables, as answered to the question of a second ago
     * @param own counting entries now
     */
    void second(long total, int own, long nowNs) {
        others = Math.max(0, total - ownBefore);
        ownBefore = own;
        grow(total, nowNs);
        long used = used(own);
        int before = level;
        while (level < MOST_LEVEL && used >= ENTER[level + 1] * limit) {
            level++;
        }
        if (level > before || used >= LEAVE[level] * limit) {
            calmSinceNs = nowNs;
        } else if (nowNs - calmSinceNs >= CALM_NS && level > 0) {
            calmSinceNs = nowNs;
            level--;
            refused = false;
        }
    }

    private void grow(long total, long nowNs) {
        if (limit < configured && nowNs - grownNs >= CALM_NS) {
            grownNs = nowNs;
            limit += limit / 10;
        }
        limit = (int) Math.min(configured, Math.max(limit, total));
    }

    /** The switch has refused an entry because a table is full. */
    void tableFull(int own, long nowNs) {
        limit = (int) Math.max(LEAST, Math.min(limit, used(own)));
        level = MOST_LEVEL;
        refused = true;
        calmSinceNs = nowNs;
        grownNs = nowNs;
    }

    private long used(int own) {
        return others + own;
    }

    /** Whether no counting entry more should be asked for. */
    boolean isClosed(int own) {
        return used(own) >= CLOSED * limit;
    }

    /** How many counting entries have to go before level 1 can be left. */
    int excess(int own) {
        return (int) Math.max(0, Math.min(own, used(own) - (long) (LEAVE[1] * limit) + 1));
    }

    /** 0 with room, 1 from 70 %, 2 from 90 % or when the switch has refused an entry. */
    int level() {
        return level;
    }

    /** Whether the switch has said that a table is full, and it is not calm yet. */
    boolean hasRefused() {
        return refused;
    }

    int limit() {
        return limit;
    }

    /** Why counting is less fine than usual, for people. */
    Optional<String> concern(int own) {
        if (level < MOST_LEVEL) {
            return Optional.empty();
        }
        String what = refused ? "table full, the switch has refused entries" : "tables nearly full";
        return Optional.of(what + " (" + used(own) + " of " + limit + "): traffic is counted coarsely");
    }
}
