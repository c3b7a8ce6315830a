package io.sentinelsdn.controller.rules;

import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import io.sentinelsdn.controller.openflow.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lasting entries one switch should hold, by cookie, and what a full poll says about them. Owned by the event loop
 * of the switch. Five-tuple and coarse counting entries come and go and are not in it, nor are people's own entries and those of
 * slices.
 */
public final class SwitchLedger {
    /** What is stale beyond these goes after the next poll. */
    private static final int MOST_STALE = 65_536;

    private final Map<Long, Place> desired = new HashMap<>();
    private final Set<Long> stale = new HashSet<>();
    /** Number of the full poll under way or last made. */
    private long poll;

    /** An entry that should be there, and what is known of it. */
    private static final class Place {
        private FlowEntry entry;
        private boolean confirmed;
        /** The polls during which it was confirmed and last seen. */
        private long confirmedIn;

        private long seenIn = -1;
    }

    /** From now on the switch should hold this entry. */
    public void want(FlowEntry entry) {
        Place place = desired.computeIfAbsent(entry.cookie(), unused -> new Place());
        place.entry = entry;
        place.confirmed = false;
    }

    public void forget(FlowEntry entry) {
        desired.remove(entry.cookie());
    }

    /** The barrier behind this entry came back without an error for it. */
    public void confirm(FlowEntry entry) {
        Place place = desired.get(entry.cookie());
        if (place != null && !place.confirmed && entry.equals(place.entry)) {
            place.confirmed = true;
            place.confirmedIn = poll;
        }
    }

    /** The switch refused this entry; unless another has taken its place, it is not wanted any more. */
    public void refused(FlowEntry entry) {
        Place place = desired.get(entry.cookie());
        if (place != null && entry.equals(place.entry)) {
            desired.remove(entry.cookie());
        }
    }

    /** A full poll is being sent. */
    public void pollStarts() {
        stale.clear();
        poll++;
    }

    /**
     * An entry of the full poll.
     *
     * @param former entries of a former process that stay for now
     */
    public void polled(FlowStatsEntry entry, FormerEntries former, long nowNs) {
        if (!Cookies.isOurs(entry.cookie)) {
            return;
        }
        long cookieClass = Cookies.classOf(entry.cookie);
        boolean counting = cookieClass == Cookies.FINE || cookieClass == Cookies.COARSE;
        if (counting || cookieClass == Cookies.USER_FLOW || cookieClass == Cookies.SLICE) {
            return;
        }
        Place place = desired.get(entry.cookie);
        if (place != null) {
            place.seenIn = poll;
        } else if (!former.keeps(entry, nowNs) && stale.size() < MOST_STALE) {
            stale.add(entry.cookie);
        }
    }

    /**
     * The full poll is over: writes what is missing and what is ours but no longer wanted into the transaction.
     * Entries that were not yet confirmed when the poll was sent are left to their own barrier.
     *
     * Missing mitigation rules are only reported: they are sent again with what is left of their lifetime.
     *
     * @return the entries that were missing
     */
    public List<FlowEntry> reconcile(Transaction transaction) {
        for (long cookie : stale) {
            if (!desired.containsKey(cookie)) {
                transaction.deleteByCookie(cookie, -1L);
            }
        }
        List<FlowEntry> missing = new ArrayList<>();
        for (Place place : desired.values()) {
            if (place.confirmed && place.confirmedIn < poll && place.seenIn != poll) {
                missing.add(place.entry);
                if (!Cookies.isRule(place.entry.cookie()) || place.entry.table() == TablePlan.MONITOR) {
                    transaction.add(place.entry, place.entry);
                }
            }
        }
        return missing;
    }
}
