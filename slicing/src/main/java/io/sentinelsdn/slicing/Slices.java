package io.sentinelsdn.slicing;

import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SliceMembers;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SliceView;
import io.sentinelsdn.domain.spi.PortQueues;
import io.sentinelsdn.domain.spi.PortQueues.PortQos;
import io.sentinelsdn.domain.spi.SliceDesk;
import io.sentinelsdn.domain.spi.SliceStore;
import io.sentinelsdn.domain.spi.SliceSwitches;
import io.sentinelsdn.domain.spi.SliceSwitches.Plan;
import io.sentinelsdn.domain.spi.SliceSwitches.Report;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import io.sentinelsdn.domain.spi.TrafficSource;
import io.sentinelsdn.slicing.plan.Ground;
import io.sentinelsdn.slicing.plan.QueuePlan;
import io.sentinelsdn.slicing.plan.SliceCompiler;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slices of the network: the way in to this module. A thread of its own decides four times a second what each switch should
 * hold; {@link #slices} may be read by any.
 */
public final class Slices implements SliceDesk, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Slices.class);
    private static final long TICK_MS = 250;
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
    private final SliceThread thread;

    private final SliceMeasures measures = new SliceMeasures();
    private final Fences fences = new Fences();
    private final QueueStates queueStates;
    private final SliceBook book;
    private final SliceBoard board;
    private List<Object> planned = List.of();
    private List<Object> membership = List.of();
    private long ticks;
    private volatile SliceMembers members = SliceMembers.NONE;

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
        queueStates = new QueueStates(this.queues, config.queues());
        book = new SliceBook(config, directory, store, measures, queueStates, clock);
        board = new SliceBoard(measures, queueStates, fences, events);
        counters.gauge("sentinel_slices", "Slices", () -> board.views().size());
        counters.gauge(
                "sentinel_slices_limit_changes", "Times a limit followed demand or an attack", measures::changes);
        thread = new SliceThread(counters);
    }

    /**
     * Brings back what was kept, and begins.
     *
     * @param wanted slices of a profile, made where none has their name
     */
    public void start(List<SliceSpec> wanted) {
        thread.execute(() -> {
            book.load();
            for (SliceSpec spec : wanted) {
                if (!book.hasName(spec.name())) {
                    try {
                        book.make(spec);
                    } catch (Conflict refused) {
                        log.warn(
                                "slice of the profile is refused name={} reason={}", spec.name(), refused.getMessage());
                    }
                }
            }
            tick();
        });
        thread.every(TICK_MS, this::tick);
    }

    @Override
    public CompletableFuture<SliceView> create(SliceSpec spec) {
        return thread.ask(() -> {
            NetworkSlice slice = book.make(spec);
            return carryOut()
                    .thenApplyAsync(done -> onDisk(slice), thread.storing())
                    .thenApply(unused -> shown(slice));
        });
    }

    @Override
    public CompletableFuture<Optional<SliceView>> replace(String id, SliceSpec spec) {
        return thread.ask(() -> {
            NetworkSlice slice = book.change(id, spec);
            if (slice == null) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            return carryOut()
                    .thenApplyAsync(done -> onDisk(slice), thread.storing())
                    .thenApply(unused -> Optional.of(shown(slice)));
        });
    }

    @Override
    public CompletableFuture<Boolean> remove(String id) {
        return thread.ask(() -> {
            if (!book.remove(id)) {
                return CompletableFuture.completedFuture(false);
            }
            CompletableFuture<Void> settled = carryOut();
            events.publish(new Event.SliceRemoved(id));
            return settled.thenApplyAsync(
                    done -> {
                        store.flush();
                        return true;
                    },
                    thread.storing());
        });
    }

    @Override
    public List<SliceView> slices() {
        return board.views();
    }

    @Override
    public Optional<SliceView> slice(String id) {
        return board.views().stream()
                .filter(view -> view.slice().id().equals(id))
                .findFirst();
    }

    @Override
    public SliceMembers members() {
        return members;
    }

    private void tick() {
        ticks++;
        Map<Dpid, Report> reports = switches.sliceReports();
        measures.read(reports);
        fences.follow(mayFence.getAsBoolean() ? traffic.activeDetections() : List.of(), members);
        if (ticks % SECOND_TICKS == 0) {
            board.count(book.enabled().isEmpty() ? List.of() : traffic.flows(), members);
        }
        settle();
        show(reports);
    }

    /** Settles what somebody asks for, and shows it at once when no switch has to answer. */
    private CompletableFuture<Void> carryOut() {
        CompletableFuture<Void> settled = settle();
        if (settled.isDone()) {
            show(switches.sliceReports());
        }
        return settled;
    }

    /** Decides and tells switches and databases; completes when the switches have answered. */
    private CompletableFuture<Void> settle() {
        List<NetworkSlice> wanted = book.enabled();
        Ground ground = new Ground(directory.switches(), directory.hosts(), wanted);
        learn(wanted, ground);
        Set<String> fencedIds = fences.ids();
        measures.decide(wanted, fencedIds, ground.ingresses(), System.nanoTime());
        Set<Integer> fenced = new HashSet<>();
        wanted.stream().filter(slice -> fencedIds.contains(slice.id())).forEach(slice -> fenced.add(slice.number()));
        List<Boolean> queued = ground.switches().stream().map(queueStates::has).toList();
        List<Object> facts = List.of(wanted, ground, fenced, measures.version(), queued);
        if (facts.equals(planned)) {
            return CompletableFuture.completedFuture(null);
        }
        planned = facts;
        Map<Dpid, Plan> next = new TreeMap<>();
        Map<Dpid, Map<Integer, PortQos>> qos = new TreeMap<>();
        for (Dpid dpid : ground.switches()) {
            next.put(dpid, SliceCompiler.plan(dpid, wanted, ground, measures, queueStates.has(dpid)));
            qos.put(dpid, QueuePlan.of(dpid, wanted, ground, fenced, config.links()));
        }
        queues.want(qos);
        board.planned(next.keySet());
        CompletableFuture<Void> answered = switches.want(next);
        return answered.thenRunAsync(() -> show(switches.sliceReports()), thread);
    }

    /** Who belongs to which slice, when that has changed. */
    private void learn(List<NetworkSlice> wanted, Ground ground) {
        List<Object> facts = List.of(wanted, ground.homes());
        if (!facts.equals(membership)) {
            membership = facts;
            members = new SliceMembers(wanted, ground.homes());
        }
    }

    private void show(Map<Dpid, Report> reports) {
        board.show(book.all(), reports, clock.instant(), ticks % SECOND_TICKS == 0);
    }

    private NetworkSlice onDisk(NetworkSlice slice) {
        store.flush();
        return slice;
    }

    private SliceView shown(NetworkSlice slice) {
        return slice(slice.id()).orElseGet(() -> board.pending(slice));
    }

    /** Lets what is decided reach the store; slices stay on the switches. */
    @Override
    public void close() {
        thread.close();
    }
}
