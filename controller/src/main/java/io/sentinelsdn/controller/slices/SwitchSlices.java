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
import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import io.sentinelsdn.domain.spi.SliceSwitches.MeterCount;
import io.sentinelsdn.domain.spi.SliceSwitches.Plan;
import io.sentinelsdn.domain.spi.SliceSwitches.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What slices want on one switch. Every change is one transaction: meters, new entries, then what goes. Once a second
 * the entries are compared with the switch, four times a second the meters are read. Until a plan has come for this switch
 * nothing of a former process is touched. Owned by the event loop of the switch.
 */
public final class SwitchSlices {
    private static final int FLOW_TICKS = 4;
    private static final int MOST_TROUBLES = 8;
    /** So long a former process's meters may still be in use by what others put back. */
    private static final long COLLECT_AFTER_NS = TimeUnit.SECONDS.toNanos(15);

    private final Consumer<Transaction> sender;
    private final BooleanSupplier mayWrite;
    private final boolean reactive;
    private final Listener listener;
    private final UserFlowPoll flowPoll;
    private final MeterPoll meterPoll;

    private SwitchMeters meters;
    private int tables;
    private PortPlan ports = PortPlan.NONE;
    private Plan plan;
    private final Map<String, MeterSpec> placedMeters = new HashMap<>();
    private Map<Long, FlowMod> desired = new LinkedHashMap<>();
    private final Set<Long> confirmed = new HashSet<>();
    private Set<Long> confirmedBeforePoll = Set.of();
    private final Map<Object, String> troubles = new TreeMap<>();
    private Map<String, MeterCount> counts = Map.of();
    private Map<String, Integer> metersBeforePoll = Map.of();
    private long readNs;
    private long attachedNs;
    private long ticks;
    private int unanswered;
    private boolean collected;

    /** What the switch says. Called in the event loop. */
    public interface Listener {
        void reported(Report report);

        /** Entries and meters that were missing and have been sent again. */
        void missing(int things);
    }

    /**
     * @param mayWrite false while another controller is this switch's master: nothing is changed then
     * @param reactive whether unknown destinations are the controller's
     */
    public SwitchSlices(
            Caller caller,
            Consumer<Transaction> sender,
            BooleanSupplier mayWrite,
            boolean reactive,
            Listener listener) {
        this.sender = sender;
        this.mayWrite = mayWrite;
        this.reactive = reactive;
        this.listener = listener;
        flowPoll = new UserFlowPoll(caller, Cookies.SLICE, this::polled);
        meterPoll = new MeterPoll(caller, this::metersPolled);
    }

    /**
     * The switch may be written to from now on.
     *
     * @param wanted what should be here, or null while that is not known
     */
    public void attached(SwitchMeters switchMeters, int numberOfTables, Plan wanted) {
        meters = switchMeters;
        tables = numberOfTables;
        placedMeters.clear();
        desired = new LinkedHashMap<>();
        confirmed.clear();
        troubles.clear();
        unanswered = 0;
        plan = null;
        collected = false;
        attachedNs = System.nanoTime();
        if (wanted != null) {
            want(wanted, () -> {});
        }
    }

    /** This should be here from now on. */
    public void want(Plan wanted, Runnable whenAnswered) {
        if (meters == null || !mayWrite.getAsBoolean()) {
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
        if (meters.any() && (!placedMeters.isEmpty() || isDueToCollect())) {
            if (meterPoll.start()) {
                metersBeforePoll = unanswered == 0 ? numbers() : Map.of();
            }
        }
        if (ticks % FLOW_TICKS == 0 && flowPoll.start()) {
            confirmedBeforePoll = Set.copyOf(confirmed);
        }
    }

    private boolean isDueToCollect() {
        return !collected && System.nanoTime() - attachedNs > COLLECT_AFTER_NS;
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
        putMeters(transaction);
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
        removeMeters(transaction);
        send(transaction, sent, whenAnswered);
    }

    private Map<Long, FlowMod> compile() {
        List<FlowSpec> specs = new ArrayList<>(SlicePlacing.floods(plan.floods(), ports, reactive));
        specs.addAll(plan.entries());
        return SlicePlacing.entries(specs, name -> placedMeters.containsKey(name) ? meters.numberOf(owner(name)) : 0);
    }

    private void putMeters(Transaction transaction) {
        if (!meters.any()) {
            return;
        }
        plan.meters().forEach((name, spec) -> {
            if (spec.equals(placedMeters.get(name))) {
                return;
            }
            if (meters.put(transaction, owner(name), spec, "meter " + name) == 0) {
                troubles.put(name, "has no meter left");
            } else {
                placedMeters.put(name, spec);
            }
        });
    }

    private void removeMeters(Transaction transaction) {
        for (String name : List.copyOf(placedMeters.keySet())) {
            if (!plan.meters().containsKey(name)) {
                placedMeters.remove(name);
                meters.remove(transaction, owner(name));
            }
        }
    }

    private void add(Transaction transaction, long cookie, FlowMod entry) {
        ByteBuf message = Unpooled.buffer();
        entry.writeAdd(message, cookie, 0);
        transaction.message(message, cookie);
        confirmed.remove(cookie);
    }

    private void send(Transaction transaction, List<Long> sent, Runnable whenAnswered) {
        if (transaction.isEmpty()) {
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
        boolean settled = unanswered == 0 && plan != null;
        List<String> words = troubles.values().stream().distinct().toList();
        listener.reported(new Report(settled, words, counts, readNs));
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

    private Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        placedMeters.keySet().forEach(name -> numbers.put(name, meters.numberOf(owner(name))));
        return numbers;
    }

    private void metersPolled(Map<Long, MeterCount> byNumber) {
        readNs = System.nanoTime();
        Map<String, MeterCount> read = new HashMap<>();
        List<String> missing = new ArrayList<>();
        numbers().forEach((name, number) -> {
            MeterCount count = byNumber.get((long) number);
            if (count != null) {
                read.put(name, count);
            } else if (number.equals(metersBeforePoll.get(name))) {
                missing.add(name);
            }
        });
        counts = read;
        if (!missing.isEmpty() && mayWrite.getAsBoolean()) {
            restore(missing);
        }
        if (isDueToCollect() && mayWrite.getAsBoolean()) {
            collected = true;
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
        missing.forEach(name -> {
            placedMeters.remove(name);
            meters.gone(owner(name));
        });
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

    private static String owner(String name) {
        return "slice/" + name;
    }
}
