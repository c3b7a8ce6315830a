package io.sentinelsdn.controller;

import io.sentinelsdn.domain.net.Dpid;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Which refused datapath ids were reported lately: one report a minute each, so that a peer that tries again and again
 * does not fill the log. Remembers the newest thousand. Owned by the control thread.
 */
final class Refusals {
    private static final int MOST = 1_000;
    private static final long PAUSE_NS = TimeUnit.MINUTES.toNanos(1);

    private final Map<Dpid, Long> reportedNs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Dpid, Long> eldest) {
            return size() > MOST;
        }
    };

    boolean mayReport(Dpid dpid, long nowNs) {
        Long before = reportedNs.get(dpid);
        if (before != null && nowNs - before < PAUSE_NS) {
            return false;
        }
        reportedNs.put(dpid, nowNs);
        return true;
    }
}
