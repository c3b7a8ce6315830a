package io.sentinelsdn.mitigation.learn;

import java.util.Set;

/** Limit first, block when that is not enough; high confidence enters where it deserves. Stateless. */
public final class Ladder {
    /** From this confidence on the first rung is left out. */
    public static final double SURE = 0.8;

    private Ladder() {}

    /**
     * What the ladder does.
     *
     * @param safe arms that are safe, at least one
     * @param persists the attack was limited for a while and goes on
     */
    public static Arm arm(double confidence, boolean persists, Set<Arm> safe) {
        boolean block = confidence >= SURE || persists;
        if (block && safe.contains(Arm.BLOCK)) {
            return Arm.BLOCK;
        }
        return safe.contains(Arm.LIMIT) ? Arm.LIMIT : safe.iterator().next();
    }
}
