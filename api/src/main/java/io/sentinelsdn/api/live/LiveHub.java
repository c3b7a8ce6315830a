package io.sentinelsdn.api.live;

import io.sentinelsdn.api.http.Json;
import io.sentinelsdn.api.rest.Shapes;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.TrafficSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to the clients that listen. Publishers only leave the event in a bounded map; one thread writes the JSON,
 * once for all clients, every 50 ms, and the traffic once a second. Without clients nothing is done.
 */
public final class LiveHub implements EventSink, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LiveHub.class);
    private static final int MOST_CLIENTS = 100;
    private static final int MOST_WAITING = 5_000;
    private static final long TURN_MS = 50;
    private static final long TRAFFIC_MS = 1_000;

    private final TrafficSource traffic;
    private final Json json;
    private final Set<SseClient> clients = ConcurrentHashMap.newKeySet();
    private final Map<String, Event> waiting = new LinkedHashMap<>();
    private final Counters.Counter sent;
    private final Counters.Counter givenUp;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread live = new Thread(work, "api-live");
        live.setDaemon(true);
        return live;
    });

    public LiveHub(TrafficSource traffic, Json json, Counters counters) {
        this.traffic = traffic;
        this.json = json;
        this.sent = counters.counter("sentinel_live_messages_total", "Live messages handed to clients");
        this.givenUp = counters.counter(
                "sentinel_live_superseded_total", "Live messages a client or the hub was too slow for");
        counters.gauge("sentinel_live_clients", "Clients that listen to live updates", clients::size);
        thread.scheduleWithFixedDelay(() -> safely(this::turn), TURN_MS, TURN_MS, TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(() -> safely(this::tellTraffic), TRAFFIC_MS, TRAFFIC_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void publish(Event event) {
        if (clients.isEmpty()) {
            return;
        }
        String key = LiveEvent.key(event);
        synchronized (waiting) {
            if (waiting.remove(key) != null) {
                givenUp.increment();
            } else if (waiting.size() >= MOST_WAITING) {
                waiting.remove(waiting.keySet().iterator().next());
                givenUp.increment();
            }
            waiting.put(key, event);
        }
    }

    /** Whether one more may listen. */
    boolean hasRoom() {
        return clients.size() < MOST_CLIENTS;
    }

    /** Tells the client what goes on now, and from now on what happens. */
    void add(SseClient client) {
        clients.add(client);
        thread.execute(() -> safely(() -> {
            traffic.activeDetections().forEach(detection -> tell(client, new Event.DetectionChanged(detection)));
        }));
    }

    void remove(SseClient client) {
        clients.remove(client);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        clients.forEach(SseClient::close);
    }

    private void turn() {
        List<Event> events;
        synchronized (waiting) {
            events = new ArrayList<>(waiting.values());
            waiting.clear();
        }
        for (Event event : events) {
            LiveMessage message = message(LiveEvent.topic(event), LiveEvent.key(event), LiveEvent.data(event));
            clients.forEach(client -> tell(client, message));
        }
    }

    private void tellTraffic() {
        if (clients.stream().anyMatch(client -> client.wants("traffic"))) {
            LiveMessage message = message("traffic", "traffic", Shapes.of(traffic.traffic()));
            clients.forEach(client -> tell(client, message));
        }
    }

    private void tell(SseClient client, Event event) {
        tell(client, message(LiveEvent.topic(event), LiveEvent.key(event), LiveEvent.data(event)));
    }

    private void tell(SseClient client, LiveMessage message) {
        givenUp.add(client.offer(message));
        sent.increment();
    }

    private LiveMessage message(String topic, String key, Object data) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("topic", topic);
        message.put("timestamp", Instant.now());
        message.put("data", data);
        return new LiveMessage(topic, key, new String(json.write(message), StandardCharsets.UTF_8));
    }

    /** A turn that throws must not end all later ones. */
    private static void safely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException broken) {
            log.error("live updates go on after an error", broken);
        }
    }
}
