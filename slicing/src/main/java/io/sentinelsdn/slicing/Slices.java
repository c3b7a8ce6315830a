package io.sentinelsdn.slicing;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SliceMatch;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SliceView;
import io.sentinelsdn.domain.slice.SliceView.Status;
import io.sentinelsdn.domain.spi.PortQueues;
import io.sentinelsdn.domain.spi.PortQueues.PortQos;
import io.sentinelsdn.domain.spi.SliceDesk;
import io.sentinelsdn.domain.spi.SliceStore;
import io.sentinelsdn.domain.spi.SliceSwitches;
import io.sentinelsdn.domain.spi.SliceSwitches.Plan;
import io.sentinelsdn.domain.spi.SliceSwitches.Report;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import io.sentinelsdn.domain.spi.TrafficSource;
import io.sentinelsdn.slicing.plan.Admission;
import io.sentinelsdn.slicing.plan.Ground;
import io.sentinelsdn.slicing.plan.QueuePlan;
import io.sentinelsdn.slicing.plan.SliceCompiler;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slices of the network: the way in to this module. A thread of its own decides four times a second what each switch should
 * hold; {@link #slices} may be read by any.
 */
public final class Slices implements SliceDesk, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Slices.class);
    private static final long TICK_MS = 250;
    private static final long CLOSE_S = 5;
    private static final int SECOND_TICKS = 4;

    private final SliceConfig config;
    private final SliceSwitches switches;
    private final SwitchDirectory directory;
    private final PortQueues queues;
    private final SliceStore store;
    private final TrafficSource traffic;
    private final BooleanSupplier mayFence;
    private final EventSink events;
    private final Clock clock;
    private final Counter failures;
    private final ScheduledThreadPoolExecutor thread;
    private final ExecutorService storing;

    private final Map<String, NetworkSlice> slices = new LinkedHashMap<>();
    private final SliceMeasures measures = new SliceMeasures();
    private final Map<String, String> fences = new HashMap<>();
    private Map<String, Integer> flows = Map.of();
    private Map<Dpid, Plan> plans = Map.of();
    private List<Object> planned = List.of();
    private final Map<String, SliceView> told = new HashMap<>();
    private long ticks;
    private volatile List<SliceView> views = List.of();

    /**
     * Nothing happens before {@link #start}.
     *
     * @param traffic tells of attacks and flows
     * @param mayFence whether anything may be done about attacks without a person
     */
    public Slices(
            SliceConfig config,
            SliceSwitches switches,
            SwitchDirectory directory,
            PortQueues queues,
            SliceStore store,
            TrafficSource traffic,
            BooleanSupplier mayFence,
            EventSink events,
            Counters counters,
            Clock clock) {
        this.config = config;
        this.switches = switches;
        this.directory = directory;
        this.queues = config.queues() ? queues : PortQueues.NONE;
        this.store = store;
        this.traffic = traffic;
        this.mayFence = mayFence;
        this.events = events;
        this.clock = clock;
        failures = counters.counter("sentinel_slices_failures_total", "Tasks of the thread of slices that threw");
        counters.gauge("sentinel_slices", "Slices", () -> views.size());
        counters.gauge(
                "sentinel_slices_limit_changes", "Times a limit followed demand or an attack", measures::changes);
        thread = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "slices"));
        storing = Executors.newSingleThreadExecutor(task -> daemon(task, "slice-store"));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread worker = new Thread(task, name);
        worker.setDaemon(true);
        return worker;
    }

    /**
     * Brings back what was kept, and begins.
     *
     * @param wanted slices of a profile, made where none has their name
     */
    public void start(List<SliceSpec> wanted) {
        thread.execute(guarded(() -> {
            for (NetworkSlice slice : store.slices()) {
                slices.put(slice.id(), slice);
            }
            for (SliceSpec spec : wanted) {
                if (slices.values().stream()
                        .noneMatch(slice -> slice.spec().name().equals(spec.name()))) {
                    try {
                        make(spec);
                    } catch (Conflict refused) {
                        log.warn(
                                "slice of the profile is refused name={} reason={}", spec.name(), refused.getMessage());
                    }
                }
            }
            tick();
        }));
        thread.scheduleWithFixedDelay(guarded(this::tick), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException unexpected) {
                failures.increment();
                log.error("task of the thread of slices failed", unexpected);
            }
        };
    }

    @Override
    public CompletableFuture<SliceView> create(SliceSpec spec) {
        return ask(() -> {
            NetworkSlice slice = make(spec);
            return settle().thenApplyAsync(done -> onDisk(slice), storing).thenApply(unused -> shown(slice));
        });
    }

    @Override
    public CompletableFuture<Optional<SliceView>> replace(String id, SliceSpec spec) {
        return ask(() -> {
            NetworkSlice before = slices.get(id);
            if (before == null) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            admit(spec, id);
            NetworkSlice slice = before.with(spec, clock.instant());
            slices.put(id, slice);
            store.saveSlice(slice);
            return settle().thenApplyAsync(done -> onDisk(slice), storing)
                    .thenApply(unused -> Optional.of(shown(slice)));
        });
    }

    @Override
    public CompletableFuture<Boolean> remove(String id) {
        return ask(() -> {
            NetworkSlice slice = slices.get(id);
            if (slice == null) {
                return CompletableFuture.completedFuture(false);
            }
            slices.remove(id);
            store.deleteSlice(id);
            CompletableFuture<Void> settled = settle();
            events.publish(new Event.SliceRemoved(id));
            return settled.thenApplyAsync(
                    done -> {
                        store.flush();
                        return true;
                    },
                    storing);
        });
    }

    @Override
    public List<SliceView> slices() {
        return views;
    }

    @Override
    public Optional<SliceView> slice(String id) {
        return views.stream().filter(view -> view.slice().id().equals(id)).findFirst();
    }

    private <T> CompletableFuture<T> ask(Supplier<CompletableFuture<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    question.get().whenComplete((value, failed) -> {
                        if (failed == null) {
                            answer.complete(value);
                        } else {
                            answer.completeExceptionally(failed);
                        }
                    });
                } catch (RuntimeException refused) {
                    answer.completeExceptionally(refused);
                }
            });
        } catch (RejectedExecutionException closing) {
            answer.completeExceptionally(new IllegalStateException("slices are closing", closing));
        }
        return answer;
    }

    // --- in the thread of slices ---

    private NetworkSlice make(SliceSpec spec) {
        admit(spec, null);
        Instant now = clock.instant();
        String id = "s-" + UUID.randomUUID().toString().substring(0, 13);
        NetworkSlice slice = new NetworkSlice(id, freeNumber(), spec, now, now, 1);
        slices.put(id, slice);
        store.saveSlice(slice);
        return slice;
    }

    private int freeNumber() {
        BitSet used = new BitSet();
        slices.values().forEach(slice -> used.set(slice.number()));
        return used.nextClearBit(1);
    }

    /** Whether there is room for it on links and in tables. */
    private void admit(SliceSpec spec, String replaces) {
        List<NetworkSlice> others = slices.values().stream()
                .filter(slice -> !slice.id().equals(replaces))
                .toList();
        Admission.check(spec, others, config.linkMbps(), config.links());
        List<NetworkSlice> together = new ArrayList<>(
                others.stream().filter(slice -> slice.spec().enabled()).toList());
        if (spec.enabled()) {
            together.add(new NetworkSlice("new", NetworkSlice.MOST, spec, clock.instant(), clock.instant(), 1));
        }
        Ground ground = new Ground(directory.switches(), directory.hosts(), together);
        for (Dpid dpid : ground.switches()) {
            int entries = SliceCompiler.plan(dpid, together, ground, measures, hasQueues(dpid))
                    .entries()
                    .size();
            if (entries > config.entriesPerSwitch()) {
                throw new Conflict(
                        Conflict.Kind.FULL,
                        "switch " + dpid + " would need " + entries + " entries for slices, "
                                + config.entriesPerSwitch() + " is the most",
                        Map.of("entries", entries, "allowed", config.entriesPerSwitch(), "dpid", dpid.toString()));
            }
        }
    }

    private boolean hasQueues(Dpid dpid) {
        PortQueues.State state = queues.queueStates().get(dpid);
        return state != null && state.trouble() == null;
    }

    private List<NetworkSlice> enabled() {
        return slices.values().stream().filter(slice -> slice.spec().enabled()).toList();
    }

    private void tick() {
        ticks++;
        Map<Dpid, Report> reports = switches.sliceReports();
        measures.read(reports);
        fence();
        if (ticks % SECOND_TICKS == 0) {
            countFlows();
        }
        settle();
        publish(reports);
    }

    /** Decides and tells switches and databases; completes when the switches have answered. */
    private CompletableFuture<Void> settle() {
        List<NetworkSlice> wanted = enabled();
        Ground ground = new Ground(directory.switches(), directory.hosts(), wanted);
        measures.decide(wanted, fences.keySet(), ground.ingresses(), System.nanoTime());
        Set<Integer> fenced = new HashSet<>();
        wanted.stream().filter(slice -> fences.containsKey(slice.id())).forEach(slice -> fenced.add(slice.number()));
        List<Object> facts = List.of(wanted, ground, fenced, measures.version(), queueStates(ground));
        if (facts.equals(planned)) {
            return CompletableFuture.completedFuture(null);
        }
        planned = facts;
        Map<Dpid, Plan> next = new TreeMap<>();
        Map<Dpid, Map<Integer, PortQos>> qos = new TreeMap<>();
        for (Dpid dpid : ground.switches()) {
            next.put(dpid, SliceCompiler.plan(dpid, wanted, ground, measures, hasQueues(dpid)));
            qos.put(dpid, QueuePlan.of(dpid, wanted, ground, fenced, config.links()));
        }
        queues.want(qos);
        plans = next;
        CompletableFuture<Void> answered = switches.want(next);
        return answered.thenRunAsync(() -> publish(switches.sliceReports()), thread);
    }

    private List<Boolean> queueStates(Ground ground) {
        return ground.switches().stream().map(this::hasQueues).toList();
    }

    private NetworkSlice onDisk(NetworkSlice slice) {
        store.flush();
        return slice;
    }

    private SliceView shown(NetworkSlice slice) {
        return slice(slice.id()).orElseGet(() -> new SliceView(slice, Status.PENDING, List.of(), stats(slice, null)));
    }

    /** Fences slices with a victim, and lets go of those whose attack is over. */
    private void fence() {
        Map<String, String> attacked = new HashMap<>();
        for (Detection detection : mayFence.getAsBoolean() ? traffic.activeDetections() : List.<Detection>of()) {
            if (detection.evidence().hasTarget()) {
                NetworkSlice slice = sliceOf(detection.evidence().target());
                if (slice != null) {
                    attacked.putIfAbsent(
                            slice.id(),
                            detection.type().wireName() + " on "
                                    + detection.evidence().target() + " (detection " + detection.id() + ")");
                }
            }
        }
        for (String id : attacked.keySet()) {
            if (!fences.containsKey(id)) {
                log.warn("slice fenced slice={} reason={}", id, attacked.get(id));
            }
        }
        for (String id : fences.keySet()) {
            if (!attacked.containsKey(id)) {
                log.info("slice is no longer fenced slice={}", id);
            }
        }
        fences.clear();
        fences.putAll(attacked);
    }

    private NetworkSlice sliceOf(IpAddress address) {
        for (NetworkSlice slice : enabled()) {
            if (slice.spec().match().contains(address)) {
                return slice;
            }
        }
        return null;
    }

    private void countFlows() {
        List<NetworkSlice> wanted = enabled();
        Map<String, Integer> counts = new HashMap<>();
        for (FlowView flow : wanted.isEmpty() ? List.<FlowView>of() : traffic.flows()) {
            for (NetworkSlice slice : wanted) {
                if (belongs(flow, slice.spec().match())) {
                    counts.merge(slice.id(), 1, Integer::sum);
                    break;
                }
            }
        }
        flows = counts;
    }

    private static boolean belongs(FlowView flow, SliceMatch match) {
        boolean protocol = match.protocol() == null || match.protocol() == flow.protocol();
        boolean service = match.ports().isEmpty()
                || match.ports().contains(flow.srcPort())
                || match.ports().contains(flow.dstPort());
        boolean anybody = match.networks().isEmpty() && match.protocol() != null;
        return protocol && service && (anybody || match.contains(flow.src()) || match.contains(flow.dst()));
    }

    private SliceView.Stats stats(NetworkSlice slice, Instant now) {
        return measures.stats(slice, flows.getOrDefault(slice.id(), 0), queueWords(), now);
    }

    private String queueWords() {
        if (!config.queues()) {
            return "off";
        }
        Map<Dpid, PortQueues.State> states = queues.queueStates();
        List<PortQueues.State> known = plans.keySet().stream()
                .map(states::get)
                .filter(state -> state != null)
                .toList();
        if (known.isEmpty() || known.stream().anyMatch(state -> state.trouble() != null)) {
            return "unavailable";
        }
        return known.stream().allMatch(PortQueues.State::settled) ? "installed" : "pending";
    }

    private void publish(Map<Dpid, Report> reports) {
        Instant now = clock.instant();
        List<SliceView> next = new ArrayList<>();
        for (NetworkSlice slice : slices.values()) {
            List<String> reasons = new ArrayList<>();
            Status status = status(slice, reports, reasons);
            next.add(new SliceView(slice, status, reasons, stats(slice, reports.isEmpty() ? null : now)));
        }
        next.sort(Comparator.comparing((SliceView view) -> view.slice().createdAt())
                .thenComparing(view -> view.slice().id()));
        views = List.copyOf(next);
        told.keySet().retainAll(slices.keySet());
        for (SliceView view : views) {
            SliceView last = told.get(view.slice().id());
            if (isNews(last, view) || (ticks % SECOND_TICKS == 0 && isBusy(last, view))) {
                told.put(view.slice().id(), view);
                events.publish(new Event.SliceChanged(view));
            }
        }
    }

    /** Carries something, or has just stopped to. */
    private static boolean isBusy(SliceView before, SliceView now) {
        return now.stats().offeredBps() > 0 || before.stats().offeredBps() > 0;
    }

    /** Changed in itself. */
    private static boolean isNews(SliceView before, SliceView now) {
        return before == null
                || before.status() != now.status()
                || before.slice().revision() != now.slice().revision()
                || before.stats().limitMbps() != now.stats().limitMbps();
    }

    private Status status(NetworkSlice slice, Map<Dpid, Report> reports, List<String> reasons) {
        if (!slice.spec().enabled()) {
            return Status.DISABLED;
        }
        reports.forEach(
                (dpid, report) -> report.troubles().forEach(trouble -> reasons.add("switch " + dpid + " " + trouble)));
        String queueWords = queueWords();
        if (slice.spec().minBandwidth() > 0 && queueWords.equals("unavailable")) {
            reasons.add("queues are unavailable: " + queueTrouble());
        }
        if (fences.containsKey(slice.id())) {
            reasons.add(0, fences.get(slice.id()));
            return Status.QUARANTINED;
        }
        if (reports.isEmpty() || reports.values().stream().noneMatch(Report::settled)) {
            reasons.add(reports.isEmpty() ? "no switch is connected" : "switches have not confirmed it yet");
            return Status.PENDING;
        }
        return reasons.isEmpty() ? Status.ACTIVE : Status.DEGRADED;
    }

    private String queueTrouble() {
        return queues.queueStates().values().stream()
                .map(PortQueues.State::trouble)
                .filter(trouble -> trouble != null)
                .findFirst()
                .orElse("no database of these switches is connected");
    }

    /** Lets what is decided reach the store; slices stay on the switches. */
    @Override
    public void close() {
        thread.shutdownNow();
        storing.shutdown();
        try {
            if (!storing.awaitTermination(CLOSE_S, TimeUnit.SECONDS)) {
                log.warn("the store is slow, the last changes of slices may be lost");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
