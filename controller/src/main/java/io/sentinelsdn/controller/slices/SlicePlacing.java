package io.sentinelsdn.controller.slices;

import io.sentinelsdn.controller.ofctl.FlowMod;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.controller.topology.PortPlan;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * Turns a plan into entries of one switch. Group frames of a slice leave by fewer ports than those of others:
 *
 * <pre>
 * table 2   61  marked, in at a trunk outside the spanning tree ─► dropped
 *           60  marked ─► the ports of the flood but those withheld, then table 3
 * </pre>
 *
 * Both stand between learned destinations and what is flooded for everybody. Stateless.
 */
final class SlicePlacing {
    private static final int BLOCKED_PRIORITY = 61;
    private static final int FLOOD_PRIORITY = 60;
    private static final String GROUP_FRAMES = "01:00:00:00:00:00/01:00:00:00:00:00";
    private static final int NUMBER_BITS = 0x7f;

    private SlicePlacing() {}

    /**
     * The entries by cookie, in the order in which they are to be sent.
     *
     * @param meterNumber of a meter by name; 0 leaves the meter out
     */
    static Map<Long, FlowMod> entries(List<FlowSpec> specs, ToIntFunction<String> meterNumber) {
        Map<Long, FlowMod> entries = new LinkedHashMap<>();
        for (FlowSpec spec : specs) {
            FlowMod message = FlowMod.of(numbered(spec, meterNumber));
            String place = spec.tableId() + "/" + spec.priority() + "/" + message.matchKey();
            entries.put(Cookies.of(Cookies.SLICE, place), message);
        }
        return entries;
    }

    private static FlowSpec numbered(FlowSpec spec, ToIntFunction<String> meterNumber) {
        List<Map<String, Object>> actions = new ArrayList<>();
        for (Map<String, Object> action : spec.actions()) {
            if (!"METER".equals(action.get("type"))) {
                actions.add(action);
                continue;
            }
            int number = meterNumber.applyAsInt(String.valueOf(action.get("meter_id")));
            if (number != 0) {
                actions.add(Map.of("type", "METER", "meter_id", number));
            }
        }
        return spec(spec.tableId(), spec.priority(), spec.match(), actions);
    }

    /**
     * The entries that flood for slices.
     *
     * @param withheld by mark
     * @param reactive whether frames to unknown single addresses are the controller's
     */
    static List<FlowSpec> floods(Map<Integer, Set<Integer>> withheld, PortPlan ports, boolean reactive) {
        List<FlowSpec> entries = new ArrayList<>();
        withheld.forEach((mark, closed) -> {
            Map<String, Object> match = new LinkedHashMap<>();
            match.put("metadata", mark + "/" + NUMBER_BITS);
            if (reactive) {
                match.put("eth_dst", GROUP_FRAMES);
            }
            for (int trunk : new TreeSet<>(ports.blocked())) {
                Map<String, Object> here = new LinkedHashMap<>(match);
                here.put("in_port", trunk);
                entries.add(spec(TablePlan.FORWARDING, BLOCKED_PRIORITY, here, List.of()));
            }
            List<Map<String, Object>> actions = new ArrayList<>();
            for (int port : new TreeSet<>(ports.flood())) {
                if (!closed.contains(port)) {
                    actions.add(Map.of("type", "OUTPUT", "port", port));
                }
            }
            actions.add(Map.of("type", "GOTO_TABLE", "table_id", TablePlan.MONITOR));
            entries.add(spec(TablePlan.FORWARDING, FLOOD_PRIORITY, match, actions));
        });
        return entries;
    }

    private static FlowSpec spec(
            Integer table, Integer priority, Map<String, Object> match, List<Map<String, Object>> actions) {
        return new FlowSpec(table, priority, 0, 0, 0, match, actions, false);
    }
}
