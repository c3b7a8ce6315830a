package io.sentinelsdn.controller;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.controller.openflow.PacketIn;
import io.sentinelsdn.controller.openflow.SwitchFeatures;
import io.sentinelsdn.controller.rules.RuleLedger;
import io.sentinelsdn.controller.topology.Hosts;
import io.sentinelsdn.controller.topology.Links;
import io.sentinelsdn.controller.topology.Lldp;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.SwitchDirectory.HostView;
import io.sentinelsdn.domain.spi.SwitchDirectory.LinkView;
import io.sentinelsdn.domain.spi.TopologyView.Attachment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control thread: owns switches, links, hosts and the rule ledger. Agents and callers hand it tasks; learning
 * tasks are bounded (more are dropped and counted, the next packet teaches again), rules are never dropped.
 */
final class Control implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Control.class);
    private static final int MOST_LEARNING = 10_000;
    private static final int MOST_SWITCHES_REMEMBERED = 4_096;
    private static final long APPLY_PATIENCE_S = 5;

    private final ControllerConfig config;
    private final EventSink events;
    private final ScheduledThreadPoolExecutor thread;
    private final Lldp lldp = new Lldp();
    private final Links links = new Links();
    private final Hosts hosts = new Hosts();
    private final RuleLedger ledger;
    private final Map<Dpid, SwitchAgent> agents = new LinkedHashMap<>();
    private final Map<Dpid, SwitchView> gone = new ConcurrentHashMap<>();
    private final Map<Dpid, SwitchAgent> agentViews = new ConcurrentHashMap<>();
    private final Set<Links.End> trunks = ConcurrentHashMap.newKeySet();
    private final List<Apply> applying = new ArrayList<>();
    private final AtomicInteger learning = new AtomicInteger();
    private final Counter learningDropped;
    private final Counter forgedProbes;
    private final Counter failures;
    private volatile List<HostView> hostViews = List.of();
    private volatile List<LinkView> linkViews = List.of();
    private volatile BooleanSupplier suspicious = () -> false;

    /** Counters of a rule's entry on one switch. */
    record RuleCount(String ruleId, long packets, long bytes, long nowNs) {}

    /** A batch on its way: rule ids and the switches that have not answered. */
    private record Apply(Set<String> ruleIds, Set<Dpid> waitingFor, CompletableFuture<Map<String, RuleState>> future) {}

    Control(ControllerConfig config, Counters counters, EventSink events) {
        this.config = config;
        this.events = events;
        ledger = new RuleLedger(state -> events.publish(new Event.RuleStateChanged(state)));
        learningDropped = counters.counter("sentinel_learning_dropped_total", "Host observations dropped when busy");
        forgedProbes = counters.counter("sentinel_lldp_foreign_total", "LLDP frames without our signature, ignored");
        failures = counters.counter("sentinel_control_failures_total", "Tasks of the control thread that threw");
        counters.gauge("sentinel_switches", "Connected switches", agentViews::size);
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread worker = new Thread(task, "control");
            worker.setDaemon(true);
            return worker;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    void start() {
        thread.scheduleAtFixedRate(guarded(this::probe), config.probeMs(), config.probeMs(), TimeUnit.MILLISECONDS);
        thread.scheduleAtFixedRate(guarded(this::everySecond), 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    // --- asked by any thread ---

    void watchClosely(BooleanSupplier condition) {
        suspicious = condition;
    }

    boolean isSuspicious() {
        return suspicious.getAsBoolean();
    }

    byte[] probe(Dpid dpid, int port, long mac) {
        return lldp.probe(dpid.value(), port, mac);
    }

    Optional<Attachment> attachment(IpAddress address) {
        return hosts.attachment(address);
    }

    boolean isEdge(Dpid dpid, int port) {
        return !trunks.contains(new Links.End(dpid, port));
    }

    List<SwitchView> switches() {
        Map<Dpid, SwitchView> views = new java.util.TreeMap<>(gone);
        agentViews.forEach((dpid, agent) -> views.put(dpid, agent.view()));
        return List.copyOf(views.values());
    }

    int connectedSwitches() {
        return agentViews.size();
    }

    List<HostView> hosts() {
        return hostViews;
    }

    List<LinkView> links() {
        return linkViews;
    }

    Map<String, RuleState> ruleStates() {
        return ledger.snapshot();
    }

    CompletableFuture<Map<String, RuleState>> apply(RuleBatch batch) {
        CompletableFuture<Map<String, RuleState>> future = new CompletableFuture<>();
        post(() -> applyNow(batch, future));
        return future;
    }

    // --- from agents, in their event loops ---

    void connected(SwitchAgent agent) {
        post(() -> attach(agent));
    }

    void disconnected(SwitchAgent agent, String reason) {
        post(() -> detach(agent, reason));
    }

    void probeArrived(Dpid dpid, int port, ByteBuf payload) {
        Optional<Lldp.Origin> origin = lldp.read(payload);
        if (origin.isEmpty()) {
            forgedProbes.increment();
            return;
        }
        Links.End from =
                new Links.End(new Dpid(origin.get().dpid()), origin.get().port());
        post(() -> linkSeen(from, new Links.End(dpid, port)));
    }

    /** Answers whether the observation was taken. */
    boolean hostSeen(SwitchAgent agent, PacketIn packet) {
        if (learning.get() >= MOST_LEARNING) {
            learningDropped.increment();
            return false;
        }
        long mac = packet.ethSrc;
        Attachment place = new Attachment(agent.dpid(), packet.inPort);
        Optional<IpAddress> claim = claimedAddress(packet);
        learning.incrementAndGet();
        post(() -> {
            learning.decrementAndGet();
            learn(mac, place, claim);
        });
        return true;
    }

    void ruleCounts(Dpid dpid, List<RuleCount> counts) {
        post(() -> {
            for (RuleCount count : counts) {
                ledger.counted(count.ruleId(), dpid, count.packets(), count.bytes(), count.nowNs());
            }
            ledger.publish();
        });
    }

    void ruleExpired(Dpid dpid, String ruleId) {
        post(() -> ledger.expired(ruleId, dpid, System.nanoTime()));
    }

    void rulesAnswered(Dpid dpid, Map<String, String> errorByRule) {
        post(() -> {
            errorByRule.forEach((ruleId, error) -> ledger.answered(ruleId, dpid, error));
            for (Apply apply : List.copyOf(applying)) {
                apply.waitingFor().remove(dpid);
                finishIfDone(apply);
            }
        });
    }

    void rulesMissing(SwitchAgent agent, List<String> ruleIds) {
        post(() -> {
            List<FlowRule> again = ledger.wantedOn(agent.dpid(), System.nanoTime()).stream()
                    .filter(rule -> ruleIds.contains(rule.id()))
                    .toList();
            agent.execute(() -> agent.changeRules(again, List.of()));
        });
    }

    void portsChanged(SwitchAgent agent, List<SwitchFeatures.Port> ports, Set<Integer> removed) {
        post(() -> {
            for (SwitchFeatures.Port port : ports) {
                if (!port.up()) {
                    portDown(agent.dpid(), port.number());
                }
            }
            removed.forEach(port -> portDown(agent.dpid(), port));
            agent.execute(agent::sendProbes);
        });
    }

    // --- in the control thread ---

    private void attach(SwitchAgent agent) {
        SwitchAgent before = agents.put(agent.dpid(), agent);
        agentViews.put(agent.dpid(), agent);
        gone.remove(agent.dpid());
        if (before != null) {
            log.warn("datapath id connected twice, newer connection wins dpid={}", agent.dpid());
            before.close("another connection with the same datapath id");
        }
        List<FlowRule> rules = ledger.wantedOn(agent.dpid(), System.nanoTime());
        if (!rules.isEmpty()) {
            agent.execute(() -> agent.changeRules(rules, List.of()));
        }
        for (Hosts.Host host : hosts.all()) {
            point(agent, host);
        }
        agent.execute(agent::attached);
        agent.execute(agent::sendProbes);
        events.publish(new Event.SwitchChanged(agent.dpid(), true, agent.view().address()));
    }

    private void detach(SwitchAgent agent, String reason) {
        if (!agents.remove(agent.dpid(), agent)) {
            return;
        }
        Dpid dpid = agent.dpid();
        agentViews.remove(dpid, agent);
        if (gone.size() < MOST_SWITCHES_REMEMBERED) {
            gone.put(dpid, agent.view());
        }
        log.info("switch gone dpid={} reason={}", dpid, reason);
        ledger.switchGone(dpid);
        for (Apply apply : List.copyOf(applying)) {
            apply.waitingFor().remove(dpid);
            finishIfDone(apply);
        }
        if (links.remove(dpid)) {
            linksChanged();
        }
        events.publish(new Event.SwitchChanged(dpid, false, reason));
    }

    private void applyNow(RuleBatch batch, CompletableFuture<Map<String, RuleState>> future) {
        long nowNs = System.nanoTime();
        Map<SwitchAgent, List<FlowRule>> add = new HashMap<>();
        Map<SwitchAgent, List<String>> remove = new HashMap<>();
        Set<String> added = new HashSet<>();
        for (FlowRule rule : batch.add()) {
            ledger.want(rule, nowNs);
            added.add(rule.id());
            agentsOf(rule)
                    .forEach(agent -> add.computeIfAbsent(agent, unused -> new ArrayList<>())
                            .add(rule));
        }
        for (String ruleId : batch.remove()) {
            FlowRule rule = added.contains(ruleId) ? null : ledger.drop(ruleId);
            if (rule != null) {
                agentsOf(rule)
                        .forEach(agent -> remove.computeIfAbsent(agent, unused -> new ArrayList<>())
                                .add(ruleId));
            }
        }
        Set<SwitchAgent> concerned = new HashSet<>(add.keySet());
        concerned.addAll(remove.keySet());
        Set<Dpid> waitingFor = new HashSet<>();
        concerned.forEach(agent -> waitingFor.add(agent.dpid()));
        Apply apply = new Apply(added, waitingFor, future);
        applying.add(apply);
        for (SwitchAgent agent : concerned) {
            List<FlowRule> toAdd = add.getOrDefault(agent, List.of());
            List<String> toRemove = remove.getOrDefault(agent, List.of());
            agent.execute(() -> agent.changeRules(toAdd, toRemove));
        }
        thread.schedule(
                guarded(() -> {
                    apply.waitingFor().clear();
                    finishIfDone(apply);
                }),
                APPLY_PATIENCE_S,
                TimeUnit.SECONDS);
        finishIfDone(apply);
    }

    private void finishIfDone(Apply apply) {
        if (apply.waitingFor().isEmpty() && applying.remove(apply)) {
            Map<String, RuleState> states = ledger.statesOf(apply.ruleIds());
            apply.future().completeAsync(() -> states);
        }
    }

    private List<SwitchAgent> agentsOf(FlowRule rule) {
        if (rule.dpid() == null) {
            return List.copyOf(agents.values());
        }
        SwitchAgent agent = agents.get(rule.dpid());
        return agent == null ? List.of() : List.of(agent);
    }

    private void learn(long mac, Attachment place, Optional<IpAddress> claim) {
        if (!agents.containsKey(place.dpid()) || !isEdge(place.dpid(), place.port())) {
            return;
        }
        Optional<Hosts.Host> moved = hosts.seen(mac, place, System.nanoTime());
        claim.ifPresent(address -> hosts.claims(mac, address));
        if (moved.isPresent()) {
            for (SwitchAgent agent : agents.values()) {
                point(agent, moved.get());
                if (!agent.dpid().equals(place.dpid())) {
                    agent.execute(() -> agent.forgetPlace(mac));
                }
            }
        }
        if (moved.isPresent() || claim.isPresent()) {
            hostViews = hosts.views();
        }
    }

    /** Tells a switch by which port a host is reached. */
    private void point(SwitchAgent agent, Hosts.Host host) {
        Attachment place = host.place();
        Integer port = place.dpid().equals(agent.dpid())
                ? Integer.valueOf(place.port())
                : links.portTowards(agent.dpid(), place.dpid());
        if (port != null) {
            long mac = host.mac();
            int out = port;
            agent.execute(() -> agent.addHost(mac, out));
        }
    }

    private void linkSeen(Links.End from, Links.End to) {
        if (!agents.containsKey(from.dpid()) || !agents.containsKey(to.dpid())) {
            return;
        }
        if (links.seen(from, to, System.nanoTime())) {
            log.info("link from={}:{} to={}:{}", from.dpid(), from.port(), to.dpid(), to.port());
            makeTrunk(from);
            makeTrunk(to);
            linksChanged();
        }
    }

    private void makeTrunk(Links.End end) {
        trunks.add(end);
        SwitchAgent agent = agents.get(end.dpid());
        if (agent != null) {
            agent.execute(() -> agent.makeTrunk(end.port()));
        }
        List<Hosts.Host> misplaced = hosts.forget(end.dpid(), end.port());
        for (Hosts.Host host : misplaced) {
            agents.values().forEach(each -> each.execute(() -> each.removeHost(host.mac())));
        }
    }

    private void makeEdge(Links.End end) {
        trunks.remove(end);
        SwitchAgent agent = agents.get(end.dpid());
        if (agent != null) {
            agent.execute(() -> agent.makeEdge(end.port()));
        }
    }

    private void portDown(Dpid dpid, int port) {
        Links.End end = new Links.End(dpid, port);
        if (links.remove(end)) {
            linksChanged();
        }
    }

    private void linksChanged() {
        linkViews = links.views();
        for (SwitchAgent agent : agents.values()) {
            for (Hosts.Host host : hosts.all()) {
                point(agent, host);
            }
        }
        hostViews = hosts.views();
    }

    private void probe() {
        agents.values().forEach(agent -> agent.execute(agent::sendProbes));
        List<Links.End> free =
                links.expire(System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(3L * config.probeMs() + 1_000));
        if (!free.isEmpty()) {
            free.forEach(this::makeEdge);
            linksChanged();
        }
    }

    private void everySecond() {
        ledger.tick(System.nanoTime());
    }

    private void post(Runnable task) {
        try {
            thread.execute(guarded(task));
        } catch (RejectedExecutionException closing) {
            log.debug("control thread is closing, task dropped");
        }
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException unexpected) {
                failures.increment();
                log.error("task of the control thread failed", unexpected);
            }
        };
    }

    /** The address that an ARP or ND message claims for its sender (RFC 826, RFC 4861). */
    private static Optional<IpAddress> claimedAddress(PacketIn packet) {
        ByteBuf payload = packet.payload();
        if (packet.ethType == PacketIn.ETH_ARP) {
            boolean ipv4 = payload.readableBytes() >= 28 && payload.getUnsignedShort(4) == 0x0604;
            int sender = ipv4 ? payload.getInt(14) : 0;
            return sender == 0 ? Optional.empty() : Optional.of(IpAddress.v4(sender));
        }
        if (packet.isIp && packet.protocol == IpProto.ICMPV6) {
            if (packet.srcPort == 136 && payload.readableBytes() >= 24) {
                return Optional.of(new IpAddress(payload.getLong(8), payload.getLong(16)));
            }
            boolean specified = packet.srcHi != 0 || packet.srcLo != 0;
            return packet.srcPort == 135 && specified
                    ? Optional.of(new IpAddress(packet.srcHi, packet.srcLo))
                    : Optional.empty();
        }
        return Optional.empty();
    }
}
