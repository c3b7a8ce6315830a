package io.sentinelsdn.api.live;

import io.sentinelsdn.api.http.Doorkeeper;
import io.sentinelsdn.api.http.Json;
import io.sentinelsdn.api.rest.Shapes;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.SliceDesk;
import io.sentinelsdn.domain.spi.TrafficSource;
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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to the clients that listen. Publishers only leave the event in a bounded map; one thread writes the JSON,
 * once for all clients, every 25 ms, and the traffic once a second. Without clients nothing is done.
 */
public final class LiveHub implements EventSink, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LiveHub.class);
    private static final int MOST_CLIENTS = 2_000;
    private static final int MOST_WAITING = 5_000;
    private static final long TURN_MS = 25;
    private static final long TRAFFIC_MS = 1_000;
    private static final long PING_MS = 20_000;

    private final TrafficSource traffic;
    private final SliceDesk slices;
    private final Doorkeeper doorkeeper;
    private final Json json;
    private final Set<LiveClient> clients = ConcurrentHashMap.newKeySet();
    private final Map<String, Told> waiting = new LinkedHashMap<>();
    private final Counters.Counter sent;
    private final Counters.Counter givenUp;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread live = new Thread(work, "api-live");
        live.setDaemon(true);
        return live;
    });

    public LiveHub(TrafficSource traffic, SliceDesk slices, Doorkeeper doorkeeper, Json json, Counters counters) {
        this.traffic = traffic;
        this.slices = slices;
        this.doorkeeper = doorkeeper;
        this.json = json;
        this.sent = counters.counter("sentinel_live_messages_total", "Live messages handed to clients");
        this.givenUp = counters.counter(
                "sentinel_live_superseded_total", "Live messages a client or the hub was too slow for");
        counters.gauge("sentinel_live_clients", "Clients that listen to live updates", clients::size);
        thread.scheduleWithFixedDelay(() -> safely(this::turn), TURN_MS, TURN_MS, TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(() -> safely(this::ping), PING_MS, PING_MS, TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(() -> safely(this::tellTraffic), TRAFFIC_MS, TRAFFIC_MS, TimeUnit.MILLISECONDS);
    }

    /** Something to tell that is not written yet. */
    private record Told(String topic, String key, Supplier<?> data) {}

    @Override
    public void publish(Event event) {
        publish(LiveEvent.topic(event), LiveEvent.key(event), () -> LiveEvent.data(event, slices.members()));
    }

    /**
     * Tells something that is no event. Returns at once; any thread may call.
     *
     * @param topic one of the topics of the API
     * @param key what it is about; a newer one of the same key takes the place of one that is not sent yet
     * @param data asked for later, in another thread, to be written as JSON
     */
    public void publish(String topic, String key, Supplier<?> data) {
        if (clients.isEmpty()) {
            return;
        }
        synchronized (waiting) {
            if (waiting.remove(key) != null) {
                givenUp.increment();
            } else if (waiting.size() >= MOST_WAITING) {
                waiting.remove(waiting.keySet().iterator().next());
                givenUp.increment();
            }
            waiting.put(key, new Told(topic, key, data));
        }
    }

    /** Whether one more may listen. */
    boolean hasRoom() {
        return clients.size() < MOST_CLIENTS;
    }

    /** Tells the client what goes on now, and from now on what happens. */
    void add(LiveClient client) {
        clients.add(client);
        log.debug("live client came clients={}", clients.size());
        tellNow(client, client.topics());
    }

    /** Tells the client what goes on now of these topics. */
    void tellNow(LiveClient client, Set<String> topics) {
        if (topics.contains("detections")) {
            thread.execute(() -> safely(() -> {
                traffic.activeDetections().forEach(detection -> tell(client, new Event.DetectionChanged(detection)));
            }));
        }
    }

    Json json() {
        return json;
    }

    void remove(LiveClient client) {
        clients.remove(client);
        log.debug("live client left clients={}", clients.size());
    }

    @Override
    public void close() {
        thread.shutdownNow();
        clients.forEach(LiveClient::close);
    }

    private void turn() {
        List<Told> events;
        synchronized (waiting) {
            events = new ArrayList<>(waiting.values());
            waiting.clear();
        }
        for (Told told : events) {
            LiveMessage message = message(told.topic(), told.key(), told.data().get());
            clients.forEach(client -> tell(client, message));
        }
    }

    /** Who does not answer is closed by the timeout of its connection; who lost their key is closed here. */
    private void ping() {
        for (LiveClient client : clients) {
            if (doorkeeper.isWelcome(client.caller())) {
                client.answer(LiveMessage.PING);
            } else {
                client.close();
            }
        }
    }

    private void tellTraffic() {
        if (clients.stream().anyMatch(client -> client.wants("traffic"))) {
            LiveMessage message = message("traffic", "traffic", Shapes.of(traffic.traffic()));
            clients.forEach(client -> tell(client, message));
        }
    }

    private void tell(LiveClient client, Event event) {
        tell(client, message(LiveEvent.topic(event), LiveEvent.key(event), LiveEvent.data(event, slices.members())));
    }

    private void tell(LiveClient client, LiveMessage message) {
        givenUp.add(client.offer(message));
        sent.increment();
    }

    LiveMessage message(String topic, String key, Object data) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("topic", topic);
        message.put("timestamp", Instant.now());
        message.put("data", data);
        return new LiveMessage(topic, key, json.write(message));
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
