package io.sentinelsdn.api.alert;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends news of attacks: once when one begins, when it becomes more severe or its status changes (at most once a minute),
 * when its plan is taken back (once for each reason), and once when it is over. The same news is never sent twice; {@value #QUEUE} may wait, then the oldest are dropped and
 * counted. What cannot be delivered is tried once more and then given up.
 *
 * <p>Events may come from any thread; a thread of its own sends.
 */
public final class Alerts implements EventSink, AutoCloseable {
    static final int QUEUE = 256;
    private static final Logger log = LoggerFactory.getLogger(Alerts.class);
    private static final int REMEMBERED = 1024;
    private static final Duration UPDATE_EVERY = Duration.ofMinutes(1);

    /** A way to tell somebody. */
    interface Channel {
        void send(Alert alert) throws IOException, InterruptedException;
    }

    /** What was said last of an attack; {@code failure} is why a plan failed, or null. */
    private record Told(Detection last, Instant at, String failure) {
        static Told of(Detection detection, Told before) {
            return new Told(detection, detection.updatedAt(), before == null ? null : before.failure);
        }
    }

    private volatile List<Channel> channels;
    private final Supplier<MitigationMode> mode;
    private final BlockingQueue<Alert> waiting = new ArrayBlockingQueue<>(QUEUE);
    private final Counters.Counter sent;
    private final Counters.Counter dropped;
    private final Counters.Counter failed;
    private final Thread thread = new Thread(this::run, "alerts");
    private volatile boolean closed;

    /** Guarded by this. */
    private final Map<String, Told> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Told> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * @param mode how far mitigation may go now
     */
    public Alerts(AlertConfig config, Supplier<MitigationMode> mode, Counters counters) {
        this(channels(config), mode, counters);
    }

    Alerts(List<Channel> channels, Supplier<MitigationMode> mode, Counters counters) {
        this.channels = channels;
        this.mode = mode;
        sent = counters.counter("sentinel_alerts_sent_total", "Alerts delivered, each channel");
        dropped = counters.counter("sentinel_alerts_dropped_total", "Alerts dropped because too many waited");
        failed = counters.counter("sentinel_alerts_failed_total", "Alerts that could not be delivered");
        thread.setDaemon(true);
        thread.start();
    }

    private static List<Channel> channels(AlertConfig config) {
        List<Channel> channels = new ArrayList<>();
        if (config.webhook() != null) {
            channels.add(new Webhook(config.webhook(), Alert::json));
        }
        if (config.slack() != null) {
            channels.add(new Webhook(config.slack(), alert -> Map.of("text", alert.text())));
        }
        if (config.mail() != null) {
            channels.add(new Mail(config.mail()));
        }
        return channels;
    }

    /** Whom to tell from now on. */
    public void change(AlertConfig config) {
        channels = channels(config);
    }

    @Override
    public void publish(Event event) {
        if (event instanceof Event.DetectionChanged changed) {
            Alert.Kind kind = news(changed.detection());
            if (kind != null) {
                put(new Alert(kind, changed.detection(), mode.get()));
            }
        } else if (event instanceof Event.PlanChanged changed && changed.plan().isTakenBack()) {
            Detection concerned = toldOf(changed.plan());
            if (concerned != null) {
                put(new Alert(
                        Alert.Kind.UPDATE, concerned, mode.get(), changed.plan().rationale()));
            }
        }
    }

    /** The detection of a plan that failed, or null when nobody was told of it, or was told of the failure. */
    private synchronized Detection toldOf(MitigationPlan plan) {
        Told before = told.get(plan.detectionId());
        if (before == null
                || !before.last().status().isActive()
                || plan.rationale().equals(before.failure())) {
            return null;
        }
        told.put(plan.detectionId(), new Told(before.last(), before.at(), plan.rationale()));
        return before.last();
    }

    /** What is new about a detection, or null. */
    private synchronized Alert.Kind news(Detection detection) {
        Told before = told.get(detection.id());
        boolean active = detection.status().isActive();
        if (before == null && active) {
            told.put(detection.id(), Told.of(detection, before));
            return Alert.Kind.START;
        }
        if (before == null || !before.last().status().isActive()) {
            return null;
        }
        if (!active) {
            told.put(detection.id(), Told.of(detection, before));
            return Alert.Kind.END;
        }
        boolean worse = detection.severity().compareTo(before.last().severity()) > 0;
        boolean other = detection.status() != before.last().status();
        if ((worse || other) && !detection.updatedAt().isBefore(before.at().plus(UPDATE_EVERY))) {
            told.put(detection.id(), Told.of(detection, before));
            return Alert.Kind.UPDATE;
        }
        return null;
    }

    private void put(Alert alert) {
        while (!waiting.offer(alert)) {
            if (waiting.poll() != null) {
                dropped.increment();
            }
        }
    }

    private void run() {
        try {
            while (!closed) {
                Alert alert = waiting.poll(250, TimeUnit.MILLISECONDS);
                if (alert != null) {
                    for (Channel channel : channels) {
                        deliver(channel, alert);
                    }
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(Channel channel, Alert alert) throws InterruptedException {
        for (int attempt = 1; attempt <= 2; attempt++) {
            try {
                channel.send(alert);
                sent.increment();
                return;
            } catch (IOException | RuntimeException broken) {
                if (attempt == 2) {
                    failed.increment();
                    log.warn(
                            "alert of detection={} was not delivered: {}",
                            alert.detection().id(),
                            broken.toString());
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
