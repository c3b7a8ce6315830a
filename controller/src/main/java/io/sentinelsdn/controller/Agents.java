package io.sentinelsdn.controller;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.SwitchTrouble;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The connected switches by datapath id, and a last view of those that are gone. Changed by the control thread only;
 * any thread may read.
 */
final class Agents {
    private final Map<Dpid, SwitchAgent> connected = new ConcurrentSkipListMap<>();
    private final Map<Dpid, SwitchView> gone = new ConcurrentHashMap<>();

    /** A switch has connected; answers the connection it replaces, or null. */
    SwitchAgent put(SwitchAgent agent) {
        gone.remove(agent.dpid());
        return connected.put(agent.dpid(), agent);
    }

    /** A connection is gone; false when a newer one had replaced it. */
    boolean remove(SwitchAgent agent) {
        if (!connected.remove(agent.dpid(), agent)) {
            return false;
        }
        gone.put(agent.dpid(), agent.view());
        return true;
    }

    /** A switch that is gone is not remembered any longer. */
    void forget(Dpid dpid) {
        gone.remove(dpid);
    }

    /** The agent of a switch, or null when it is not connected. */
    SwitchAgent get(Dpid dpid) {
        return connected.get(dpid);
    }

    /**
     * The agent of a switch.
     *
     * @throws SwitchTrouble if it is not connected, or was never seen
     */
    SwitchAgent require(Dpid dpid) {
        SwitchAgent agent = connected.get(dpid);
        if (agent != null) {
            return agent;
        }
        throw gone.containsKey(dpid)
                ? new SwitchTrouble(SwitchTrouble.Kind.AWAY, "switch " + dpid + " is not connected")
                : new SwitchTrouble(SwitchTrouble.Kind.UNKNOWN, "no such switch: " + dpid);
    }

    /** Number of connected switches whose tables are filling up. */
    long underPressure() {
        return connected.values().stream()
                .filter(agent -> agent.view().tableLevel() > 0)
                .count();
    }

    Collection<SwitchAgent> all() {
        return connected.values();
    }

    int count() {
        return connected.size();
    }

    /** Switches that are connected or were, by datapath id. */
    List<SwitchView> views() {
        Map<Dpid, SwitchView> views = new TreeMap<>(gone);
        connected.forEach((dpid, agent) -> views.put(dpid, agent.view()));
        return List.copyOf(views.values());
    }
}
