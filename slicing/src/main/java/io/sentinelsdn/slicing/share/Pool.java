package io.sentinelsdn.slicing.share;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Lends what dynamic slices leave unused to those that could use it, by priority, and gives it back when its owner needs
 * it. The limits of all together never exceed their bandwidths together. To keep it from swinging: an owner keeps a
 * quarter more than it uses, is asked only after a second of calm, and one that needs its own back soon after lending
 * does not lend for a while, longer each time; and there is at most one change in two seconds. Owned by the thread of
 * slices; the unit of all rates is Mbit/s.
 */
public final class Pool {
    /** Between two changes. */
    public static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(2);

    private static final long CALM_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long SOON_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long HOLD_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int MOST_DOUBLINGS = 3;
    private static final double HEADROOM = 1.25;
    private static final double PRESSED = 0.9;
    private static final double IDLE = 0.7;
    private static final double WORTH = 0.05;

    private final Map<String, Account> accounts = new HashMap<>();
    private long lastChangeNs;
    private boolean changed;

    /**
     * A slice that lends and borrows.
     *
     * @param bandwidth its own
     * @param floor never lent
     * @param ceiling never exceeded
     * @param priority higher is served first
     * @param demand what it uses now
     * @param drops whether its meters dropped something
     */
    public record Member(
            String id, double bandwidth, double floor, double ceiling, int priority, double demand, boolean drops) {}

    private static final class Account {
        private double limit;
        private long calmSinceNs = -1;
        private long loweredNs;
        private boolean lowered;
        private long holdUntilNs;
        private boolean held;
        private int doublings;
    }

    /**
     * The limits from now on, by slice.
     *
     * @return limits of all members; those of the last call where nothing is to change
     */
    public Map<String, Double> adjust(List<Member> members, long nowNs) {
        accounts.keySet().retainAll(members.stream().map(Member::id).toList());
        for (Member member : members) {
            Account account = accounts.computeIfAbsent(member.id(), unused -> new Account());
            if (account.limit == 0) {
                account.limit = member.bandwidth();
            }
            watch(member, account, nowNs);
        }
        Map<String, Double> targets = targets(members, nowNs);
        boolean over = members.stream()
                        .mapToDouble(member -> accounts.get(member.id()).limit)
                        .sum()
                > members.stream().mapToDouble(Member::bandwidth).sum() + WORTH;
        boolean worth = over;
        for (Member member : members) {
            double step = Math.abs(targets.get(member.id()) - accounts.get(member.id()).limit);
            worth |= step > WORTH * member.bandwidth();
        }
        boolean may = over || !changed || nowNs - lastChangeNs >= PAUSE_NS;
        if (worth && may) {
            lastChangeNs = nowNs;
            changed = true;
            members.forEach(member -> set(member, targets.get(member.id()), nowNs));
        }
        Map<String, Double> limits = new TreeMap<>();
        members.forEach(member -> limits.put(member.id(), accounts.get(member.id()).limit));
        return limits;
    }

    private void watch(Member member, Account account, long nowNs) {
        boolean calm = !isPressed(member, account) && member.demand() < IDLE * member.bandwidth();
        if (!calm) {
            account.calmSinceNs = -1;
        } else if (account.calmSinceNs < 0) {
            account.calmSinceNs = nowNs;
        }
    }

    private static boolean isPressed(Member member, Account account) {
        return member.drops() || member.demand() >= PRESSED * account.limit;
    }

    private Map<String, Double> targets(List<Member> members, long nowNs) {
        Map<String, Double> targets = new TreeMap<>();
        List<Member> borrowers = new ArrayList<>();
        double pool = 0;
        for (Member member : members) {
            Account account = accounts.get(member.id());
            double keeps = member.bandwidth();
            boolean held = account.held && nowNs < account.holdUntilNs;
            if (account.calmSinceNs >= 0 && nowNs - account.calmSinceNs >= CALM_NS && !held) {
                keeps = Math.min(keeps, Math.max(member.floor(), HEADROOM * member.demand()));
            }
            if (wants(member) > member.bandwidth()) {
                borrowers.add(member);
            }
            targets.put(member.id(), keeps);
            pool += member.bandwidth() - keeps;
        }
        if (borrowers.isEmpty()) {
            members.forEach(member -> targets.put(member.id(), member.bandwidth()));
            return targets;
        }
        lend(borrowers, pool, targets);
        return targets;
    }

    /** What it could use: beyond its own only if it presses against its limit, or uses more than its own already. */
    private double wants(Member member) {
        Account account = accounts.get(member.id());
        double wanted = isPressed(member, account) ? Double.MAX_VALUE : HEADROOM * member.demand();
        return Math.min(wanted, member.ceiling());
    }

    /** The best priority first, equal ones evenly. */
    private void lend(List<Member> borrowers, double pool, Map<String, Double> targets) {
        double left = pool;
        List<Member> order = new ArrayList<>(borrowers);
        order.sort(Comparator.comparingInt(Member::priority).reversed().thenComparingDouble(this::wants));
        for (int from = 0; from < order.size(); ) {
            int to = from;
            while (to < order.size()
                    && order.get(to).priority() == order.get(from).priority()) {
                to++;
            }
            for (int i = from; i < to; i++) {
                Member member = order.get(i);
                double more = Math.min(wants(member) - member.bandwidth(), left / (to - i));
                targets.put(member.id(), member.bandwidth() + more);
                left -= more;
            }
            from = to;
        }
    }

    private void set(Member member, double target, long nowNs) {
        Account account = accounts.get(member.id());
        boolean lends = target < member.bandwidth();
        if (lends && !account.lowered) {
            account.loweredNs = nowNs;
        } else if (!lends && account.lowered) {
            boolean soon = nowNs - account.loweredNs < SOON_NS && isPressed(member, account);
            account.doublings = soon ? Math.min(MOST_DOUBLINGS, account.doublings + 1) : 0;
            account.held = soon;
            account.holdUntilNs = nowNs + (soon ? HOLD_NS << (account.doublings - 1) : 0);
        }
        account.lowered = lends;
        account.limit = target;
    }
}
