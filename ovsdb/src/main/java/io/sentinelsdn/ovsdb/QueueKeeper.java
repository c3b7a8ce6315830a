package io.sentinelsdn.ovsdb;

import io.netty.channel.EventLoop;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.spi.PortQueues.PortQos;
import io.sentinelsdn.domain.spi.PortQueues.State;
import io.sentinelsdn.ovsdb.client.OvsdbClient;
import io.sentinelsdn.ovsdb.client.TableWatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the queues of one database as they are wanted: one transaction at a time, again whenever a row has changed. Owned
 * by the event loop; {@link #states} may be read by any thread.
 */
final class QueueKeeper {
    private static final Logger log = LoggerFactory.getLogger(QueueKeeper.class);
    private static final long GATHER_MS = 20;
    /** The rows of a transaction may be told after its answer. */
    private static final long SETTLE_MS = 100;

    private static final long RETRY_MS = 1_000;

    private final EventLoop loop;
    private final DatabaseQueues queues;
    private OvsdbClient client;
    private Map<Dpid, Map<Integer, PortQos>> wanted;
    private boolean due;
    private boolean busy;
    private String trouble;
    private final AtomicInteger wishes = new AtomicInteger();
    private int wish;
    private volatile Known known = new Known(0, Map.of());

    private record Known(int wish, Map<Dpid, State> states) {}

    QueueKeeper(EventLoop loop) {
        this.loop = loop;
        queues = new DatabaseQueues(this::soon);
    }

    List<TableWatch> watches() {
        return queues.watches();
    }

    /** Before the client starts. */
    void use(OvsdbClient connected) {
        client = connected;
    }

    /** From now on this should be there. Any thread may call. */
    void want(Map<Dpid, Map<Integer, PortQos>> next) {
        int asked = wishes.incrementAndGet();
        loop.execute(() -> {
            wanted = next;
            wish = asked;
            soon();
        });
    }

    /** How switches stand; unsettled while the newest wish has not been looked at. */
    Map<Dpid, State> states() {
        Known now = known;
        if (!client.isConnected()) {
            return Map.of();
        }
        if (now.wish() == wishes.get()) {
            return now.states();
        }
        Map<Dpid, State> unsettled = new HashMap<>();
        now.states().forEach((dpid, state) -> unsettled.put(dpid, new State(false, state.trouble())));
        return unsettled;
    }

    private void soon() {
        after(GATHER_MS);
    }

    private void after(long ms) {
        if (!due && !busy) {
            due = true;
            loop.schedule(
                    () -> {
                        due = false;
                        reconcile();
                    },
                    ms,
                    TimeUnit.MILLISECONDS);
        }
    }

    private void reconcile() {
        if (busy) {
            return;
        }
        if (!client.isConnected()) {
            after(RETRY_MS);
            return;
        }
        DatabaseQueues.Difference difference = queues.compare(wanted == null ? Map.of() : wanted);
        publish(difference);
        if (difference.operations().isEmpty()) {
            return;
        }
        busy = true;
        client.transact(DatabaseQueues.DATABASE, difference.operations(), "sentinel: queues of slices")
                .whenComplete((results, failed) -> loop.execute(() -> answered(failed)));
    }

    private void answered(Throwable failed) {
        busy = false;
        if (failed == null) {
            trouble = null;
        } else if (!String.valueOf(failed.getMessage()).equals(trouble)) {
            trouble = String.valueOf(failed.getMessage());
            log.warn("queues are refused: {}", trouble);
        }
        after(failed == null ? SETTLE_MS : RETRY_MS);
    }

    private void publish(DatabaseQueues.Difference difference) {
        Map<Dpid, State> next = new HashMap<>();
        boolean settled = difference.operations().isEmpty();
        for (Dpid dpid : queues.switches()) {
            String why = difference.troubles().getOrDefault(dpid, settled ? null : trouble);
            next.put(dpid, new State(settled && wanted != null, why));
        }
        known = new Known(wish, Map.copyOf(next));
    }
}
