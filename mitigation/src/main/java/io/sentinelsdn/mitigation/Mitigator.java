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
import io.sentinelsdn.domain.slice.SwitchPort;
import io.sentinelsdn.domain.spi.DetectionSink;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.HistoryStore.ListEntry;
import io.sentinelsdn.domain.spi.IncidentFeedback;
import io.sentinelsdn.domain.spi.MitigationDesk;
import io.sentinelsdn.domain.spi.Network;
import io.sentinelsdn.mitigation.compile.Detours;
import io.sentinelsdn.mitigation.policy.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    private final MitigationConfig config;
    private final Network network;
    private final HistoryStore store;
    private final Clock clock;
    private final Parts parts;
    private final Requests requests;
    private final MitigationThread thread;
    private final MitigationMode firstMode;

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
        this.config = config;
        this.network = network;
        this.store = store;
        this.clock = clock;
        firstMode = config.mode();
        Mailbox mailbox = new Mailbox(config.queueCapacity(), counters);
        parts = new Parts(config, network, surroundings, store, events, counters, clock, mailbox::answer);
        requests = new Requests(mailbox, counters);
        thread = new MitigationThread(mailbox, parts, clock, counters);
    }

    /**
     * Brings back rules, lists and mode from the store and starts the thread. Call once.
     *
     * @param feedback the tracker of detections; called by the mitigation thread
     */
    public synchronized void start(IncidentFeedback feedback) {
        if (thread.isStarted()) {
            throw new IllegalStateException("the mitigator is started already");
        }
        restore(feedback);
        thread.start();
    }

    /** The part of the start before the thread; tests go on with {@link #drain()} and {@link #tick()}. */
    void restore(IncidentFeedback feedback) {
        List<SwitchPort> scrubber = config.response().scrubberPorts();
        if (!scrubber.isEmpty()) {
            network.reserve(
                    Detours.SCRUBBER_MAC,
                    scrubber.get(0).dpid(),
                    scrubber.stream().map(SwitchPort::port).toList());
        }
        parts.incidents.feedback(feedback);
        storedPolicy().ifPresent(parts.chooser::kind);
        parts.chooser.restore();
        parts.restart.run(storedMode(), clock.instant());
        parts.book.publish();
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

    void drain() {
        thread.drain();
    }

    void tick() {
        thread.tick();
    }

    @Override
    public void onDetection(Detection detection) {
        thread.onDetection(detection);
    }

    /**
     * Drops everything from the prefix, on every switch. The future fails with {@link IllegalArgumentException} when the
     * duration is not between 1 s and 65,535 s, or the prefix is everything.
     */
    @Override
    public CompletableFuture<MitigationRule> block(Prefix source, Duration duration, String reason) {
        return requests.ask(false, done -> {
            Asked.notEverything("ip", source);
            Asked.duration(duration);
            parts.users.block(source, duration, Asked.reason(reason), now(), done);
        });
    }

    @Override
    public CompletableFuture<Boolean> remove(String ruleId) {
        return requests.ask(true, done -> parts.users.remove(ruleId, now(), done));
    }

    /** The blacklist stays: its entries are permanent until they are taken off it. */
    @Override
    public CompletableFuture<Integer> removeAll(MitigationRule.Owner owner) {
        return requests.ask(true, done -> parts.users.removeAll(owner, now(), done));
    }

    /** Includes the rules of the blacklist. */
    @Override
    public List<MitigationRule> rules() {
        return parts.book.snapshot();
    }

    @Override
    public Optional<MitigationPlan> plan(String id) {
        return store.plan(id);
    }

    @Override
    public CompletableFuture<MitigationPlan> approve(String planId) {
        return requests.ask(true, done -> parts.approvals.approve(planId, now(), done));
    }

    @Override
    public CompletableFuture<MitigationPlan> reject(String planId) {
        return requests.ask(true, done -> parts.approvals.reject(planId, now(), done));
    }

    @Override
    public CompletableFuture<List<MitigationRule>> mitigate(ManualRequest request) {
        return requests.ask(false, done -> {
            if (request.source() != null) {
                Asked.notEverything("source_ip", request.source());
            }
            if (request.target() != null) {
                Asked.notEverything("target_ip", request.target());
            }
            Asked.reason(request.reason());
            Asked.duration(request.duration());
            parts.manual.mitigate(request, now(), done);
        });
    }

    @Override
    public CompletableFuture<Void> allow(Prefix prefix, String reason) {
        return requests.ask(false, done -> parts.users.allow(prefix, Asked.reason(reason), now(), done));
    }

    @Override
    public CompletableFuture<Void> disallow(Prefix prefix) {
        return requests.ask(false, done -> parts.users.disallow(prefix, done));
    }

    /** Adds to the blacklist. The future fails with {@link IllegalArgumentException} when the prefix is everything. */
    @Override
    public CompletableFuture<Void> blacklist(Prefix prefix, String reason) {
        return requests.ask(false, done -> {
            Asked.notEverything("entry", prefix);
            parts.users.blacklist(prefix, Asked.reason(reason), now(), done);
        });
    }

    @Override
    public CompletableFuture<Void> unblacklist(Prefix prefix) {
        return requests.ask(false, done -> parts.users.unblacklist(prefix, done));
    }

    @Override
    public List<ListEntry> allowList() {
        return parts.lists.allowEntries();
    }

    @Override
    public List<ListEntry> blackList() {
        return parts.lists.blackEntries();
    }

    @Override
    public MitigationMode mode() {
        return parts.incidents.mode();
    }

    @Override
    public CompletableFuture<Void> mode(MitigationMode mode) {
        return requests.ask(true, done -> {
            store.putConfig(MODE_KEY, mode.wireName());
            log.info("mitigation_mode={}", mode.wireName());
            parts.incidents.mode(mode, () -> done.complete(null));
        });
    }

    @Override
    public PolicyReport policy() {
        return parts.chooser.report();
    }

    @Override
    public CompletableFuture<Void> policy(PolicyKind kind) {
        return requests.ask(true, done -> {
            store.putConfig(POLICY_KEY, kind.wireName());
            log.info("mitigation_policy={}", kind.wireName());
            parts.chooser.kind(kind);
            done.complete(null);
        });
    }

    private Instant now() {
        return clock.instant();
    }

    /** Does what waits and stops the thread; rules stay where they are. Who still waits for a switch is told so. */
    @Override
    public void close() {
        synchronized (this) {
            requests.close();
        }
        thread.close();
        requests.giveUp();
    }
}
