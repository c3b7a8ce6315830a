package io.sentinelsdn.controller;

import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.openflow.Transaction;
import io.sentinelsdn.domain.net.Dpid;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one switch refused and what it cannot do. Owned by the event loop of the switch. */
final class SwitchHealth {
    private static final Logger log = LoggerFactory.getLogger(SwitchHealth.class);
    private static final int MOST_REASONS = 16;
    /** Refusals logged within a minute; the rest is counted. */
    private static final int MOST_LOGGED = 16;

    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);

    private final Dpid dpid;
    private final Runnable tableFull;
    private final List<String> degraded = new ArrayList<>();
    private long errors;
    private long minuteBeganNs;
    private int loggedInMinute;
    private long unlogged;

    /**
     * @param tableFull called when an entry was refused because a table is full
     */
    SwitchHealth(Dpid dpid, Runnable tableFull) {
        this.dpid = dpid;
        this.tableFull = tableFull;
    }

    /** Something works less well here, for this reason; reasons beyond a few are not kept. */
    void degrade(String reason) {
        if (degraded.size() < MOST_REASONS && !degraded.contains(reason)) {
            degraded.add(reason);
            log.warn("switch degraded dpid={} reason={}", dpid, reason);
        }
    }

    /** Counts what the switch refused, and logs some of it: a peer that refuses everything shall not fill the log. */
    void count(Transaction.Result result) {
        for (Transaction.Failure failure : result.errors()) {
            errors++;
            if (mayLog(System.nanoTime())) {
                log.warn("switch refused dpid={} what={} error={}", dpid, describe(failure.tag()), failure.error());
            } else {
                unlogged++;
            }
        }
        if (result.hasTableFull()) {
            tableFull.run();
        }
    }

    private boolean mayLog(long nowNs) {
        if (loggedInMinute == 0 || nowNs - minuteBeganNs > MINUTE_NS) {
            if (unlogged > 0) {
                log.warn("switch refused more dpid={} not_logged={}", dpid, unlogged);
            }
            minuteBeganNs = nowNs;
            loggedInMinute = 0;
            unlogged = 0;
        }
        if (loggedInMinute == MOST_LOGGED) {
            return false;
        }
        loggedInMinute++;
        return true;
    }

    List<String> degraded() {
        return List.copyOf(degraded);
    }

    long errors() {
        return errors;
    }

    static String describe(Object tag) {
        if (tag instanceof FlowEntry entry) {
            return "entry table=" + entry.table() + " " + entry.match().describe();
        }
        return String.valueOf(tag);
    }
}
