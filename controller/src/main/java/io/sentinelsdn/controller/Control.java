package io.sentinelsdn.controller;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.controller.forwarding.ForwardingConfig;
import io.sentinelsdn.controller.openflow.PacketIn;
import io.sentinelsdn.controller.topology.Claims;
import io.sentinelsdn.controller.topology.Departed;
import io.sentinelsdn.controller.topology.End;
import io.sentinelsdn.controller.topology.Lldp;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleLook;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.net.ControllerRole;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.FailMode;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.spi.FailModes;
import io.sentinelsdn.domain.spi.FlowStore;
import io.sentinelsdn.domain.spi.TopologyView.Attachment;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to the control thread: agents and callers hand in what happened, desks behind it decide. Learning is bounded
 * (more is dropped and counted, the next packet teaches again), rules and topology are never dropped. Any thread may
 * call.
 */
final class Control implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Control.class);
    private static final int MOST_LEARNING = 10_000;
    /** Probes of one switch that wait for the control thread. */
    private static final int MOST_PROBES = 256;
    /** Switches that are gone, and ports and counters of theirs that are remembered. */
    private static final int MOST_DEPARTED = 1_024;

    private static final int MOST_REMEMBERED = 32_768;
    private static final int TICK_MS = 50;
    private static final int VIEW_MS = 100;
    private static final int SECOND_MS = 1_000;

    private final EventSink events;
    private final ControlThread thread;
    private final Agents agents = new Agents();
    private final RuleDesk rules;
    private final UserFlowDesk userFlows;
    private final SlicePlans slices;
    private final Fabric fabric;
    private final HostDesk hosts;
    private final Refusals refusals = new Refusals();
    private final Departed departed = new Departed(MOST_DEPARTED, MOST_REMEMBERED);
    private final RuleLooks looks;
    private final Gate learning;
    private final Counter probesDropped;
    private volatile BooleanSupplier suspicious = () -> false;
    private volatile FailModes failModes = FailModes.NONE;

    Control(ControllerConfig config, Counters counters, EventSink events, FlowStore flowStore) {
        this.events = events;
        thread = new ControlThread(counters);
        rules = new RuleDesk(thread, agents, events);
        userFlows = new UserFlowDesk(thread, agents, flowStore, counters, Clock.systemUTC());
        slices = new SlicePlans(thread, agents, counters);
        fabric = new Fabric(config, thread, agents, counters);
        hosts = new HostDesk(thread, agents, fabric, config.forwarding());
        fabric.listeners(hosts::forget, hosts::adopt, hosts::cables);
        looks = new RuleLooks(counters);
        learning = new Gate(
                MOST_LEARNING,
                counters.counter("sentinel_learning_dropped_total", "Host observations dropped when busy"));
        probesDropped = counters.counter(
                "sentinel_probes_dropped_total", "LLDP frames not looked at: too many from one switch at once");
        counters.gauge("sentinel_switches", "Connected switches", agents::count);
        counters.gauge(
                "sentinel_switches_table_pressure",
                "Connected switches whose tables hold 70 % of their budget or more",
                agents::underPressure);
    }

    /** Brings back what was kept, before the first switch comes. */
    void restore() {
        thread.post(userFlows::restore);
    }

    void start() {
        thread.every(TICK_MS, fabric::tick);
        thread.every(VIEW_MS, hosts::tick);
        thread.every(SECOND_MS, () -> rules.tick(System.nanoTime()));
        thread.every(SECOND_MS, userFlows::tick);
        thread.every(SECOND_MS, hosts::second);
    }

    @Override
    public void close() {
        thread.close();
        userFlows.close();
    }

    void watchClosely(BooleanSupplier condition) {
        suspicious = condition;
    }

    boolean isSuspicious() {
        return suspicious.getAsBoolean();
    }

    /** Any thread may call. */
    void change(ForwardingConfig config) {
        thread.post(() -> hosts.change(config));
    }

    void failModes(FailModes known) {
        failModes = known;
    }

    FailMode failMode(Dpid dpid) {
        return failModes.of(dpid);
    }

    Agents agents() {
        return agents;
    }

    Fabric fabric() {
        return fabric;
    }

    UserFlowDesk userFlows() {
        return userFlows;
    }

    SlicePlans slices() {
        return slices;
    }

    HostDesk hosts() {
        return hosts;
    }

    void reserve(long mac, Dpid dpid, List<Integer> ports) {
        thread.post(() -> hosts.reserve(mac, dpid, ports));
    }

    List<RuleLook> takeLooks() {
        return looks.take();
    }

    /** A sample of what a rule matches. */
    void ruleLooked(Dpid dpid, String ruleId, PacketIn packet) {
        looks.put(dpid, ruleId, packet);
    }

    Map<String, RuleState> ruleStates() {
        return rules.states();
    }

    CompletableFuture<Map<String, RuleState>> apply(RuleBatch batch) {
        CompletableFuture<Map<String, RuleState>> future = new CompletableFuture<>();
        thread.post(() -> rules.apply(batch, future));
        return future;
    }

    // --- from agents, in their event loops ---

    void connected(SwitchAgent agent) {
        thread.post(() -> attach(agent));
    }

    void disconnected(SwitchAgent agent, String reason) {
        thread.post(() -> detach(agent, reason));
    }

    /** A session that was a slave may write now: its switch is taken in anew. */
    void promoted(SwitchAgent agent) {
        thread.post(() -> {
            if (agents.get(agent.dpid()) == agent) {
                takeOut(agent.dpid());
                bringIn(agent);
            }
        });
    }

    /** A connection was turned away; one report a minute for each datapath id. */
    void refused(Dpid dpid, String address, String reason) {
        thread.post(() -> reportRefused(dpid, address, reason));
    }

    /** A switch has entered or left a level of table pressure. */
    void tablePressure(Dpid dpid, int level, long entries, int budget) {
        log.warn("table pressure dpid={} level={} entries={} budget={}", dpid, level, entries, budget);
        thread.post(() -> events.publish(new Event.TablePressure(dpid, level, entries, budget)));
    }

    /** Many packets come in at a port from sources that are not known there. */
    void spoofing(Dpid dpid, int port, long packets) {
        log.warn("sources of others dpid={} port={} dropped_in_a_second={}", dpid, port, packets);
        thread.post(() -> events.publish(new Event.SourcesSpoofed(dpid, port, packets)));
    }

    CompletableFuture<ControllerRole> role(Dpid dpid, ControllerRole role) {
        SwitchAgent agent = agents.get(dpid);
        return agent == null
                ? CompletableFuture.failedFuture(new IllegalArgumentException("no switch " + dpid + " is connected"))
                : agent.requestRole(role);
    }

    /** A gate for the probes of one switch, so that none keeps the others from being heard. */
    Gate probeGate() {
        return new Gate(MOST_PROBES, probesDropped);
    }

    void probeArrived(Dpid dpid, int port, ByteBuf payload, Gate gate) {
        if (!gate.enter()) {
            return;
        }
        Lldp.Probe probe = fabric.read(payload);
        thread.post(() -> {
            gate.leave();
            fabric.probeArrived(probe, new End(dpid, port));
        });
    }

    /** Answers whether the observation was taken. */
    boolean hostSeen(SwitchAgent agent, PacketIn packet) {
        if (!learning.enter()) {
            return false;
        }
        long mac = packet.ethSrc;
        Attachment place = new Attachment(agent.dpid(), packet.inPort);
        IpAddress claim = Claims.of(packet);
        thread.post(() -> {
            learning.leave();
            hosts.learn(mac, place, claim);
        });
        return true;
    }

    /** A switch was told to send no packets, or is allowed to again. */
    void muted(SwitchAgent agent, boolean muted) {
        thread.post(() -> {
            if (agents.get(agent.dpid()) == agent) {
                fabric.muted(agent.dpid(), muted);
            }
        });
    }

    /** Packets went to these hosts at this switch. */
    void hostsAlive(Dpid dpid, Set<Long> macs) {
        thread.post(() -> hosts.alive(dpid, macs));
    }

    /** What a switch has from a former process, told once. */
    void former(SwitchAgent agent, Set<Integer> trunks, Map<Long, Integer> portByMac) {
        thread.post(() -> {
            if (agents.get(agent.dpid()) == agent) {
                fabric.former(agent.dpid(), trunks);
                hosts.former(agent.dpid(), portByMac);
            }
        });
    }

    void planAnswered(Dpid dpid) {
        thread.post(() -> fabric.planAnswered(dpid));
    }

    /** There is news of the ports of a switch. */
    void portsChanged(SwitchAgent agent, PortNews news) {
        thread.post(() -> {
            PortNews.Change change = news.take();
            if (agents.get(agent.dpid()) == agent) {
                fabric.portsChanged(agent, change);
            }
        });
    }

    void ruleCounts(Dpid dpid, List<RuleDesk.RuleCount> counts) {
        thread.post(() -> rules.counted(dpid, counts));
    }

    void ruleExpired(Dpid dpid, String ruleId) {
        thread.post(() -> rules.expired(dpid, ruleId));
    }

    void rulesMissing(SwitchAgent agent, List<String> ruleIds) {
        thread.post(() -> rules.missing(agent, ruleIds));
    }

    // --- in the control thread ---

    private void attach(SwitchAgent agent) {
        departed.remove(agent.dpid());
        agents.put(agent);
        bringIn(agent);
        events.publish(new Event.SwitchChanged(agent.dpid(), true, agent.view().address()));
    }

    private void bringIn(SwitchAgent agent) {
        rules.attached(agent);
        userFlows.attached(agent);
        slices.attached(agent);
        hosts.attached(agent);
        agent.execute(agent::attached);
        fabric.attached(agent);
    }

    /** Answers how much of the switch is remembered for its return. */
    private int takeOut(Dpid dpid) {
        int counters = rules.detached(dpid);
        userFlows.detached(dpid);
        slices.detached(dpid);
        hosts.detached(dpid);
        fabric.detached(dpid);
        return counters + fabric.remembered(dpid);
    }

    private void forget(Dpid dpid) {
        rules.forget(dpid);
        slices.forget(dpid);
        fabric.forget(dpid);
        agents.forget(dpid);
    }

    private void reportRefused(Dpid dpid, String address, String reason) {
        if (refusals.mayReport(dpid, System.nanoTime())) {
            log.warn("switch refused dpid={} peer={} reason={}", dpid, address, reason);
            events.publish(new Event.SwitchRefused(dpid, address, reason));
        }
    }

    private void detach(SwitchAgent agent, String reason) {
        if (!agents.remove(agent)) {
            return;
        }
        departed.add(agent.dpid(), takeOut(agent.dpid())).forEach(this::forget);
        events.publish(new Event.SwitchChanged(agent.dpid(), false, reason));
    }
}
