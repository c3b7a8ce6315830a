package io.sentinelsdn.api.live;

import io.sentinelsdn.api.http.Caller;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One listener. A message goes out when the one before is gone, so that at most one is in the server's hands; the others
 * wait in a mailbox of 256 places where newer states take the place of older ones.
 */
abstract class LiveClient {
    private static final int MAILBOX = 256;

    private final Caller caller;
    private final Mailbox mailbox = new Mailbox(MAILBOX);
    private final AtomicBoolean sending = new AtomicBoolean();
    private volatile Set<String> topics;
    private volatile Thread transmitting;

    LiveClient(Caller caller, Set<String> topics) {
        this.caller = caller;
        this.topics = Set.copyOf(topics);
    }

    /** Hands a message to the server, which calls {@link #sent} when it is gone. */
    abstract void transmit(LiveMessage message);

    abstract void close();

    final Caller caller() {
        return caller;
    }

    final boolean wants(String topic) {
        return topics.contains(topic);
    }

    final Set<String> topics() {
        return topics;
    }

    final void topics(Set<String> others) {
        topics = Set.copyOf(others);
    }

    /** Sends now or as soon as the client has taken what came before; answers how many older messages were given up. */
    final int offer(LiveMessage message) {
        return wants(message.topic()) ? answer(message) : 0;
    }

    /** The same for what the client has asked for itself. */
    final int answer(LiveMessage message) {
        int givenUp = mailbox.offer(message);
        pump();
        return givenUp;
    }

    /** What was handed to {@link #transmit} is gone. */
    final void sent() {
        sending.set(false);
        if (Thread.currentThread() != transmitting) {
            pump();
        }
    }

    /**
     * Looks again after it let go, so that a message offered in between does not stay behind. A message that is gone
     * before {@code transmit} returns lets the loop go on, instead of going one deeper for each message.
     */
    private void pump() {
        while (!mailbox.isEmpty() && sending.compareAndSet(false, true)) {
            LiveMessage message = mailbox.poll();
            if (message == null) {
                sending.set(false);
            } else {
                transmitting = Thread.currentThread();
                transmit(message);
                transmitting = null;
            }
        }
    }
}
