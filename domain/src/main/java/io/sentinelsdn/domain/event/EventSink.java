package io.sentinelsdn.domain.event;

/** Takes events from any thread; returns at once and never throws. */
@FunctionalInterface
public interface EventSink {
    void publish(Event event);
}
