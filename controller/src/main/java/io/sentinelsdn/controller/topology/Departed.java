package io.sentinelsdn.controller.topology;

import io.sentinelsdn.domain.net.Dpid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Switches that are gone and of which something is remembered for their return. Bounded by how many they are and by how
 * much is remembered of all of them, since a peer may call itself by ever new names and claim thousands of ports: beyond
 * that, those gone longest are forgotten. Owned by the control thread.
 */
public final class Departed {
    private final int mostSwitches;
    private final long mostItems;
    private final Map<Dpid, Integer> itemsBySwitch = new LinkedHashMap<>();
    private long items;

    /**
     * @param mostItems ports, and counters of rules
     */
    public Departed(int mostSwitches, long mostItems) {
        this.mostSwitches = mostSwitches;
        this.mostItems = mostItems;
    }

    /**
     * A switch is gone.
     *
     * @return switches of which nothing is to be remembered from now on; itself where it alone is too much
     */
    public List<Dpid> add(Dpid dpid, int remembered) {
        remove(dpid);
        itemsBySwitch.put(dpid, remembered);
        items += remembered;
        List<Dpid> forgotten = new ArrayList<>();
        while (itemsBySwitch.size() > mostSwitches || items > mostItems) {
            Dpid longest = itemsBySwitch.keySet().iterator().next();
            remove(longest);
            forgotten.add(longest);
        }
        return forgotten;
    }

    /** A switch has come back. */
    public void remove(Dpid dpid) {
        Integer remembered = itemsBySwitch.remove(dpid);
        items -= remembered == null ? 0 : remembered;
    }
}
