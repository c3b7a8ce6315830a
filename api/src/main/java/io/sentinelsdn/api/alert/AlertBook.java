package io.sentinelsdn.api.alert;

import io.sentinelsdn.domain.alert.Alert;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.AlertStore;
import io.sentinelsdn.domain.spi.AlertStore.Filter;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes alerts from events. The same trouble is one alert: a detection once for all its life, the others again when ten
 * minutes have gone by. The newest 1,000 are in memory, so that they can be read while the store is in trouble; older ones
 * are in the store only. Any thread may call.
 */
public final class AlertBook implements EventSink {
    private static final Logger log = LoggerFactory.getLogger(AlertBook.class);
    private static final int MOST = 1_000;
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final AlertStore store;
    private final Clock clock;
    private final Counters.Counter raised;
    private final Map<String, Alert> alerts = new LinkedHashMap<>();
    private final List<Consumer<Alert>> listeners = new CopyOnWriteArrayList<>();

    /** The alerts of a store, the newest of them read now. */
    public AlertBook(AlertStore store, Clock clock, Counters counters) {
        this.store = store;
        this.clock = clock;
        this.raised = counters.counter("sentinel_alerts_total", "Alerts raised");
        List<Alert> newest = new ArrayList<>();
        try {
            newest.addAll(store.alerts(Query.newest(MOST), Filter.none()).items());
        } catch (UncheckedIOException unreadable) {
            log.warn("alerts begin anew reason={}", unreadable.getMessage());
        }
        Collections.reverse(newest);
        newest.forEach(alert -> alerts.put(alert.id(), alert));
    }

    /** Is told every new alert and every one that was acknowledged, in the thread that caused it; must return at once. */
    public void listen(Consumer<Alert> listener) {
        listeners.add(listener);
    }

    @Override
    public void publish(Event event) {
        if (event instanceof Event.DetectionChanged changed) {
            detected(changed.detection());
        } else if (event instanceof Event.SwitchChanged changed && !changed.connected()) {
            String about = "switch " + changed.dpid();
            raise(Alert.Type.SWITCH_LOST, Alert.Level.HIGH, about, null, about + " is gone: " + changed.detail());
        } else if (event instanceof Event.SwitchRefused refused) {
            refused(refused);
        } else if (event instanceof Event.TablePressure pressure && pressure.level() > 0) {
            String about = "switch " + pressure.dpid();
            raise(
                    Alert.Type.TABLE_PRESSURE,
                    pressure.level() > 1 ? Alert.Level.HIGH : Alert.Level.MEDIUM,
                    about,
                    null,
                    about + " holds " + pressure.entries() + " entries of " + pressure.budget());
        } else if (event instanceof Event.PlanChanged changed && changed.plan().isTakenBack()) {
            raise(
                    Alert.Type.THRESHOLD_EXCEEDED,
                    Alert.Level.HIGH,
                    "plan against detection " + changed.plan().detectionId(),
                    null,
                    changed.plan().rationale());
        } else if (event instanceof Event.SourcesSpoofed spoofed) {
            String about = "port " + spoofed.port() + " of switch " + spoofed.dpid();
            raise(
                    Alert.Type.THRESHOLD_EXCEEDED,
                    Alert.Level.MEDIUM,
                    about,
                    null,
                    spoofed.packets() + " packets a second from sources that are not known at " + about);
        }
    }

    private void refused(Event.SwitchRefused refused) {
        raise(
                Alert.Type.THRESHOLD_EXCEEDED,
                Alert.Level.HIGH,
                "datapath id " + refused.dpid(),
                null,
                "a switch at " + refused.address() + " that claims to be " + refused.dpid() + " was turned away: "
                        + refused.reason());
    }

    /** The store takes no writes. */
    public void storeFailed(String reason) {
        raise(Alert.Type.STORE_FAILURE, Alert.Level.CRITICAL, "store", null, "the store cannot be written: " + reason);
    }

    /** Newest first: the newest from memory, so also while the store is in trouble; older ones from the store. */
    public Page<Alert> alerts(Query query, Filter filter) {
        List<Alert> newest = newest(query, filter);
        long end = (long) query.offset() + query.limit();
        Page<Alert> stored;
        try {
            stored = store.alerts(query, filter);
        } catch (UncheckedIOException | IllegalStateException storeIsAway) {
            stored = new Page<>(List.of(), 0);
        }
        if (end > newest.size() && stored.total() > newest.size()) {
            return stored;
        }
        return new Page<>(
                newest.stream().skip(query.offset()).limit(query.limit()).toList(),
                Math.max(stored.total(), newest.size()));
    }

    private synchronized List<Alert> newest(Query query, Filter filter) {
        List<Alert> all = new ArrayList<>(alerts.values());
        Collections.reverse(all);
        all.removeIf(alert -> (filter.type() != null && alert.type() != filter.type())
                || (filter.acknowledged() != null && alert.isAcknowledged() != filter.acknowledged())
                || (query.since() != null && alert.timestamp().isBefore(query.since()))
                || (query.until() != null && !alert.timestamp().isBefore(query.until())));
        return all;
    }

    /** Somebody has seen it; the second one who says so changes nothing. Empty if there is none of this id. */
    public Optional<Alert> acknowledge(String id, String by) {
        Alert seen;
        synchronized (this) {
            Alert known = alerts.get(id);
            Alert alert = known != null ? known : store.alert(id).orElse(null);
            if (alert == null || alert.isAcknowledged()) {
                return Optional.ofNullable(alert);
            }
            seen = alert.acknowledged(by, now());
            alerts.computeIfPresent(id, (unused, old) -> seen);
        }
        save(seen);
        return Optional.of(seen);
    }

    private void detected(Detection detection) {
        if (detection.status() == DetectionStatus.ENDED || detection.status() == DetectionStatus.FALSE_POSITIVE) {
            return;
        }
        String source = detection.evidence().sources().isEmpty()
                ? null
                : detection.evidence().sources().get(0).ip().toString();
        raise(
                Alert.Type.DDOS_DETECTED,
                Alert.Level.valueOf(detection.severity().name()),
                "detection " + detection.id(),
                detection.evidence().spoofed() ? null : source,
                detection.type().wireName() + " against " + detection.evidence().target());
    }

    private void raise(Alert.Type type, Alert.Level level, String about, String sourceIp, String message) {
        Alert alert;
        synchronized (this) {
            Instant now = now();
            for (Alert other : alerts.values()) {
                boolean same = other.type() == type && other.about().equals(about);
                boolean recent = type == Alert.Type.DDOS_DETECTED
                        || other.timestamp().plus(SILENCE).isAfter(now);
                if (same && recent) {
                    return;
                }
            }
            alert = new Alert(UUID.randomUUID().toString(), now, type, level, about, sourceIp, message, null, null);
            alerts.put(alert.id(), alert);
            if (alerts.size() > MOST) {
                alerts.remove(alerts.keySet().iterator().next());
            }
        }
        raised.increment();
        save(alert);
    }

    private void save(Alert alert) {
        try {
            store.saveAlert(alert);
        } catch (UncheckedIOException | IllegalStateException storeIsAway) {
            log.warn(
                    "alert is kept in memory only type={} about={}",
                    alert.type().wireName(),
                    alert.about());
        }
        listeners.forEach(listener -> listener.accept(alert));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
