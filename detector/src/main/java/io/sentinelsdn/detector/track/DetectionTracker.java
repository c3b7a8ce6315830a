package io.sentinelsdn.detector.track;

import io.sentinelsdn.detector.explain.Explainer;
import io.sentinelsdn.detector.threshold.AdaptiveThreshold;
import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.detector.window.AttackPicture;
import io.sentinelsdn.detector.window.Destination;
import io.sentinelsdn.detector.window.Observer;
import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.spi.FeedbackDesk.Verdict;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Keeps one detection per attack (target and type), updates it, and ends it when neither what arrives nor what the rules
 * drop has been above the off-threshold for a while. Owned by the window thread.
 */
public final class DetectionTracker {
    private record Attack(IpAddress target, AttackType type) {}

    private final Map<Attack, Incident> incidents = new LinkedHashMap<>();
    private final Remembered past = new Remembered();
    private volatile TrackerSettings settings;
    private final Observer observer;
    private final Explainer explainer = new Explainer();
    private final FeedbackBox feedback;
    private final LongFunction<Instant> wallClock;
    /** Whether what a model thinks may raise an alarm now, by measure. */
    private final Predicate<Measure> opinions;

    private final Consumer<Detection> out;
    private final Counters.Counter opened;
    private final Counters.Counter refused;
    private volatile List<Detection> active = List.of();

    public DetectionTracker(
            TrackerSettings settings,
            Observer observer,
            FeedbackBox feedback,
            LongFunction<Instant> wallClock,
            Predicate<Measure> opinions,
            Counters counters,
            Consumer<Detection> out) {
        this.settings = settings;
        this.observer = observer;
        this.feedback = feedback;
        this.wallClock = wallClock;
        this.opinions = opinions;
        this.out = out;
        opened = counters.counter("sentinel_detections_total", "Detections opened");
        refused = counters.counter("sentinel_detections_refused_total", "Detections refused, too many at a time");
        counters.gauge("sentinel_detections_active", "Detections that are not over", () -> active.size());
    }

    /** From now on with other settings. Any thread may call. */
    public void change(TrackerSettings other) {
        settings = other;
    }

    /** Looks at a destination whose measures have just been computed. */
    public void observe(Destination destination, long nowNs) {
        for (Measure measure : Measure.all()) {
            if (destination.value(measure) <= 0 && !destination.hasThreshold(measure)) {
                continue;
            }
            boolean on = isOn(destination, measure, nowNs);
            if (on) {
                Attack attack = new Attack(destination.address(), measure.attackType());
                if (!incidents.containsKey(attack)) {
                    open(attack, destination, measure, nowNs);
                }
            }
        }
    }

    private boolean isOn(Destination destination, Measure measure, long nowNs) {
        AdaptiveThreshold threshold = destination.threshold(measure);
        if (!measure.isOpinion()) {
            return threshold.observe(destination.value(measure), destination.fullSecond(measure), nowNs);
        }
        if (isNamed(destination)) {
            destination.forgetOpinions();
        }
        return threshold.observe(opinions.test(measure) ? destination.value(measure) : 0, 0, nowNs);
    }

    /** Whether an attack by or on this host goes on that was found by what was counted. */
    private boolean isNamed(Destination destination) {
        return incidents.values().stream()
                .filter(incident -> !incident.measure.isOpinion())
                .anyMatch(incident -> incident.destination == destination || incident.comesFrom(destination.address()));
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
                close(incident, nowNs);
            }
        }
        if (changed) {
            listActive(nowNs);
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
            AttackPicture picture = observer.picture(incident.destination.address(), incident.measure, nowNs);
            incident.see(picture, observer.features(), explainer);
        }
        incident.told = true;
        incident.emittedNs = nowNs;
        out.accept(incident.snapshot(wallClock.apply(nowNs)));
        return true;
    }

    private void close(Incident incident, long nowNs) {
        feedback.close(incident.id);
        incident.destination.pin(stillUnderAttack(incident.destination));
        past.add(new Remembered.Past(incident.snapshot(wallClock.apply(nowNs)), incident.measure, incident.features()));
    }

    /**
     * Takes the word of a person: the target gets less sensitive, or an earlier complaint is taken back; an attack that
     * goes on and is called false is over.
     *
     * @param targets finds a target by its address, or null when there is no place for it
     * @return what it was about, or empty when the detection is not known any more
     */
    public Optional<Said> say(
            String detectionId, Verdict verdict, Function<IpAddress, Destination> targets, long nowNs) {
        for (Iterator<Incident> all = incidents.values().iterator(); all.hasNext(); ) {
            Incident incident = all.next();
            if (incident.id.equals(detectionId) && incident.told) {
                adjust(incident.destination, incident.measure, verdict);
                if (verdict == Verdict.FALSE_POSITIVE) {
                    incident.callFalse();
                    all.remove();
                    close(incident, nowNs);
                    out.accept(incident.snapshot(wallClock.apply(nowNs)));
                    listActive(nowNs);
                }
                return Optional.of(new Said(incident.snapshot(wallClock.apply(nowNs)), incident.features()));
            }
        }
        Remembered.Past known = past.get(detectionId);
        if (known == null) {
            return Optional.empty();
        }
        Destination target = targets.apply(known.detection().evidence().target());
        if (target != null) {
            adjust(target, known.measure(), verdict);
        }
        Detection detection = known.detection();
        if (verdict == Verdict.FALSE_POSITIVE && detection.status() != DetectionStatus.FALSE_POSITIVE) {
            detection = detection.with(DetectionStatus.FALSE_POSITIVE, detection.endedAt(), detection.actions());
            past.add(new Remembered.Past(detection, known.measure(), known.features()));
            out.accept(detection);
        }
        return Optional.of(new Said(detection, known.features()));
    }

    private static void adjust(Destination destination, Measure measure, Verdict verdict) {
        if (verdict == Verdict.FALSE_POSITIVE) {
            destination.threshold(measure).calledFalse();
        } else {
            destination.threshold(measure).calledTrue();
        }
    }

    private void listActive(long nowNs) {
        Instant now = wallClock.apply(nowNs);
        active = incidents.values().stream()
                .filter(incident -> incident.told)
                .map(incident -> incident.snapshot(now))
                .toList();
    }

    private boolean stillUnderAttack(Destination destination) {
        return incidents.values().stream().anyMatch(incident -> incident.destination == destination);
    }

    /** Detections that are not over; any thread may ask. */
    public List<Detection> active() {
        return active;
    }
}
