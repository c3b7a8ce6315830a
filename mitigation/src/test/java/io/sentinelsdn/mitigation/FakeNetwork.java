package io.sentinelsdn.mitigation;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleLook;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.Network;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Switches in memory: a desired set of rules and a table for each switch, with hard timeouts in the clock's time. Ask
 * {@link #decide} what happens to a packet. A switch never holds two rules at one place (band and match).
 */
final class FakeNetwork implements Network {
    /** What a packet looks like to the mitigation table. */
    record Packet(Dpid dpid, int inPort, String src, String dst, int proto, int dstPort, int icmpType, boolean syn) {
        static Packet tcpSyn(int inPort, String src, String dst, int dstPort) {
            return new Packet(TestObjects.S1, inPort, src, dst, 6, dstPort, -1, true);
        }

        static Packet tcp(int inPort, String src, String dst, int dstPort) {
            return new Packet(TestObjects.S1, inPort, src, dst, 6, dstPort, -1, false);
        }

        static Packet udp(int inPort, String src, String dst, int dstPort) {
            return new Packet(TestObjects.S1, inPort, src, dst, 17, dstPort, -1, false);
        }

        static Packet icmp(int inPort, String src, String dst, int type) {
            return new Packet(TestObjects.S1, inPort, src, dst, 1, -1, type, false);
        }
    }

    private record Slot(FlowRule rule, Instant ends) {}

    private final Clock clock;
    private final Map<String, FlowRule> desired = new LinkedHashMap<>();
    private final Map<Dpid, Map<String, Slot>> tables = new TreeMap<>();
    private final Map<String, RuleState> states = new LinkedHashMap<>();
    private final Map<String, double[]> hits = new HashMap<>();
    private final List<RuleBatch> batches = new ArrayList<>();
    private final Map<MacAddress, String> reserved = new LinkedHashMap<>();
    private final List<RuleLook> samples = new ArrayList<>();
    private final List<Runnable> unanswered = new ArrayList<>();
    private Function<FlowRule, String> refusal = rule -> null;
    private boolean answersAtOnce = true;

    FakeNetwork(Clock clock, Dpid... switches) {
        this.clock = clock;
        for (Dpid dpid : switches) {
            connect(dpid);
        }
    }

    synchronized void connect(Dpid dpid) {
        tables.put(dpid, new LinkedHashMap<>());
        desired.values().forEach(rule -> install(dpid, rule));
    }

    /** Rules for which the function gives an error text are refused. */
    synchronized void refuse(Function<FlowRule, String> reason) {
        refusal = reason;
    }

    /** From now on barriers wait for {@link #answer()}. */
    synchronized void holdAnswers() {
        answersAtOnce = false;
    }

    void answer() {
        List<Runnable> now;
        synchronized (this) {
            now = List.copyOf(unanswered);
            unanswered.clear();
        }
        now.forEach(Runnable::run);
    }

    /** Sets a rule's counters as the next poll will report them. */
    synchronized void hits(String ruleId, double pps, long packets) {
        hits.put(ruleId, new double[] {pps, packets});
    }

    /** Every automatic rule now matches this many packets per second. */
    synchronized void hitsOfAll(double pps) {
        desired.keySet().forEach(id -> hits(id, pps, (long) pps));
    }

    @Override
    public synchronized CompletableFuture<Map<String, RuleState>> apply(RuleBatch batch) {
        batches.add(batch);
        for (String id : batch.remove()) {
            desired.remove(id);
            states.remove(id);
            hits.remove(id);
            tables.values().forEach(table -> table.remove(id));
        }
        for (FlowRule rule : batch.add()) {
            desired.put(rule.id(), rule);
            states.put(rule.id(), state(rule.id(), Status.PENDING, 0, null));
        }
        CompletableFuture<Map<String, RuleState>> done = new CompletableFuture<>();
        Runnable barrier = () -> done.complete(barrier(batch.add()));
        if (answersAtOnce) {
            barrier.run();
        } else {
            unanswered.add(barrier);
        }
        return done;
    }

    private synchronized Map<String, RuleState> barrier(List<FlowRule> added) {
        Map<String, RuleState> answer = new LinkedHashMap<>();
        for (FlowRule rule : added) {
            if (rule.equals(desired.get(rule.id()))) {
                tables.keySet().forEach(dpid -> install(dpid, rule));
                answer.put(rule.id(), states.get(rule.id()));
            }
        }
        return answer;
    }

    private void install(Dpid dpid, FlowRule rule) {
        if (rule.dpid() != null && !rule.dpid().equals(dpid)) {
            return;
        }
        String error = refusal.apply(rule);
        if (error != null) {
            states.put(rule.id(), state(rule.id(), Status.FAILED, 0, error));
            return;
        }
        Map<String, Slot> table = tables.get(dpid);
        table.values().forEach(slot -> {
            FlowRule other = slot.rule();
            if (!other.id().equals(rule.id())
                    && other.band() == rule.band()
                    && other.match().equals(rule.match())) {
                throw new AssertionError("two rules at one place: " + other.id() + " and " + rule.id());
            }
        });
        Instant ends = rule.hardTimeout() == null ? null : clock.instant().plus(rule.hardTimeout());
        table.put(rule.id(), new Slot(rule, ends));
        int switches = (int) tables.values().stream()
                .filter(other -> other.containsKey(rule.id()))
                .count();
        states.put(rule.id(), state(rule.id(), Status.INSTALLED, switches, null));
    }

    private void expire() {
        Instant now = clock.instant();
        for (Map<String, Slot> table : tables.values()) {
            table.values().removeIf(slot -> {
                boolean over = slot.ends() != null && !slot.ends().isAfter(now);
                if (over) {
                    desired.remove(slot.rule().id());
                    states.put(slot.rule().id(), state(slot.rule().id(), Status.EXPIRED, 0, null));
                }
                return over;
            });
        }
    }

    private RuleState state(String id, Status status, int switches, String error) {
        return new RuleState(id, status, switches, error, 0, 0, 0);
    }

    @Override
    public synchronized Map<String, RuleState> ruleStates() {
        expire();
        Map<String, RuleState> seen = new LinkedHashMap<>();
        states.forEach((id, state) -> {
            double[] hit = hits.getOrDefault(id, new double[] {state.pps(), state.packets()});
            seen.put(
                    id,
                    new RuleState(
                            id, state.status(), state.switches(), state.error(), (long) hit[1], state.bytes(), hit[0]));
        });
        return seen;
    }

    /** So many of the packets that a rule matches come from there and are sampled. */
    synchronized void sample(String ruleId, String src, int many) {
        for (int i = 0; i < many; i++) {
            samples.add(new RuleLook(
                    ruleId, TestObjects.S1, 3, IpAddress.parse(src), IpAddress.parse(TestObjects.VICTIM), 6));
        }
    }

    @Override
    public synchronized List<RuleLook> takeLooks() {
        List<RuleLook> all = List.copyOf(samples);
        samples.clear();
        return all;
    }

    @Override
    public synchronized void reserve(MacAddress mac, Dpid dpid, List<Integer> ports) {
        reserved.put(mac, dpid + ":" + ports);
    }

    /** Places of reserved addresses. */
    synchronized Map<MacAddress, String> reserved() {
        return Map.copyOf(reserved);
    }

    @Override
    public synchronized int connectedSwitches() {
        return tables.size();
    }

    /** The rule that decides about a packet, or empty when it goes on untouched. */
    synchronized Optional<FlowRule> decide(Packet packet) {
        expire();
        return tables.get(packet.dpid()).values().stream()
                .map(Slot::rule)
                .filter(rule -> matches(rule.match(), packet))
                .min(Comparator.comparing(FlowRule::band));
    }

    private static boolean matches(Match match, Packet packet) {
        return (match.inPort() == null || match.inPort() == packet.inPort())
                && contains(match.src(), packet.src())
                && contains(match.dst(), packet.dst())
                && (match.ipProto() == null || match.ipProto() == packet.proto())
                && (match.dstPort() == null || match.dstPort() == packet.dstPort())
                && (match.icmpType() == null || match.icmpType() == packet.icmpType())
                && (!match.tcpSyn() || packet.syn());
    }

    private static boolean contains(Prefix prefix, String address) {
        return prefix == null || prefix.contains(IpAddress.parse(address));
    }

    /** What the switch holds now. */
    synchronized List<FlowRule> table(Dpid dpid) {
        expire();
        return tables.get(dpid).values().stream().map(Slot::rule).toList();
    }

    synchronized List<RuleBatch> batches() {
        return List.copyOf(batches);
    }

    synchronized RuleBatch lastBatch() {
        return batches.get(batches.size() - 1);
    }
}
