package io.sentinelsdn.mitigation.compile;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.mitigation.list.PrefixSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Whom a plan must spare.
 *
 * @param allowed the allow-list
 * @param good clients proven good, each an address that had both sides of a conversation with the victim before
 * @param users how many users are estimated behind an address, at least 1
 * @param milder how often the plan has retreated: each time limits are four times what they were, and from the first on nothing is dropped
 * @param limitOnly nothing is dropped
 */
public record Scene(
        PrefixSet allowed, Collection<IpAddress> good, ToIntFunction<IpAddress> users, int milder, boolean limitOnly) {
    /** Addresses from here on stand for many users. */
    static final int CROWD = 4;

    public Scene {
        good = List.copyOf(good);
    }

    /** Nobody is known but the allow-list. */
    public static Scene of(PrefixSet allowed) {
        return new Scene(allowed, List.of(), address -> 1, 0, false);
    }

    /** What no prefix may hold, but for those who attack themselves. */
    PrefixSet protectedBut(Collection<IpAddress> attackers) {
        List<Prefix> all = new ArrayList<>(allowed.entries());
        good.stream()
                .filter(client -> !attackers.contains(client))
                .map(Prefix::host)
                .forEach(all::add);
        return PrefixSet.of(all);
    }

    /** A limit after retreats. */
    long eased(long packetsPerSecond) {
        return Math.min(0xffff_ffffL, packetsPerSecond << Math.min(2 * milder, 12));
    }

    /** The same for a plan that drops nothing. */
    public Scene limiting() {
        return new Scene(allowed, good, users, milder, true);
    }

    /** Whether nothing may be dropped. */
    boolean onlyLimits() {
        return limitOnly || milder > 0;
    }

    /** Whether an address stands for so many users that it is limited and not blocked. */
    boolean crowd(IpAddress address) {
        return users.applyAsInt(address) >= CROWD;
    }
}
