package io.sentinelsdn.detector.track;

import io.sentinelsdn.detector.explain.Explainer;
import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.detector.window.Destination;
import io.sentinelsdn.detector.window.Observer;
import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.IpAddress;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Keeps one detection per attack (target and type), updates it, and ends it when neither what arrives nor what the rules
 * drop has been above the off-threshold for a while. Owned by the window thread.
 */
public final class DetectionTracker {
    private record Attack(IpAddress target, AttackType type) {}

    private final Map<Attack, Incident> incidents = new LinkedHashMap<>();
    private final TrackerSettings settings;
    private final Observer observer;
    private final Explainer explainer = new Explainer();
    private final FeedbackBox feedback;
    private final LongFunction<Instant> wallClock;
    private final Consumer<Detection> out;
    private final Counters.Counter opened;
    private final Counters.Counter refused;
    private volatile List<Detection> active = List.of();

    public DetectionTracker(
            TrackerSettings settings,
            Observer observer,
            FeedbackBox feedback,
            LongFunction<Instant> wallClock,
            Counters counters,
            Consumer<Detection> out) {
        this.settings = settings;
        this.observer = observer;
        this.feedback = feedback;
        this.wallClock = wallClock;
        this.out = out;
        opened = counters.counter("sentinel_detections_total", "Detections opened");
        refused = counters.counter("sentinel_detections_refused_total", "Detections refused, too many at a time");
        counters.gauge("sentinel_detections_active", "Detections that are not over", () -> active.size());
    }

    /** Looks at a destination whose measures have just been computed. */
    public void observe(Destination destination, long nowNs) {
        for (Measure measure : Measure.values()) {
            boolean on =
                    destination.threshold(measure).observe(destination.value(measure), destination.fullSecond(measure));
            if (on) {
                Attack attack = new Attack(destination.address(), measure.attackType());
                if (!incidents.containsKey(attack)) {
                    open(attack, destination, measure, nowNs);
                }
            }
        }
    }

    private void open(Attack attack, Destination destination, Measure measure, long nowNs) {
        if (incidents.size() >= settings.maxActive()) {
            refused.increment();
            return;
        }
        String id = UUID.randomUUID().toString();
        incidents.put(attack, new Incident(id, destination, measure, wallClock.apply(nowNs)));
        feedback.open(id);
        destination.pin(true);
        opened.increment();
    }

    /**
     * Ends the window: every attack that goes on takes its value; those that changed are told; how many of them
     * for the first time.
     */
    public int finishStep(long nowNs) {
        int firsts = 0;
        boolean changed = false;
        for (Iterator<Incident> all = incidents.values().iterator(); all.hasNext(); ) {
            Incident incident = all.next();
            firsts += incident.told ? 0 : 1;
            changed |= update(incident, nowNs);
            if (incident.ended()) {
                all.remove();
                feedback.close(incident.id);
                incident.destination.pin(stillUnderAttack(incident.destination));
            }
        }
        if (changed) {
            Instant now = wallClock.apply(nowNs);
            active = incidents.values().stream()
                    .map(incident -> incident.snapshot(now))
                    .toList();
        }
        return firsts;
    }

    private boolean update(Incident incident, long nowNs) {
        MitigationProgress progress = feedback.take(incident.id);
        if (progress != null) {
            incident.hear(progress, nowNs);
        }
        boolean first = !incident.told;
        boolean statusChanged = incident.advance(nowNs, settings.release().toNanos());
        boolean due = nowNs - incident.emittedNs >= settings.updateEvery().toNanos();
        if (!first && !statusChanged && !due) {
            return false;
        }
        if (incident.visible()) {
            incident.see(observer.picture(incident.destination.address(), incident.measure, nowNs), explainer);
        }
        incident.told = true;
        incident.emittedNs = nowNs;
        out.accept(incident.snapshot(wallClock.apply(nowNs)));
        return true;
    }

    private boolean stillUnderAttack(Destination destination) {
        return incidents.values().stream().anyMatch(incident -> incident.destination == destination);
    }

    /** Detections that are not over; any thread may ask. */
    public List<Detection> active() {
        return active;
    }
}
