package io.sentinelsdn.controller.rules;

import io.sentinelsdn.controller.openflow.FlowEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The four tables folded into the priorities of table 0, for a switch that has fewer.
 *
 * <pre>
 * 20000 … 61000  mitigation rules by band
 * 19000          LLDP ─► controller · 18950 link-local frames dropped
 * 15000          ARP and ND of an edge port ─► flood and controller
 * 10100          known destination ─► its port
 * 10050          a trunk outside the spanning tree: dropped
 * 10010          group addresses ─► flood (reactive)
 * 10001          an edge port ─► flood and controller (reactive: controller alone)
 * 10000          ─► flood (reactive: controller)
 * </pre>
 *
 * What is forwarded and copied to the controller by one entry cannot have a meter, which would drop the packet itself:
 * the meter of the controller port is its ceiling. Nothing counts flows here. A rule that lets pass or limits cannot go
 * on to a next table: its entry forwards too, to where its destination is known to be, else it floods. Entries keep the cookies they have in four tables.
 * Owned by the event loop of the switch.
 */
public final class FoldedPlan {
    private static final int LLDP = 18_000;
    private static final int NEIGHBOUR = 15_000;
    private static final int FORWARDING = 10_000;

    private final boolean reactive;
    private final Map<Long, FlowEntry> copies = new LinkedHashMap<>();
    private List<Integer> flood = List.of();

    /**
     * @param reactive whether the controller decides where unknown destinations are
     */
    public FoldedPlan(boolean reactive) {
        this.reactive = reactive;
    }

    /** What takes the place of an entry of the four tables: nothing, one entry, or with the flood all that depends on it. */
    public List<FlowEntry> add(FlowEntry entry) {
        if (isFlood(entry)) {
            flood = entry.outputs();
            List<FlowEntry> changed = new ArrayList<>(List.of(at(FORWARDING, entry, flood, 0)));
            copies.values().forEach(copy -> changed.add(copy(copy)));
            return changed;
        }
        if (isCopy(entry)) {
            copies.put(entry.cookie(), entry);
            return List.of(copy(entry));
        }
        return simple(entry);
    }

    /** The same for an entry that goes. */
    public List<FlowEntry> delete(FlowEntry entry) {
        return copies.remove(entry.cookie()) != null ? List.of(copy(entry)) : simple(entry);
    }

    /**
     * A mitigation rule. What it lets pass leaves by the port, or group, where its destination is known to be, else it is
     * flooded.
     *
     * @param port 0 for unknown
     * @param group 0 for none
     */
    public FlowEntry rule(FlowEntry rule, int port, int group) {
        if (rule.gotoTable() < 0) {
            return rule;
        }
        List<Integer> outputs = group != 0 ? List.of() : port != 0 ? List.of(port) : flood;
        return at(0, rule, outputs, rule.meterId(), group);
    }

    /** Frames that are forwarded and copied to the controller: from neighbours, and to unknown destinations. */
    private boolean isCopy(FlowEntry entry) {
        long cookieClass = Cookies.classOf(entry.cookie());
        boolean neighbour = cookieClass == Cookies.PUNT && entry.match().inPort() != null;
        return neighbour || (cookieClass == Cookies.MISS && !reactive);
    }

    private FlowEntry copy(FlowEntry entry) {
        List<Integer> outputs = new ArrayList<>(flood);
        outputs.addAll(entry.outputs());
        return at(Cookies.classOf(entry.cookie()) == Cookies.MISS ? FORWARDING : NEIGHBOUR, entry, outputs, 0);
    }

    private static boolean isFlood(FlowEntry entry) {
        return entry.table() == TablePlan.FORWARDING
                && Cookies.classOf(entry.cookie()) == Cookies.BASE
                && entry.frame().ethType() == -1
                && entry.gotoTable() == TablePlan.MONITOR;
    }

    private static List<FlowEntry> simple(FlowEntry entry) {
        boolean punt = entry.table() == TablePlan.MONITOR && !entry.outputs().isEmpty();
        long cookieClass = Cookies.classOf(entry.cookie());
        if (punt && (cookieClass == Cookies.PUNT || cookieClass == Cookies.TRUNK)) {
            return List.of(at(LLDP, entry, entry.outputs(), entry.meterId()));
        }
        if (entry.table() != TablePlan.FORWARDING || (cookieClass == Cookies.BASE && entry.gotoTable() >= 0)) {
            return List.of();
        }
        int band = cookieClass == Cookies.BASE ? LLDP : FORWARDING;
        return List.of(at(band, entry, entry.outputs(), entry.meterId()));
    }

    private static FlowEntry at(int band, FlowEntry entry, List<Integer> outputs, int meter) {
        return at(band, entry, outputs, meter, entry.group());
    }

    private static FlowEntry at(int band, FlowEntry entry, List<Integer> outputs, int meter, int group) {
        return new FlowEntry(
                0,
                band + entry.priority(),
                entry.cookie(),
                entry.match(),
                entry.frame(),
                meter,
                outputs,
                group,
                -1,
                entry.idleTimeout(),
                entry.hardTimeout(),
                entry.reportRemoval(),
                entry.puntBytes(),
                entry.detour());
    }
}
