package io.sentinelsdn.domain.event;

import io.sentinelsdn.domain.metric.Counters;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hands every event to every subscriber in the publishing thread; subscribers queue what takes time. */
public final class EventFanout implements EventSink {
    private final List<EventSink> subscribers = new CopyOnWriteArrayList<>();
    private final Counters.Counter failures;

    public EventFanout(Counters counters) {
        failures = counters.counter("sentinel_event_subscriber_failures_total", "Event subscribers that threw");
    }

    public void subscribe(EventSink subscriber) {
        subscribers.add(subscriber);
    }

    @Override
    public void publish(Event event) {
        for (EventSink subscriber : subscribers) {
            try {
                subscriber.publish(event);
            } catch (RuntimeException subscriberBroke) {
                failures.increment();
            }
        }
    }
}
