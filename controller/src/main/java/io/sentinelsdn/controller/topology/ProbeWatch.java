package io.sentinelsdn.controller.topology;

import io.sentinelsdn.controller.topology.Lldp.Verdict;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.net.Dpid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets each genuine probe count once and reports the others: each is counted, each port is logged once a minute, and
 * the warning stays visible for ten minutes. Owned by the control thread; {@link #warnings} may be asked by any.
 */
public final class ProbeWatch {
    private static final Logger log = LoggerFactory.getLogger(ProbeWatch.class);
    private static final long LOG_EVERY_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long REMEMBER_NS = TimeUnit.MINUTES.toNanos(10);
    private static final int MOST_PORTS = 4_096;
    private static final int MOST_WARNINGS = 16;

    private final Map<End, Long> newest = new HashMap<>();
    private final Map<End, Refused> refused = new HashMap<>();
    private final Map<Dpid, List<String>> warnings = new ConcurrentHashMap<>();
    private final Counter foreign;
    private final Counter forged;
    private final Counter stale;

    /** Probes refused at one port. */
    private static final class Refused {
        private long count;
        private long lastNs;
        private long loggedNs;
        private String what = "";
    }

    public ProbeWatch(Counters counters) {
        foreign = counters.counter("sentinel_lldp_foreign_total", "LLDP frames of others, ignored");
        forged = counters.counter("sentinel_lldp_forged_total", "LLDP frames with a wrong signature of ours, ignored");
        stale = counters.counter("sentinel_lldp_stale_total", "Probes that were too old or came twice, ignored");
    }

    /** Whether a probe that arrived at a port stands for a link. */
    public boolean accepts(Lldp.Probe probe, End arrivedAt, long nowNs) {
        if (probe.verdict() == Verdict.GENUINE) {
            Long before = newest.get(probe.origin());
            if (before == null || probe.sentNs() - before > 0) {
                newest.put(probe.origin(), probe.sentNs());
                return true;
            }
        }
        refuse(probe.verdict(), arrivedAt, nowNs);
        return false;
    }

    /** What a switch's ports have heard of late, for people. */
    public List<String> warnings(Dpid dpid) {
        return warnings.getOrDefault(dpid, List.of());
    }

    /** Forgets what is long ago. */
    public void tick(long nowNs) {
        List<Dpid> changed = new ArrayList<>();
        refused.entrySet().removeIf(entry -> {
            boolean old = nowNs - entry.getValue().lastNs > REMEMBER_NS;
            if (old) {
                changed.add(entry.getKey().dpid());
            }
            return old;
        });
        changed.forEach(this::publish);
        newest.values().removeIf(sentNs -> nowNs - sentNs > 2 * Lldp.LIFETIME_NS);
    }

    private void refuse(Verdict verdict, End at, long nowNs) {
        String what = switch (verdict) {
            case FOREIGN -> "foreign LLDP frame";
            case FORGED -> "forged probe";
            case EXPIRED, GENUINE -> "replayed probe";
        };
        Counter counter = verdict == Verdict.FOREIGN ? foreign : verdict == Verdict.FORGED ? forged : stale;
        counter.increment();
        if (refused.size() >= MOST_PORTS && !refused.containsKey(at)) {
            return;
        }
        Refused here = refused.computeIfAbsent(at, unused -> new Refused());
        boolean changed = !here.what.equals(what);
        here.what = what;
        here.lastNs = nowNs;
        if (here.count++ == 0 || nowNs - here.loggedNs > LOG_EVERY_NS) {
            here.loggedNs = nowNs;
            log.warn("ignored {} dpid={} port={} so_far={}", what, at.dpid(), at.port(), here.count);
        }
        if (changed) {
            publish(at.dpid());
        }
    }

    private void publish(Dpid dpid) {
        List<String> texts = new ArrayList<>();
        refused.forEach((end, here) -> {
            if (end.dpid().equals(dpid) && texts.size() < MOST_WARNINGS) {
                texts.add("port " + Integer.toUnsignedString(end.port()) + ": " + here.what + " ignored");
            }
        });
        if (texts.isEmpty()) {
            warnings.remove(dpid);
        } else {
            warnings.put(dpid, List.copyOf(texts));
        }
    }
}
