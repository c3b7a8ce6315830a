package io.sentinelsdn.controller.slices;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelsdn.controller.ofctl.FlowMod;
import io.sentinelsdn.controller.openflow.Transaction;
import io.sentinelsdn.controller.query.Caller;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.controller.rules.SwitchMeters;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.controller.topology.PortPlan;
import io.sentinelsdn.controller.userflow.UserFlowPoll;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import io.sentinelsdn.domain.spi.SliceSwitches.MeterCount;
import io.sentinelsdn.domain.spi.SliceSwitches.Plan;
import io.sentinelsdn.domain.spi.SliceSwitches.Report;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What slices want on one switch. Every change is one transaction: meters, new entries, then what goes. Once a second
 * the entries are compared with the switch, four times a second the meters are read. Until a plan has come for this switch
 * nothing of a former process is touched. Owned by the event loop of the switch.
 */
public final class SwitchSlices {
    private static final int FLOW_TICKS = 4;
    private static final int MOST_TROUBLES = 8;

    private final Consumer<Transaction> sender;
    private final BooleanSupplier mayWrite;
    private final boolean reactive;
    private final Listener listener;
    private final UserFlowPoll flowPoll;
    private final SliceMeters meters;

    private int tables;
    private PortPlan ports = PortPlan.NONE;
    private Plan plan;
    private Map<Long, FlowMod> desired = new LinkedHashMap<>();
    private final Set<Long> confirmed = new HashSet<>();
    private Set<Long> confirmedBeforePoll = Set.of();
    private final Map<Object, String> troubles = new TreeMap<>();
    private long ticks;
    private int unanswered;
    private boolean settled;

    /** What the switch says. Called in the event loop. */
    public interface Listener {
        void reported(Report report);

        /** Entries and meters that were missing and have been sent again. */
        void missing(int things);
    }

    /**
     * @param mayWrite false while another controller is this switch's master: nothing is changed then
     * @param reactive whether unknown destinations are the controller's
     * @param clock nanoseconds, as {@link System#nanoTime}
     */
    public SwitchSlices(
            Caller caller,
            Consumer<Transaction> sender,
            BooleanSupplier mayWrite,
            boolean reactive,
            LongSupplier clock,
            Listener listener) {
        this.sender = sender;
        this.mayWrite = mayWrite;
        this.reactive = reactive;
        this.listener = listener;
        flowPoll = new UserFlowPoll(caller, Cookies.SLICE, this::polled);
        meters = new SliceMeters(caller, this::metersPolled, clock);
    }

    /**
     * The switch may be written to from now on.
     *
     * @param wanted what should be here, or null while that is not known
     */
    public void attached(SwitchMeters switchMeters, int numberOfTables, Plan wanted) {
        meters.attached(switchMeters);
        tables = numberOfTables;
        desired = new LinkedHashMap<>();
        confirmed.clear();
        troubles.clear();
        unanswered = 0;
        settled = false;
        plan = null;
        if (wanted != null) {
            want(wanted, () -> {});
        }
    }

    /** This should be here from now on. */
    public void want(Plan wanted, Runnable whenAnswered) {
        if (!meters.isAttached() || !mayWrite.getAsBoolean()) {
            troubles.put("", "another controller is its master");
            report();
            whenAnswered.run();
            return;
        }
        plan = wanted;
        apply(whenAnswered);
    }

    /** The ports are for this from now on. */
    public void follow(PortPlan followed) {
        ports = followed;
        if (plan != null && !plan.floods().isEmpty() && mayWrite.getAsBoolean()) {
            apply(() -> {});
        }
    }

    /** Every 250 ms. */
    public void tick() {
        ticks++;
        if (plan == null || !mayWrite.getAsBoolean()) {
            return;
        }
        meters.poll(unanswered == 0);
        if (ticks % FLOW_TICKS == 0 && flowPoll.start()) {
            confirmedBeforePoll = Set.copyOf(confirmed);
        }
    }

    private void apply(Runnable whenAnswered) {
        troubles.clear();
        boolean placeable = tables >= TablePlan.TABLES;
        if (!placeable && !plan.entries().isEmpty()) {
            troubles.put("", "has " + tables + " of " + TablePlan.TABLES + " tables: slices are not enforced");
        } else if (!meters.any() && !plan.meters().isEmpty()) {
            troubles.put("", "has no meters: slices are not limited");
        }
        Transaction transaction = new Transaction();
        meters.put(transaction, plan.meters(), troubles::put);
        Map<Long, FlowMod> wanted = placeable ? compile() : Map.of();
        List<Long> sent = new ArrayList<>();
        wanted.forEach((cookie, entry) -> {
            FlowMod there = desired.get(cookie);
            if (there == null || !there.spec().equals(entry.spec())) {
                add(transaction, cookie, entry);
                sent.add(cookie);
            }
        });
        desired.forEach((cookie, entry) -> {
            if (!wanted.containsKey(cookie)) {
                ByteBuf message = Unpooled.buffer();
                entry.writeDelete(message, cookie);
                transaction.message(message, "delete");
                confirmed.remove(cookie);
            }
        });
        desired = new LinkedHashMap<>(wanted);
        meters.keep(transaction, plan.meters().keySet());
        send(transaction, sent, whenAnswered);
    }

    private Map<Long, FlowMod> compile() {
        List<FlowSpec> specs = new ArrayList<>(SlicePlacing.floods(plan.floods(), ports, reactive));
        specs.addAll(plan.entries());
        return SlicePlacing.entries(specs, meters::numberOf);
    }

    private void add(Transaction transaction, long cookie, FlowMod entry) {
        ByteBuf message = Unpooled.buffer();
        entry.writeAdd(message, cookie, 0);
        transaction.message(message, cookie);
        confirmed.remove(cookie);
    }

    private void send(Transaction transaction, List<Long> sent, Runnable whenAnswered) {
        if (transaction.isEmpty()) {
            settled |= unanswered == 0;
            report();
            whenAnswered.run();
            return;
        }
        unanswered++;
        sender.accept(transaction.then(result -> {
            unanswered = Math.max(0, unanswered - 1);
            answered(sent, result);
            whenAnswered.run();
        }));
    }

    private void answered(List<Long> sent, Transaction.Result result) {
        if (result.confirmed()) {
            settled |= unanswered == 0;
            Set<Object> refused = new HashSet<>();
            for (Transaction.Failure failure : result.errors()) {
                refused.add(failure.tag());
                if (troubles.size() < MOST_TROUBLES) {
                    troubles.put(String.valueOf(failure.tag()), "refused an entry of slices: " + failure.error());
                }
            }
            sent.stream()
                    .filter(cookie -> desired.containsKey(cookie) && !refused.contains(cookie))
                    .forEach(confirmed::add);
        }
        report();
    }

    private void report() {
        List<String> words = troubles.values().stream().distinct().toList();
        listener.reported(new Report(settled && plan != null, words, meters.counts(), meters.readNs()));
    }

    private void polled(Map<Long, UserFlowPoll.Count> byCookie) {
        if (plan == null || !mayWrite.getAsBoolean()) {
            return;
        }
        Transaction transaction = new Transaction();
        for (long cookie : byCookie.keySet()) {
            if (!desired.containsKey(cookie)) {
                transaction.deleteByCookie(cookie, -1L);
            }
        }
        List<Long> missing = confirmedBeforePoll.stream()
                .filter(cookie -> confirmed.contains(cookie) && !byCookie.containsKey(cookie))
                .toList();
        missing.forEach(cookie -> add(transaction, cookie, desired.get(cookie)));
        if (!missing.isEmpty()) {
            listener.missing(missing.size());
        }
        if (!transaction.isEmpty()) {
            send(transaction, missing, () -> {});
        }
    }

    private void metersPolled(Map<Long, MeterCount> byNumber) {
        List<String> missing = meters.read(byNumber);
        if (mayWrite.getAsBoolean()) {
            if (!missing.isEmpty()) {
                restore(missing);
            }
            Transaction leftBehind = new Transaction();
            meters.collect(leftBehind, byNumber.keySet());
            if (!leftBehind.isEmpty()) {
                sender.accept(leftBehind);
            }
        }
        report();
    }

    /** Somebody has deleted meters, and the switch with them the entries that use them. */
    private void restore(List<String> missing) {
        listener.missing(missing.size());
        meters.gone(missing);
        Map<Long, FlowMod> before = desired;
        desired = new LinkedHashMap<>();
        apply(() -> {});
        Transaction leftovers = new Transaction();
        before.forEach((cookie, entry) -> {
            if (!desired.containsKey(cookie)) {
                leftovers.deleteByCookie(cookie, -1L);
            }
        });
        if (!leftovers.isEmpty()) {
            sender.accept(leftovers);
        }
    }
}
