package io.sentinelsdn.mitigation;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.ManualRequest;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.mitigate.PolicyKind;
import io.sentinelsdn.domain.mitigate.PolicyReport;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.DetectionSink;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.HistoryStore.ListEntry;
import io.sentinelsdn.domain.spi.IncidentFeedback;
import io.sentinelsdn.domain.spi.MitigationDesk;
import io.sentinelsdn.domain.spi.Network;
import io.sentinelsdn.mitigation.compile.Detours;
import io.sentinelsdn.mitigation.compile.MatchChoice;
import io.sentinelsdn.mitigation.life.Approvals;
import io.sentinelsdn.mitigation.life.Chooser;
import io.sentinelsdn.mitigation.life.Incidents;
import io.sentinelsdn.mitigation.life.ListKeeper;
import io.sentinelsdn.mitigation.life.ManualMitigation;
import io.sentinelsdn.mitigation.life.Restart;
import io.sentinelsdn.mitigation.life.RuleBook;
import io.sentinelsdn.mitigation.life.Spared;
import io.sentinelsdn.mitigation.life.Switches;
import io.sentinelsdn.mitigation.life.UserRules;
import io.sentinelsdn.mitigation.list.AccessLists;
import io.sentinelsdn.mitigation.policy.Offenders;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import io.sentinelsdn.mitigation.policy.ResponseConfig;
import io.sentinelsdn.mitigation.policy.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns detections into plans and rules, and does what people ask.
 *
 * <p>Everything happens on one thread, {@code mitigation}; callers put into its {@link Mailbox} and return at once. When
 * too many requests wait, a request is {@link Refused}. Detections are coalesced by id and cannot overflow it.
 *
 * <p>Wiring: construct it, hand it to the detector as {@link DetectionSink}, then call {@link #start(IncidentFeedback)}
 * once with the detector's tracker; nothing is read, planned or sent before. {@link #close()} leaves the rules on the
 * switches, where they end by themselves; the next start takes them over.
 */
public final class Mitigator implements DetectionSink, MitigationDesk, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Mitigator.class);
    private static final String MODE_KEY = "mitigation_mode";
    private static final String POLICY_KEY = "mitigation_policy";
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final HistoryStore store;
    private final Clock clock;
    private final Mailbox mailbox;
    private final AccessLists lists;
    private final RuleBook book;
    private final Switches switches;
    private final Incidents incidents;
    private final UserRules users;
    private final ManualMitigation manual;
    private final Approvals approvals;
    private final Chooser chooser;
    private final Restart restart;
    private final MitigationMode firstMode;
    private final Counters.Counter errors;
    private final Counters.Counter refusals;
    /** Requests without an answer; bounded by the mailbox and by what switches have not answered. */
    private final Map<Long, CompletableFuture<?>> open = new ConcurrentHashMap<>();

    private final AtomicLong tickets = new AtomicLong();

    private Thread thread;
    private volatile boolean closed;

    public Mitigator(
            MitigationConfig config,
            Network network,
            HistoryStore store,
            EventSink events,
            Counters counters,
            Clock clock) {
        this(config, network, Surroundings.unknown(), store, events, counters, clock);
    }

    /**
     * @param surroundings what to look at beside detections
     */
    public Mitigator(
            MitigationConfig config,
            Network network,
            Surroundings surroundings,
            HistoryStore store,
            EventSink events,
            Counters counters,
            Clock clock) {
        this.store = store;
        this.clock = clock;
        firstMode = config.mode();
        PolicyLimits limits = config.policyLimits();
        Offenders offenders = new Offenders(limits);
        mailbox = new Mailbox(config.queueCapacity(), counters);
        lists = new AccessLists(store, limits.maxListEntries());
        book = new RuleBook(store, events, counters);
        ListKeeper keeper = new ListKeeper(lists, book);
        switches = new Switches(network, book, keeper, mailbox::answer, clock, counters);
        MatchChoice matches = new MatchChoice(config.choiceLimits());
        chooser = new Chooser(config.response().policy(), matches, store, clock.millis());
        incidents = new Incidents(
                book,
                switches,
                keeper,
                matches,
                chooser,
                offenders,
                limits,
                new Spared(config.response(), surroundings, book, counters),
                firstMode,
                store,
                events,
                counters,
                clock);
        ResponseConfig response = config.response();
        Detours detours =
                new Detours(response.scrubber(), response.gateway(), response.gatewayPort(), surroundings::host);
        manual = new ManualMitigation(book, switches, lists, incidents, detours, limits);
        approvals = new Approvals(incidents, store);
        users = new UserRules(book, switches, lists, incidents, limits);
        restart = new Restart(store, lists, book, switches, incidents, offenders, limits);
        errors = counters.counter("sentinel_mitigation_errors_total", "Steps of mitigation that threw");
        refusals = counters.counter("sentinel_mitigation_busy_total", "Requests refused because too many waited");
    }

    /**
     * Brings back rules, lists and mode from the store and starts the thread. Call once.
     *
     * @param feedback the tracker of detections; called by the mitigation thread
     */
    public synchronized void start(IncidentFeedback feedback) {
        if (thread != null) {
            throw new IllegalStateException("the mitigator is started already");
        }
        restore(feedback);
        thread = new Thread(this::run, "mitigation");
        thread.setDaemon(true);
        thread.start();
    }

    /** The part of the start before the thread; tests go on with {@link #drain()} and {@link #tick()}. */
    void restore(IncidentFeedback feedback) {
        incidents.feedback(feedback);
        storedPolicy().ifPresent(chooser::kind);
        chooser.restore();
        restart.run(storedMode(), clock.instant());
        book.publish();
    }

    private MitigationMode storedMode() {
        try {
            return store.config(MODE_KEY).map(MitigationMode::parse).orElse(firstMode);
        } catch (IllegalArgumentException broken) {
            log.warn("the stored mode is left out: {}", broken.getMessage());
            return firstMode;
        }
    }

    private Optional<PolicyKind> storedPolicy() {
        try {
            return store.config(POLICY_KEY).map(PolicyKind::parse);
        } catch (IllegalArgumentException broken) {
            log.warn("the stored policy is left out: {}", broken.getMessage());
            return Optional.empty();
        }
    }

    private void run() {
        long nextTick = System.nanoTime();
        while (!closed) {
            try {
                mailbox.await(nextTick - System.nanoTime());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
            drain();
            if (nextTick - System.nanoTime() <= 0) {
                nextTick = System.nanoTime() + TICK_NS;
                tick();
            }
        }
        drain();
        drain();
    }

    /** Does everything that waits. Mitigation thread. */
    void drain() {
        for (Runnable step : mailbox.takeAll(detection -> incidents.onDetection(detection, clock.instant()))) {
            guarded(step);
        }
        book.publish();
    }

    /** Reads the counters and does what is due by time. Mitigation thread, every 250 ms. */
    void tick() {
        guarded(switches::poll);
        guarded(() -> incidents.tick(clock.instant()));
        book.publish();
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException broken) {
            errors.increment();
            log.error("a step of mitigation failed", broken);
        }
    }

    @Override
    public void onDetection(Detection detection) {
        mailbox.detection(detection);
    }

    /**
     * Drops everything from the prefix, on every switch. The future fails with {@link IllegalArgumentException} when the
     * duration is not between 1 s and 65,535 s, or the prefix is everything.
     */
    @Override
    public CompletableFuture<MitigationRule> block(Prefix source, Duration duration, String reason) {
        return ask(false, done -> {
            notEverything("ip", source);
            checkDuration(duration);
            users.block(source, duration, text(reason), now(), done);
        });
    }

    @Override
    public CompletableFuture<Boolean> remove(String ruleId) {
        return ask(true, done -> users.remove(ruleId, now(), done));
    }

    /** The blacklist stays: its entries are permanent until they are taken off it. */
    @Override
    public CompletableFuture<Integer> removeAll(MitigationRule.Owner owner) {
        return ask(true, done -> users.removeAll(owner, now(), done));
    }

    /** Includes the rules of the blacklist. */
    @Override
    public List<MitigationRule> rules() {
        return book.snapshot();
    }

    @Override
    public Optional<MitigationPlan> plan(String id) {
        return store.plan(id);
    }

    @Override
    public CompletableFuture<MitigationPlan> approve(String planId) {
        return ask(true, done -> approvals.approve(planId, now(), done));
    }

    @Override
    public CompletableFuture<MitigationPlan> reject(String planId) {
        return ask(true, done -> approvals.reject(planId, now(), done));
    }

    @Override
    public CompletableFuture<List<MitigationRule>> mitigate(ManualRequest request) {
        return ask(false, done -> {
            if (request.source() != null) {
                notEverything("source_ip", request.source());
            }
            if (request.target() != null) {
                notEverything("target_ip", request.target());
            }
            text(request.reason());
            checkDuration(request.duration());
            manual.mitigate(request, now(), done);
        });
    }

    @Override
    public CompletableFuture<Void> allow(Prefix prefix, String reason) {
        return ask(false, done -> users.allow(prefix, text(reason), now(), done));
    }

    @Override
    public CompletableFuture<Void> disallow(Prefix prefix) {
        return ask(false, done -> users.disallow(prefix, done));
    }

    /** Adds to the blacklist. The future fails with {@link IllegalArgumentException} when the prefix is everything. */
    @Override
    public CompletableFuture<Void> blacklist(Prefix prefix, String reason) {
        return ask(false, done -> {
            notEverything("entry", prefix);
            users.blacklist(prefix, text(reason), now(), done);
        });
    }

    @Override
    public CompletableFuture<Void> unblacklist(Prefix prefix) {
        return ask(false, done -> users.unblacklist(prefix, done));
    }

    @Override
    public List<ListEntry> allowList() {
        return lists.allowEntries();
    }

    @Override
    public List<ListEntry> blackList() {
        return lists.blackEntries();
    }

    @Override
    public MitigationMode mode() {
        return incidents.mode();
    }

    @Override
    public CompletableFuture<Void> mode(MitigationMode mode) {
        return ask(true, done -> {
            store.putConfig(MODE_KEY, mode.wireName());
            log.info("mitigation_mode={}", mode.wireName());
            incidents.mode(mode, () -> done.complete(null));
        });
    }

    @Override
    public PolicyReport policy() {
        return chooser.report();
    }

    @Override
    public CompletableFuture<Void> policy(PolicyKind kind) {
        return ask(true, done -> {
            store.putConfig(POLICY_KEY, kind.wireName());
            log.info("mitigation_policy={}", kind.wireName());
            chooser.kind(kind);
            done.complete(null);
        });
    }

    private <T> CompletableFuture<T> ask(boolean urgent, Consumer<CompletableFuture<T>> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        long ticket = tickets.incrementAndGet();
        open.put(ticket, done);
        var unused = done.whenComplete((answer, failure) -> open.remove(ticket));
        Runnable request = () -> {
            try {
                work.accept(done);
            } catch (RuntimeException refused) {
                done.completeExceptionally(refused);
                if (!(refused instanceof Refused || refused instanceof IllegalArgumentException)) {
                    throw refused;
                }
            }
        };
        if (closed) {
            done.completeExceptionally(new Refused("mitigation is stopping"));
        } else if (!mailbox.request(request, urgent)) {
            refusals.increment();
            done.completeExceptionally(new Refused("too many requests wait for mitigation, try again"));
        }
        return done;
    }

    private Instant now() {
        return clock.instant();
    }

    private static String text(String reason) {
        String text = reason == null ? "" : reason.strip();
        if (text.length() > 500) {
            throw new IllegalArgumentException("reason must have at most 500 characters: " + text.length());
        }
        return text;
    }

    private static void notEverything(String field, Prefix prefix) {
        if (prefix.length() == 0) {
            throw new IllegalArgumentException(field + " must have a prefix length of at least 1: " + prefix);
        }
    }

    private static void checkDuration(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(PolicyLimits.LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("duration_seconds must be between 1 and 65535: " + seconds(duration));
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? Long.toString(duration.toSeconds())
                : Double.toString(duration.toMillis() / 1000.0);
    }

    /** Does what waits and stops the thread; rules stay where they are. Who still waits for a switch is told so. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        mailbox.answer(() -> {});
        if (running != null && running != Thread.currentThread()) {
            try {
                running.join(5_000);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        for (CompletableFuture<?> waiting : List.copyOf(open.values())) {
            waiting.completeExceptionally(
                    new Refused("mitigation is stopping; what was asked may still be carried out"));
        }
    }
}
