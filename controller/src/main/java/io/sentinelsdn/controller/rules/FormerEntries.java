package io.sentinelsdn.controller.rules;

import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What a switch had from us when it connected: a former process knew its hosts and trunks, and traffic runs over these
 * entries. They stay until they have been replaced, or for half a minute, and what they say is handed on. Owned by the
 * event loop of the switch.
 */
public final class FormerEntries {
    private static final long KEPT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int MOST_HOSTS = 16_384;
    private static final int MOST_TRUNKS = 4_096;

    private final long untilNs;
    private final Map<Long, Integer> portByMac = new HashMap<>();
    private final Set<Integer> trunks = new HashSet<>();
    private boolean trunksReplaced;

    public FormerEntries(long nowNs) {
        untilNs = nowNs + KEPT_NS;
    }

    /** Whether this entry of a full poll, which is ours and is not desired, stays all the same. */
    public boolean keeps(FlowStatsEntry entry, long nowNs) {
        if (isOver(nowNs)) {
            return false;
        }
        long cookieClass = Cookies.classOf(entry.cookie);
        if (cookieClass == Cookies.FORWARD) {
            int port = entry.firstOutput();
            if (port != 0 && portByMac.size() < MOST_HOSTS) {
                portByMac.put(entry.ethDst, port);
            }
            return true;
        }
        if (cookieClass == Cookies.TRUNK && !trunksReplaced && trunks.size() < MOST_TRUNKS) {
            trunks.add(entry.inPort);
            return true;
        }
        return false;
    }

    /** Whether its time is over: what still stands is stale. */
    public boolean isOver(long nowNs) {
        return nowNs - untilNs > 0;
    }

    /** The trunks are known by now. */
    public void trunksReplaced() {
        trunksReplaced = true;
    }

    /** Destinations and the physical ports they left by. */
    public Map<Long, Integer> portByMac() {
        return Map.copyOf(portByMac);
    }

    /** Ports that led to other switches. */
    public Set<Integer> trunks() {
        return Set.copyOf(trunks);
    }
}
