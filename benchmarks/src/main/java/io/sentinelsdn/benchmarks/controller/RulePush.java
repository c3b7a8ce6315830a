package io.sentinelsdn.benchmarks.controller;

import io.sentinelsdn.controller.Controller;
import io.sentinelsdn.controller.ControllerConfig;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.FlowStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How long a set of rules takes from {@code apply} to the last barrier on a real switch, as a bundle and one by one,
 * with calm polling and with all entries polled back to back: {@code scripts/bench/rule-push}.
 */
public final class RulePush {
    private static final int CALM_RECONCILE_MS = 5_000;
    private static final int BACK_TO_BACK_MS = 50;

    private RulePush() {}

    /**
     * Prints a line for each run.
     *
     * @param args port, number of rules, runs
     */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        int count = Integer.parseInt(args[1]);
        int runs = Integer.parseInt(args[2]);
        for (int reconcileMs : new int[] {CALM_RECONCILE_MS, BACK_TO_BACK_MS}) {
            for (int bundleFrom : new int[] {32, 0}) {
                for (int run = 0; run < runs; run++) {
                    measure(port, count, bundleFrom, reconcileMs);
                }
            }
        }
    }

    private static void measure(int port, int count, int bundleFrom, int reconcileMs) throws Exception {
        ControllerConfig defaults = ControllerConfig.defaults();
        ControllerConfig config = new ControllerConfig(
                        defaults.openFlow().withBundleFrom(bundleFrom),
                        defaults.monitor(),
                        defaults.forwarding(),
                        Math.min(defaults.fastPollMs(), reconcileMs),
                        defaults.statsIntervalMs(),
                        reconcileMs,
                        defaults.probeMs(),
                        defaults.linkProbeMs())
                .listeningOn("127.0.0.1", port);
        try (Controller controller =
                new Controller(config, new Counters(), event -> {}, FlowStore.NONE, () -> sample -> {})) {
            controller.start();
            await(() -> controller.switches().stream().anyMatch(view -> isReady(view, bundleFrom > 0)));
            List<FlowRule> rules = drops(count);
            long beganNs = System.nanoTime();
            Map<String, RuleState> states =
                    controller.apply(RuleBatch.adding(rules)).get(5, TimeUnit.MINUTES);
            await(() -> installed(controller) == count);
            double addedS = (System.nanoTime() - beganNs) / 1e9;
            beganNs = System.nanoTime();
            controller.apply(RuleBatch.removing(List.copyOf(states.keySet()))).get(5, TimeUnit.MINUTES);
            double removedS = (System.nanoTime() - beganNs) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s, %s: added %d rules in %.2f s, removed in %.2f s%n",
                    bundleFrom > 0 ? "bundle" : "one by one",
                    reconcileMs == BACK_TO_BACK_MS ? "polled back to back" : "calm",
                    count,
                    addedS,
                    removedS);
        }
    }

    private static boolean isReady(SwitchView view, boolean bundles) {
        return view.connected() && view.flowEntries() > 0 && view.session().bundles() == bundles;
    }

    private static long installed(Controller controller) {
        return controller.ruleStates().values().stream()
                .filter(state -> state.status() == Status.INSTALLED)
                .count();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private static List<FlowRule> drops(int count) {
        List<FlowRule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Prefix source = Prefix.parse("10." + (i >>> 16) + "." + (i >>> 8 & 0xff) + "." + (i & 0xff));
            rules.add(new FlowRule("r" + i, null, RuleBand.USER, Match.source(source), Verdict.DROP, null, null));
        }
        return rules;
    }
}
