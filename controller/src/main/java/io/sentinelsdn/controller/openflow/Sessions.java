package io.sentinelsdn.controller.openflow;

import io.sentinelsdn.domain.net.Dpid;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who speaks for which datapath id. A second connection that claims a live one waits until its holder was asked for an
 * ECHO: a holder that answers stays and the claimant is refused; a silent one is replaced. Auxiliary connections (OpenFlow
 * 1.3.5 section 6.3.6) belong to the holder and go with it. Thread-safe; sessions are told in their own event loops.
 */
final class Sessions {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);
    private static final int MOST_REMEMBERED = 4_096;
    /** Connections of one datapath id within a minute that are still normal. */
    private static final int CALM_ARRIVALS = 10;

    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);

    private final OpenFlowMetrics metrics;
    private final Admission admission;
    private final Map<Dpid, SwitchSession> holders = new HashMap<>();
    private final Map<Dpid, SwitchSession> claimants = new HashMap<>();
    private final Map<Dpid, Map<Integer, SwitchSession>> auxiliaries = new HashMap<>();
    private final Map<Dpid, Arrivals> arrivals = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Dpid, Arrivals> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** How often a datapath id connected since a moment. */
    private static final class Arrivals {
        private long sinceNs;
        private int count;
    }

    Sessions(OpenFlowMetrics metrics, Admission admission) {
        this.metrics = metrics;
        this.admission = admission;
    }

    /** The handshake of a main connection is complete: it is granted, refused, or kept waiting. */
    void claim(SwitchSession claimant, Dpid dpid) {
        SwitchSession holder;
        synchronized (this) {
            holder = holders.putIfAbsent(dpid, claimant);
            if (holder != null && claimants.putIfAbsent(dpid, claimant) != null) {
                metrics.duplicates.increment();
                claimant.execute(() -> claimant.refuse("two other connections hold and claim this datapath id"));
                return;
            }
        }
        if (holder == null) {
            arrived(claimant, dpid);
            claimant.granted();
        } else {
            holder.prove();
        }
    }

    /** The holder has answered: it is alive, and who claimed its datapath id is refused. */
    void alive(SwitchSession holder, Dpid dpid) {
        SwitchSession claimant;
        synchronized (this) {
            claimant = holders.get(dpid) == holder ? claimants.remove(dpid) : null;
        }
        if (claimant != null) {
            metrics.duplicates.increment();
            String address = holder.address();
            claimant.execute(() -> claimant.refuse("datapath id is live at " + address));
        }
    }

    /** A main connection is gone; who waits for its datapath id is granted. */
    void release(SwitchSession session, Dpid dpid) {
        SwitchSession next;
        List<SwitchSession> orphans;
        synchronized (this) {
            if (claimants.remove(dpid, session) || !holders.remove(dpid, session)) {
                return;
            }
            orphans = List.copyOf(auxiliaries.getOrDefault(dpid, Map.of()).values());
            auxiliaries.remove(dpid);
            next = claimants.remove(dpid);
            if (next != null) {
                holders.put(dpid, next);
            }
        }
        orphans.forEach(orphan -> orphan.close("its main connection is gone"));
        if (next != null) {
            arrived(next, dpid);
            next.execute(next::granted);
        }
    }

    private synchronized void arrived(SwitchSession session, Dpid dpid) {
        admission.complete(session.channel());
        long nowNs = System.nanoTime();
        Arrivals seen = arrivals.computeIfAbsent(dpid, unused -> new Arrivals());
        if (seen.count == 0 || nowNs - seen.sinceNs > MINUTE_NS) {
            seen.sinceNs = nowNs;
            seen.count = 0;
        }
        seen.count++;
        if (seen.count > CALM_ARRIVALS) {
            metrics.stormyReconnects.increment();
            if (seen.count == CALM_ARRIVALS + 1) {
                log.warn("switch reconnects again and again dpid={} within_a_minute={}", dpid, seen.count);
            }
        }
    }

    /** Gives an auxiliary connection to the main one; answers that, or null while there is none. */
    synchronized SwitchSession adopt(SwitchSession auxiliary, Dpid dpid, int auxiliaryId) {
        SwitchSession holder = holders.get(dpid);
        if (holder == null) {
            return null;
        }
        Map<Integer, SwitchSession> ofSwitch = auxiliaries.computeIfAbsent(dpid, unused -> new HashMap<>());
        if (ofSwitch.putIfAbsent(auxiliaryId, auxiliary) != null) {
            return null;
        }
        admission.complete(auxiliary.channel());
        return holder;
    }

    synchronized void releaseAuxiliary(SwitchSession auxiliary, Dpid dpid, int auxiliaryId) {
        Map<Integer, SwitchSession> ofSwitch = auxiliaries.get(dpid);
        if (ofSwitch != null && ofSwitch.remove(auxiliaryId, auxiliary) && ofSwitch.isEmpty()) {
            auxiliaries.remove(dpid);
        }
    }

    synchronized int auxiliaries(Dpid dpid) {
        return auxiliaries.getOrDefault(dpid, Map.of()).size();
    }
}
