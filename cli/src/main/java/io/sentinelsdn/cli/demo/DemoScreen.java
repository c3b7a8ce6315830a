package io.sentinelsdn.cli.demo;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Prints the demo as lines, so that it reads the same on a terminal and in a file. Called by the thread that drives the
 * traffic and by those that publish events; each line is printed whole.
 */
public final class DemoScreen implements EventSink {
    private static final int BAR = 20;
    private static final int MAX_REMEMBERED = 1_000;

    private final PrintWriter out;
    private final Supplier<List<MitigationRule>> live;
    private final Map<String, DetectionStatus> detections = new HashMap<>();
    private final Map<String, String> attacks = new HashMap<>();
    private final Map<String, MitigationPlan.Status> plans = new HashMap<>();
    private final Map<String, RuleState> rules = new HashMap<>();
    private final Map<String, FlowRule> shownRules = new HashMap<>();
    private double peak;
    private boolean muted;

    /**
     * @param live the rules of this moment with their counters
     */
    public DemoScreen(PrintWriter out, Supplier<List<MitigationRule>> live) {
        this.out = out;
        this.live = live;
    }

    /** The show is over: what is taken down now is no news. */
    public synchronized void mute() {
        muted = true;
    }

    /** A new part of the demo begins. */
    public synchronized void phase(String text) {
        out.println();
        out.println("== " + text);
        out.flush();
    }

    /** A line that belongs to the part. */
    public synchronized void say(String text) {
        line(text);
    }

    /** What the traffic does now. */
    public synchronized void traffic(TrafficTick tick) {
        peak = Math.max(peak, Math.max(tick.sentPps(), tick.victimPps()));
        int length = peak == 0 ? 0 : (int) Math.round(BAR * tick.victimPps() / peak);
        line(String.format(
                Locale.ROOT,
                "attack sent %,7.0f/s   at the victim %,7.0f/s |%-" + BAR + "s|   benign ok %,d, failed %,d%s",
                tick.sentPps(),
                tick.victimPps(),
                "#".repeat(length),
                tick.benignOk(),
                tick.benignFailed(),
                hits()));
    }

    private String hits() {
        long packets = 0;
        double pps = 0;
        for (MitigationRule rule : live.get()) {
            if (rule.state() != null && rule.state().status() == RuleState.Status.INSTALLED) {
                packets += rule.state().packets();
                pps += rule.state().pps();
            }
        }
        return packets == 0 ? "" : String.format(Locale.ROOT, "   rules hit %,d (%,.0f/s)", packets, pps);
    }

    /** The table at the end. */
    public synchronized void summary(List<AttackOutcome> outcomes) {
        out.println();
        out.printf(
                Locale.ROOT,
                "%-20s %14s %16s %15s %18s   %s%n",
                "attack",
                "time to detect",
                "time to mitigate",
                "attack dropped",
                "benign delivered",
                "");
        for (AttackOutcome outcome : outcomes) {
            out.printf(
                    Locale.ROOT,
                    "%-20s %14s %16s %13.2f %% %16.2f %%   %s%n",
                    outcome.scenario(),
                    seconds(outcome.secondsToDetect()),
                    seconds(outcome.secondsToMitigate()),
                    outcome.droppedPercent(),
                    outcome.benignPercent(),
                    outcome.passed() ? "stopped" : "NOT AS PROMISED");
            outcome.shortcomings().forEach(text -> out.println("    " + text));
        }
        out.flush();
    }

    @Override
    public synchronized void publish(Event event) {
        if (muted) {
            return;
        }
        if (event instanceof Event.DetectionChanged changed) {
            detection(changed.detection());
        } else if (event instanceof Event.PlanChanged changed) {
            plan(changed.plan());
        } else if (event instanceof Event.RuleChanged changed) {
            rule(changed.rule());
        } else if (event instanceof Event.RuleStateChanged changed) {
            ruleState(changed.state());
        } else if (event instanceof Event.SwitchChanged changed) {
            line("switch " + changed.dpid() + (changed.connected() ? " connected" : " gone: " + changed.detail()));
        }
    }

    private void detection(Detection detection) {
        remember(
                attacks,
                detection.id(),
                detection.type().wireName() + " on " + detection.evidence().target());
        if (remember(detections, detection.id(), detection.status())) {
            line("DETECTION " + detection.type().wireName() + " on "
                    + detection.evidence().target() + ": " + detection.status().wireName() + ", severity "
                    + detection.severity().wireName()
                    + String.format(Locale.ROOT, ", confidence %.2f", detection.confidence())
                    + (detection.evidence().spoofed() ? ", spoofed sources" : ""));
            if (detection.status() == DetectionStatus.DETECTED) {
                line("  " + detection.explanation().sentence());
            }
        }
    }

    private void plan(MitigationPlan plan) {
        if (!remember(plans, plan.id(), plan.status())) {
            return;
        }
        String against = attacks.getOrDefault(plan.detectionId(), "detection " + plan.detectionId());
        String what = "PLAN " + plan.status().name().toLowerCase(Locale.ROOT) + ", against " + against;
        if (isOver(plan.status())) {
            line(what);
            return;
        }
        line(what + ": " + plan.action().wireName() + " with " + plan.rules().size() + " rule(s)"
                + String.format(
                        Locale.ROOT,
                        ", expects to remove %.0f %% of the attack and to hurt %.1f %% of the good traffic",
                        100 * plan.expectedAttackRemoved(),
                        100 * plan.expectedCollateral()));
        line("  " + plan.rationale());
    }

    /** Whether what the plan says is past; it may be told of while the next attack goes on already. */
    private static boolean isOver(MitigationPlan.Status status) {
        return status == MitigationPlan.Status.RELEASED || status == MitigationPlan.Status.LAPSED;
    }

    private void rule(MitigationRule rule) {
        remember(shownRules, rule.rule().id(), rule.rule());
        if (rule.state() != null) {
            ruleState(rule.state());
        }
    }

    private void ruleState(RuleState state) {
        RuleState before = rules.get(state.ruleId());
        remember(rules, state.ruleId(), state);
        if (before != null && before.status() == state.status()) {
            return;
        }
        FlowRule rule = shownRules.get(state.ruleId());
        line("RULE " + state.status().name().toLowerCase(Locale.ROOT) + ": "
                + (rule == null
                        ? state.ruleId()
                        : rule.verdict().name().toLowerCase(Locale.ROOT) + " "
                                + rule.match().describe()
                                + (rule.dpid() == null ? "" : " on switch " + rule.dpid()))
                + String.format(Locale.ROOT, ", %,d packets hit", state.packets())
                + (state.error() == null ? "" : ", " + state.error()));
    }

    /** Whether the value is new; the maps stay small because a demo is short, and are cut should it not be. */
    private static <T> boolean remember(Map<String, T> map, String id, T value) {
        if (map.size() >= MAX_REMEMBERED && !map.containsKey(id)) {
            map.clear();
        }
        return !value.equals(map.put(id, value));
    }

    private void line(String text) {
        out.println("  " + text);
        out.flush();
    }

    private static String seconds(Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.2f s", value);
    }
}
