package io.sentinelsdn.controller.userflow;

import io.sentinelsdn.controller.ofctl.FlowMod;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.ofctl.BadField;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import io.sentinelsdn.domain.ofctl.UserFlow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where people's entries stand and what they do. An entry in tables 0 to 2 that forwards by itself and goes nowhere else
 * goes on to the monitor table, so that its traffic is counted; not when the person said {@code monitor: false}, and not
 * with {@code WRITE_ACTIONS}, which would be lost with a packet that a meter of the monitor table drops. Stateless.
 */
public final class UserFlowPlan {
    private static final int STANDARD_PRIORITY = 500;
    /** The same place among ours where they are folded into one table. */
    private static final int FOLDED_PRIORITY = 10_500;

    private static final int MAX_16 = 0xffff;
    /** CHECK_OVERLAP would refuse what is to be replaced; what is beyond NO_BYT_COUNTS does not exist in 1.3. */
    private static final int ALLOWED_FLAGS = 1 | 4 | 8 | 16;

    private static final int MAX_TABLE = 254;
    private static final int ID_BYTES = 8;
    private static final Set<String> FORWARDING = Set.of("OUTPUT", "GROUP");
    private static final Set<String> LEAVES_ALONE = Set.of("GOTO_TABLE", "WRITE_ACTIONS");

    private UserFlowPlan() {}

    /**
     * Fills in what was left open, and checks everything.
     *
     * @param tables how many the switch has
     * @throws BadField naming the field and what is allowed
     */
    public static PlacedFlow place(Dpid dpid, FlowSpec spec, int tables, Instant now) {
        boolean pipeline = tables >= TablePlan.TABLES;
        int table = spec.tableId() != null ? spec.tableId() : pipeline ? TablePlan.FORWARDING : 0;
        int priority = spec.priority() != null ? spec.priority() : standardPriority(table, pipeline);
        range("table_id", table, MAX_TABLE);
        range("priority", priority, MAX_16);
        range("idle_timeout", spec.idleTimeout(), MAX_16);
        range("hard_timeout", spec.hardTimeout(), MAX_16);
        if ((spec.flags() & ~ALLOWED_FLAGS) != 0) {
            throw new BadField("flags", "a sum of 1, 4, 8 and 16", spec.flags());
        }
        Bands.check(table, priority, pipeline);
        boolean goesOn = pipeline && spec.monitor() && table < TablePlan.MONITOR && onlyForwards(spec.actions());
        FlowMod message = FlowMod.of(new FlowSpec(
                table,
                priority,
                spec.idleTimeout(),
                spec.hardTimeout(),
                spec.flags(),
                spec.match(),
                goesOn ? thenMonitor(spec.actions()) : spec.actions(),
                spec.monitor()));
        String id = id(dpid, table, priority, message.matchKey());
        Instant expiresAt = spec.hardTimeout() == 0 ? null : now.plusSeconds(spec.hardTimeout());
        return new PlacedFlow(
                new UserFlow(id, dpid, Cookies.of(Cookies.USER_FLOW, id), message.spec(), now, expiresAt), message);
    }

    /**
     * An entry that was placed before.
     *
     * @throws BadField if this program cannot send it
     */
    public static PlacedFlow restore(UserFlow flow) {
        FlowMod message = FlowMod.of(flow.spec());
        return new PlacedFlow(
                new UserFlow(flow.id(), flow.dpid(), flow.cookie(), message.spec(), flow.createdAt(), flow.expiresAt()),
                message);
    }

    private static boolean onlyForwards(List<Map<String, Object>> actions) {
        Predicate<Map<String, Object>> forwards = action -> FORWARDING.contains(String.valueOf(action.get("type")));
        return actions.stream().anyMatch(forwards)
                && actions.stream().noneMatch(action -> LEAVES_ALONE.contains(String.valueOf(action.get("type"))));
    }

    private static List<Map<String, Object>> thenMonitor(List<Map<String, Object>> actions) {
        List<Map<String, Object>> more = new ArrayList<>(actions);
        more.add(Map.of("type", "GOTO_TABLE", "table_id", TablePlan.MONITOR));
        return more;
    }

    private static int standardPriority(int table, boolean pipeline) {
        return pipeline || table != 0 ? STANDARD_PRIORITY : FOLDED_PRIORITY;
    }

    private static void range(String field, int value, int most) {
        if (value < 0 || value > most) {
            throw new BadField(field, "between 0 and " + most, value);
        }
    }

    /** The same for the same place, so that an entry written twice is one. */
    private static String id(Dpid dpid, int table, int priority, String match) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((dpid + "/" + table + "/" + priority + "/" + match).getBytes(StandardCharsets.US_ASCII));
            return "f-" + HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("every JDK has SHA-256", never);
        }
    }
}
