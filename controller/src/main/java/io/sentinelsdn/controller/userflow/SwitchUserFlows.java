package io.sentinelsdn.controller.userflow;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import io.sentinelsdn.controller.openflow.Transaction;
import io.sentinelsdn.controller.query.Caller;
import io.sentinelsdn.controller.rules.Cookies;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The entries that people want on one switch. They are counted and compared once a second, apart from our own: what is
 * missing is sent again, what carries a cookie of this class and is not wanted is deleted. Owned by the event loop of
 * the switch.
 */
public final class SwitchUserFlows {
    private final Consumer<Transaction> sender;
    private final BooleanSupplier mayWrite;
    private final Listener listener;
    private final Clock clock;
    private final UserFlowPoll poll;
    private final Map<Long, PlacedFlow> desired = new HashMap<>();
    private final Set<Long> confirmed = new HashSet<>();
    private Set<Long> confirmedBeforePoll = Set.of();
    private boolean attached;

    /** What the switch says. Called in the event loop. */
    public interface Listener {
        /** The barrier behind an entry came back; {@code error} is null when the switch took it. */
        void answered(String id, String error);

        void counted(Map<String, UserFlowPoll.Count> counts);

        void expired(String id);

        /** Entries that were missing and have been sent again. */
        void missing(int entries);
    }

    /**
     * @param mayWrite false while another controller is this switch's master: nothing is changed then
     */
    public SwitchUserFlows(
            Caller caller, Consumer<Transaction> sender, BooleanSupplier mayWrite, Listener listener, Clock clock) {
        this.sender = sender;
        this.mayWrite = mayWrite;
        this.listener = listener;
        this.clock = clock;
        poll = new UserFlowPoll(caller, Cookies.USER_FLOW, this::polled);
    }

    /** What should be here is known: sends it, and from now on what is ours and not wanted is stale. */
    public void attached(List<PlacedFlow> wanted) {
        desired.clear();
        confirmed.clear();
        attached = mayWrite.getAsBoolean();
        if (!attached) {
            return;
        }
        wanted.forEach(placed -> desired.put(placed.cookie(), placed));
        send(wanted);
    }

    /** Adds an entry, or replaces it; the listener hears the answer. */
    public void put(PlacedFlow placed) {
        if (!mayWrite.getAsBoolean()) {
            listener.answered(placed.id(), "we are a slave here, another controller is master");
            return;
        }
        desired.put(placed.cookie(), placed);
        send(List.of(placed));
    }

    /** The switch has refused an entry: {@code before} is still there, or nothing when it is null. */
    public void undo(PlacedFlow refused, PlacedFlow before) {
        if (before == null) {
            desired.remove(refused.cookie(), refused);
        } else {
            desired.replace(refused.cookie(), refused, before);
            confirmed.add(refused.cookie());
        }
    }

    /** Takes an entry away. */
    public void remove(PlacedFlow placed, Runnable whenDone) {
        desired.remove(placed.cookie());
        confirmed.remove(placed.cookie());
        if (!mayWrite.getAsBoolean()) {
            whenDone.run();
            return;
        }
        ByteBuf message = Unpooled.buffer();
        placed.message().writeDelete(message, placed.cookie());
        sender.accept(new Transaction().message(message, placed.id()).then(result -> whenDone.run()));
    }

    /** The switch has removed one of these entries by itself; one that somebody deleted comes back with the next poll. */
    public void removed(FlowStatsEntry entry) {
        boolean timedOut = entry.reason == 0 || entry.reason == 1;
        PlacedFlow placed = desired.get(entry.cookie);
        if (timedOut && placed != null && confirmed.remove(entry.cookie)) {
            desired.remove(entry.cookie);
            listener.counted(Map.of(placed.id(), new UserFlowPoll.Count(entry.packets, entry.bytes)));
            listener.expired(placed.id());
        }
    }

    /** Once a second: asks for counters, unless the last answer is still coming. */
    public void tick() {
        if (attached && mayWrite.getAsBoolean() && poll.start()) {
            confirmedBeforePoll = Set.copyOf(confirmed);
        }
    }

    private void send(List<PlacedFlow> placed) {
        if (placed.isEmpty()) {
            return;
        }
        Transaction transaction = new Transaction();
        for (PlacedFlow flow : placed) {
            confirmed.remove(flow.cookie());
            ByteBuf message = Unpooled.buffer();
            flow.message().writeAdd(message, flow.cookie(), flow.secondsLeft(clock.instant()));
            transaction.message(message, flow.id());
        }
        sender.accept(transaction.then(result -> answered(placed, result)));
    }

    private void answered(List<PlacedFlow> placed, Transaction.Result result) {
        if (!result.confirmed()) {
            return;
        }
        Map<Object, String> errors = new HashMap<>();
        result.errors().forEach(failure -> errors.putIfAbsent(failure.tag(), failure.error()));
        for (PlacedFlow flow : placed) {
            String error = errors.get(flow.id());
            if (error == null && flow.equals(desired.get(flow.cookie()))) {
                confirmed.add(flow.cookie());
            }
            listener.answered(flow.id(), error);
        }
    }

    private void polled(Map<Long, UserFlowPoll.Count> byCookie) {
        if (!attached || !mayWrite.getAsBoolean()) {
            return;
        }
        Map<String, UserFlowPoll.Count> counts = new LinkedHashMap<>();
        Transaction cleaning = new Transaction();
        byCookie.forEach((cookie, count) -> {
            PlacedFlow placed = desired.get(cookie);
            if (placed == null) {
                cleaning.deleteByCookie(cookie, -1L);
            } else {
                counts.put(placed.id(), count);
            }
        });
        if (!cleaning.isEmpty()) {
            sender.accept(cleaning);
        }
        List<PlacedFlow> missing = confirmedBeforePoll.stream()
                .filter(cookie -> confirmed.contains(cookie) && !byCookie.containsKey(cookie))
                .map(desired::get)
                .toList();
        if (!missing.isEmpty()) {
            listener.missing(missing.size());
            send(missing);
        }
        if (!counts.isEmpty()) {
            listener.counted(counts);
        }
    }
}
