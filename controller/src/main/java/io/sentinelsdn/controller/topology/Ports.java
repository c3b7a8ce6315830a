package io.sentinelsdn.controller.topology;

import io.sentinelsdn.domain.net.Dpid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What every port of our switches is for, and when it is probed next. A port that comes up listens first: four probes
 * within two intervals have the chance to find another switch behind it before anything is flooded there. Then it is an edge,
 * and stays one until a probe arrives or its link goes down. Owned by the control thread.
 */
public final class Ports {
    /** What a port is for. */
    public enum Role {
        DOWN,
        /** It came up a moment ago. */
        LISTENING,
        /** It led to another switch before this process started, and that switch has not come back yet. */
        FORMER_TRUNK,
        EDGE,
        TRUNK
    }

    static final long RETURN_NS = TimeUnit.SECONDS.toNanos(15);
    private static final long LISTEN_AT_MOST_NS = TimeUnit.SECONDS.toNanos(5);

    private final long trunkProbeNs;
    private final long edgeProbeNs;
    private final long[] firstPausesNs;
    private final long listenNs;
    private final Map<Dpid, Map<Integer, Port>> bySwitch = new HashMap<>();
    private final Set<Dpid> connected = new HashSet<>();
    private final Set<Dpid> heard = new HashSet<>();

    private static final class Port {
        private Role role = Role.DOWN;
        private long sinceNs;
        private int probes;
        private long nextProbeNs;
    }

    /**
     * @param trunkProbeMs interval of probes between switches
     * @param edgeProbeMs interval of probes towards hosts
     */
    public Ports(int trunkProbeMs, int edgeProbeMs) {
        trunkProbeNs = TimeUnit.MILLISECONDS.toNanos(trunkProbeMs);
        edgeProbeNs = TimeUnit.MILLISECONDS.toNanos(edgeProbeMs);
        firstPausesNs = new long[] {trunkProbeNs / 3, trunkProbeNs - trunkProbeNs / 3, trunkProbeNs};
        listenNs = 2 * trunkProbeNs + trunkProbeNs / 3;
    }

    /** A switch has connected. What is known of its ports holds; those that are new or were down listen. */
    public void attached(Dpid dpid, Collection<Integer> up, long nowNs) {
        connected.add(dpid);
        heard.remove(dpid);
        changed(dpid, up, nowNs);
        ports(dpid).values().forEach(port -> restartProbes(port, nowNs));
    }

    /** A switch is gone; its ports are remembered. */
    public void detached(Dpid dpid) {
        connected.remove(dpid);
    }

    /** How many ports of a switch are remembered. */
    public int remembered(Dpid dpid) {
        return ports(dpid).size();
    }

    /** A switch that is gone is not remembered any longer. */
    public void forget(Dpid dpid) {
        bySwitch.remove(dpid);
        heard.remove(dpid);
    }

    /**
     * The ports of a switch that are up now.
     *
     * @return those that went down or away
     */
    public List<Integer> changed(Dpid dpid, Collection<Integer> up, long nowNs) {
        Map<Integer, Port> ports = bySwitch.computeIfAbsent(dpid, unused -> new TreeMap<>());
        List<Integer> down = new ArrayList<>();
        ports.forEach((number, port) -> {
            if (port.role != Role.DOWN && !up.contains(number)) {
                port.role = Role.DOWN;
                down.add(number);
            }
        });
        for (int number : up) {
            Port port = ports.computeIfAbsent(number, unused -> new Port());
            if (port.role == Role.DOWN) {
                become(port, Role.LISTENING, nowNs);
                restartProbes(port, nowNs);
            }
        }
        return down;
    }

    /**
     * What the switch still has from a former process: ports that led to other switches. From now on its ports may
     * stop listening.
     */
    public void formerTrunks(Dpid dpid, Set<Integer> trunks, long nowNs) {
        heard.add(dpid);
        ports(dpid).forEach((number, port) -> {
            if (port.role == Role.LISTENING && trunks.contains(number)) {
                become(port, Role.FORMER_TRUNK, nowNs);
            }
        });
    }

    /** A probe of ours has come through this port; answers whether it was no trunk before. */
    public boolean makeTrunk(End end, long nowNs) {
        Port port = ports(end.dpid()).get(end.port());
        if (port == null || port.role == Role.TRUNK || port.role == Role.DOWN) {
            return false;
        }
        become(port, Role.TRUNK, nowNs);
        port.nextProbeNs = nowNs;
        return true;
    }

    /** Ends the listening of ports whose time is over; answers whether there was one. */
    public boolean settle(long nowNs) {
        boolean settled = false;
        for (Dpid dpid : connected) {
            for (Port port : ports(dpid).values()) {
                long forNs = nowNs - port.sinceNs;
                boolean listened = port.role == Role.LISTENING
                        && forNs >= listenNs
                        && (heard.contains(dpid) || forNs >= LISTEN_AT_MOST_NS);
                if (listened || (port.role == Role.FORMER_TRUNK && forNs >= RETURN_NS)) {
                    become(port, Role.EDGE, nowNs);
                    settled = true;
                }
            }
        }
        return settled;
    }

    /** Ports to probe now; they count as probed. */
    public Map<Dpid, List<Integer>> probesDue(long nowNs) {
        Map<Dpid, List<Integer>> due = new HashMap<>();
        for (Dpid dpid : connected) {
            ports(dpid).forEach((number, port) -> {
                if (port.role != Role.DOWN && nowNs - port.nextProbeNs >= 0) {
                    due.computeIfAbsent(dpid, unused -> new ArrayList<>()).add(number);
                    port.nextProbeNs = nowNs + pause(port);
                    port.probes++;
                }
            });
        }
        return due;
    }

    public Role role(End end) {
        Port port = ports(end.dpid()).get(end.port());
        return port == null ? Role.DOWN : port.role;
    }

    /** Ports of a switch in a role. */
    public Set<Integer> in(Role role, Dpid dpid) {
        Set<Integer> found = new HashSet<>();
        ports(dpid).forEach((number, port) -> {
            if (port.role == role) {
                found.add(number);
            }
        });
        return found;
    }

    /** Whether some switch that is connected still waits for a neighbour of before. */
    public boolean awaitsNeighbours() {
        return connected.stream().anyMatch(dpid -> any(dpid, Role.FORMER_TRUNK));
    }

    /** Whether any port of the switch is in the role. */
    public boolean any(Dpid dpid, Role role) {
        return ports(dpid).values().stream().anyMatch(port -> port.role == role);
    }

    private long pause(Port port) {
        if (port.probes < firstPausesNs.length) {
            return firstPausesNs[port.probes];
        }
        return port.role == Role.EDGE ? edgeProbeNs : trunkProbeNs;
    }

    private Map<Integer, Port> ports(Dpid dpid) {
        return bySwitch.getOrDefault(dpid, Map.of());
    }

    private static void become(Port port, Role role, long nowNs) {
        port.role = role;
        port.sinceNs = nowNs;
    }

    private static void restartProbes(Port port, long nowNs) {
        port.probes = 0;
        port.nextProbeNs = nowNs;
    }
}
