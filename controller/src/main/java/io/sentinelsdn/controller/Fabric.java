package io.sentinelsdn.controller;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.controller.openflow.SwitchFeatures;
import io.sentinelsdn.controller.topology.Cable;
import io.sentinelsdn.controller.topology.End;
import io.sentinelsdn.controller.topology.FloodPlan;
import io.sentinelsdn.controller.topology.Links;
import io.sentinelsdn.controller.topology.Lldp;
import io.sentinelsdn.controller.topology.PortPlan;
import io.sentinelsdn.controller.topology.Ports;
import io.sentinelsdn.controller.topology.Ports.Role;
import io.sentinelsdn.controller.topology.ProbeWatch;
import io.sentinelsdn.controller.topology.SpanningTree;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.spi.SwitchDirectory.LinkView;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how our switches are cabled and tells each of them which ports frames for everybody may use. What follows
 * from a link that is lost is sent at once; what follows from new ones waits a moment for more of them. Owned by the
 * control thread; {@link #isEdge}, {@link #links} and {@link #warnings} may be asked by any.
 */
final class Fabric {
    private static final Logger log = LoggerFactory.getLogger(Fabric.class);
    private static final long CROWD_MS = 20;
    /** A pause of our own this long says nothing about links. */
    private static final long STALL_NS = TimeUnit.MILLISECONDS.toNanos(300);

    private final ControlThread thread;
    private final Agents agents;
    private final ProbeWatch watch;
    private final Lldp lldp = new Lldp();
    private final Links links = new Links();
    private final Ports ports;
    private final FloodPlan flood = new FloodPlan();
    private final long silentAfterNs;
    private final Set<End> trunks = ConcurrentHashMap.newKeySet();
    private final Set<Dpid> muted = new HashSet<>();
    private Consumer<End> onTrunk = end -> {};
    private Runnable onSettled = () -> {};
    private Consumer<List<Cable>> onCables = cables -> {};
    private boolean planning;
    private boolean cablesFound;
    private long lastTickNs;
    private long believeSilenceFromNs;
    private volatile List<LinkView> linkViews = List.of();

    Fabric(ControllerConfig config, ControlThread thread, Agents agents, Counters counters) {
        this.thread = thread;
        this.agents = agents;
        watch = new ProbeWatch(counters);
        ports = new Ports(config.linkProbeMs(), config.probeMs());
        silentAfterNs = TimeUnit.MILLISECONDS.toNanos(3L * config.linkProbeMs());
    }

    /**
     * @param trunk told of each port that turned out to lead to another switch
     * @param settled called when ports turned out to lead to hosts
     * @param cables told of the cables whenever they have changed
     */
    void listeners(Consumer<End> trunk, Runnable settled, Consumer<List<Cable>> cables) {
        onTrunk = trunk;
        onSettled = settled;
        onCables = cables;
    }

    // --- asked by any thread ---

    boolean isEdge(Dpid dpid, int port) {
        return !trunks.contains(new End(dpid, port));
    }

    List<LinkView> links() {
        return linkViews;
    }

    List<String> warnings(Dpid dpid) {
        return watch.warnings(dpid);
    }

    byte[] probe(Dpid dpid, int port, long mac) {
        return lldp.probe(dpid, port, mac, System.nanoTime());
    }

    Lldp.Probe read(ByteBuf payload) {
        return lldp.read(payload, System.nanoTime());
    }

    // --- in the control thread ---

    /** Whether hosts are learned at this port. */
    boolean learnsAt(Dpid dpid, int port) {
        return ports.role(new End(dpid, port)) == Role.EDGE;
    }

    void attached(SwitchAgent agent) {
        ports.attached(agent.dpid(), up(agent.ports()), System.nanoTime());
        planSoon();
    }

    void detached(Dpid dpid) {
        muted.remove(dpid);
        ports.detached(dpid);
        flood.gone(dpid);
        planSoon();
    }

    /** A switch was told to send nothing, no probes either: so long their absence says nothing about its links. */
    void muted(Dpid dpid, boolean isMuted) {
        if (isMuted) {
            muted.add(dpid);
        } else {
            muted.remove(dpid);
        }
    }

    /** How many ports of a switch are remembered. */
    int remembered(Dpid dpid) {
        return ports.remembered(dpid);
    }

    /** A switch that is gone is not remembered any longer. */
    void forget(Dpid dpid) {
        ports.forget(dpid);
        flood.forget(dpid);
        trunks.removeIf(end -> end.dpid().equals(dpid));
        if (links.remove(dpid)) {
            cablesFound = true;
            planSoon();
        }
    }

    /** What the switch had from a former process. */
    void former(Dpid dpid, Set<Integer> formerTrunks) {
        ports.formerTrunks(dpid, flood.isKnown(dpid) ? Set.of() : formerTrunks, System.nanoTime());
        planSoon();
    }

    /** The ports of a switch have changed; one that was down in between has been down. */
    void portsChanged(SwitchAgent agent, PortNews.Change change) {
        List<Integer> upNow = up(change.now());
        List<Integer> stayed =
                upNow.stream().filter(port -> !change.lost().contains(port)).toList();
        boolean lost = lose(agent.dpid(), stayed);
        lost |= lose(agent.dpid(), upNow);
        sendProbes();
        if (lost) {
            cablesChanged();
        } else {
            plan();
        }
    }

    /** These ports are up; answers whether links are lost with the others. */
    private boolean lose(Dpid dpid, List<Integer> up) {
        boolean lost = false;
        for (int port : ports.changed(dpid, up, System.nanoTime())) {
            End end = new End(dpid, port);
            trunks.remove(end);
            if (links.remove(end)) {
                log.info("link lost at={}", end);
                lost = true;
            }
        }
        return lost;
    }

    void probeArrived(Lldp.Probe probe, End to) {
        long nowNs = System.nanoTime();
        if (!watch.accepts(probe, to, nowNs)) {
            return;
        }
        End from = probe.origin();
        if (agents.get(from.dpid()) == null || agents.get(to.dpid()) == null) {
            return;
        }
        boolean trunk = makeTrunk(from, nowNs);
        trunk |= makeTrunk(to, nowNs);
        boolean found = links.seen(from, to, nowNs);
        if (found) {
            log.info("link from={} to={}", from, to);
        }
        if (trunk) {
            sendProbes();
        }
        if (trunk || found) {
            cablesFound = true;
            planSoon();
        }
    }

    void planAnswered(Dpid dpid) {
        flood.answered(dpid);
        if (flood.holdsBack()) {
            sendPlans();
        }
    }

    /** Every 50 ms: probes, listening that ends, links that have fallen silent. */
    void tick() {
        long nowNs = System.nanoTime();
        if (nowNs - lastTickNs > STALL_NS) {
            believeSilenceFromNs = nowNs + silentAfterNs;
        }
        lastTickNs = nowNs;
        sendProbes();
        muted.forEach(dpid -> links.excuse(dpid, nowNs));
        if (nowNs - believeSilenceFromNs > 0 && links.expire(nowNs, silentAfterNs)) {
            log.info("links have fallen silent");
            cablesChanged();
        }
        if (ports.settle(nowNs)) {
            plan();
            onSettled.run();
        }
        sendPlans();
        watch.tick(nowNs);
    }

    private boolean makeTrunk(End end, long nowNs) {
        if (!ports.makeTrunk(end, nowNs)) {
            return false;
        }
        trunks.add(end);
        onTrunk.accept(end);
        return true;
    }

    private void sendProbes() {
        ports.probesDue(System.nanoTime()).forEach((dpid, due) -> {
            SwitchAgent agent = agents.get(dpid);
            if (agent != null) {
                agent.execute(() -> agent.sendProbes(due));
            }
        });
    }

    /** Switches and links come in crowds: one plan for those of a moment. */
    private void planSoon() {
        if (!planning) {
            planning = true;
            thread.after(CROWD_MS, () -> {
                planning = false;
                if (cablesFound) {
                    cablesChanged();
                } else {
                    plan();
                }
            });
        }
    }

    private void cablesChanged() {
        cablesFound = false;
        linkViews = List.copyOf(links.views());
        plan();
        onCables.accept(links.cables());
    }

    private void plan() {
        Set<End> tree = SpanningTree.of(links.cables());
        for (SwitchAgent agent : agents.all()) {
            Dpid dpid = agent.dpid();
            boolean undecided = ports.any(dpid, Role.FORMER_TRUNK) || ports.any(dpid, Role.LISTENING);
            if (flood.isKnown(dpid) || !undecided) {
                flood.want(dpid, planOf(dpid, tree));
            }
        }
        sendPlans();
    }

    private PortPlan planOf(Dpid dpid, Set<End> tree) {
        Set<Integer> found = ports.in(Role.TRUNK, dpid);
        Set<Integer> open = new HashSet<>(found);
        open.removeIf(port -> !tree.contains(new End(dpid, port)));
        return new PortPlan(ports.in(Role.EDGE, dpid), found, open);
    }

    private void sendPlans() {
        Map<Dpid, PortPlan> due = flood.due(System.nanoTime(), !ports.awaitsNeighbours());
        due.forEach((dpid, plan) -> {
            SwitchAgent agent = agents.get(dpid);
            if (agent != null) {
                agent.execute(() -> agent.follow(plan));
            }
        });
    }

    private static List<Integer> up(List<SwitchFeatures.Port> ports) {
        return ports.stream()
                .filter(SwitchFeatures.Port::up)
                .map(SwitchFeatures.Port::number)
                .toList();
    }
}
