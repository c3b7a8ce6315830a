package io.sentinelsdn.cli.command;

import io.sentinelsdn.simulator.SimulationPlan;
import io.sentinelsdn.simulator.SimulationTally;
import io.sentinelsdn.simulator.ofswitch.SwitchTally;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Shows a simulation: on a terminal one line that is written again and again, elsewhere a line every few seconds; in the
 * end a summary. Owned by the command's thread.
 */
final class SimulationScreen {
    private static final int BAR = 20;
    private static final int WIDTH = 150;
    private static final double SECONDS_PER_LINE = 5;

    private final PrintWriter err;
    private final boolean terminal;
    private final SimulationPlan plan;
    private final double duration;
    private SimulationTally before;
    private double beforeAt;
    private double lineAt = Double.NEGATIVE_INFINITY;

    /**
     * @param terminal whether a line can be written over
     * @param duration of the whole simulation, in seconds
     */
    SimulationScreen(PrintWriter err, boolean terminal, SimulationPlan plan, double duration) {
        this.err = err;
        this.terminal = terminal;
        this.plan = plan;
        this.duration = duration;
    }

    /** How it stands at a time in seconds after the start. */
    void show(double at, SimulationTally now) {
        if (before != null && (terminal || at - lineAt >= SECONDS_PER_LINE)) {
            String line = line(at, now, at - beforeAt);
            err.print(terminal ? "\r" + padded(line) : line + System.lineSeparator());
            err.flush();
            lineAt = at;
        }
        if (before == null || terminal || lineAt == at) {
            before = now;
            beforeAt = at;
        }
    }

    private String line(double at, SimulationTally now, double seconds) {
        int full = (int) Math.min(BAR, at / duration * BAR);
        SwitchTally switches = now.switches();
        SwitchTally earlier = before.switches();
        String attack = plan.attack().isEmpty()
                ? ""
                : String.format(Locale.ROOT, ", attack dropped %.0f %%", now.droppedPercentSince(before));
        return String.format(
                Locale.ROOT,
                "[%s%s] %.0f/%.0f s: %d/%d connected, %.0f entries/s, %.0f packet-ins/s, %d flow-mods, %d rules%s",
                "#".repeat(full),
                " ".repeat(BAR - full),
                at,
                duration,
                now.connected(),
                plan.switches(),
                (switches.entriesReported() - earlier.entriesReported()) / seconds,
                (switches.packetIns() - earlier.packetIns()) / seconds,
                switches.flowMods(),
                switches.rules(),
                attack);
    }

    private static String padded(String line) {
        return line.length() >= WIDTH ? line.substring(0, WIDTH) : line + " ".repeat(WIDTH - line.length());
    }

    /** Leaves an empty line behind. */
    void end() {
        if (terminal && before != null) {
            err.print("\r" + " ".repeat(WIDTH) + "\r");
            err.flush();
        }
    }

    /** The summary by its names on the wire. */
    static Map<String, Object> json(SimulationPlan plan, SimulationTally end, double seconds) {
        Map<String, Object> json = new LinkedHashMap<>();
        SwitchTally switches = end.switches();
        json.put("switches", plan.switches());
        json.put("topology", plan.topology().wireName());
        json.put("flows_per_switch", plan.standing().flows());
        json.put("seconds", rounded(seconds));
        json.put("connected", end.connected());
        json.put("reached", end.reached());
        json.put("polls", switches.polls());
        json.put("entries_reported", switches.entriesReported());
        json.put("entries_per_second", Math.round(switches.entriesReported() / seconds));
        json.put("packet_ins", switches.packetIns());
        json.put("packet_ins_dropped", switches.packetInsDropped());
        json.put("flow_mods", switches.flowMods());
        json.put("entries", switches.entries());
        json.put("rules", switches.rules());
        json.put("attack", plan.attack().map(kind -> kind.wireName()).orElse("none"));
        json.put("attack_sent", end.attackSent());
        json.put("attack_arrived", end.attackArrived());
        json.put("attack_dropped_percent", rounded(end.droppedPercent()));
        json.put("benign_succeeded_percent", rounded(100 * end.benign().successShare()));
        json.put("frames_lost_in_loops", end.lostInLoops());
        return json;
    }

    private static double rounded(double value) {
        return Math.round(10 * value) / 10.0;
    }
}
