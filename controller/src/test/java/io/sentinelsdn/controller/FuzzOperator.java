package io.sentinelsdn.controller;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.net.ControllerRole;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.ofctl.FlowFilter;
import io.sentinelsdn.domain.spi.SwitchStatistics;
import io.sentinelsdn.domain.spi.SwitchStatistics.Window;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks all switches for things meanwhile, so that there are transaction ids of every kind. Owned by one thread. */
final class FuzzOperator {
    private static final Window ALL = new Window(1000, 0);
    private static final int KINDS = 8;
    private static final int RULES = 40;

    private final Controller controller;
    private int round;

    FuzzOperator(Controller controller) {
        this.controller = controller;
    }

    /** A rule for everybody, or the end of one, and a question to each switch. */
    void work() {
        round++;
        CompletableFuture<?> rules = controller.apply(
                round % 2 == 0 ? RuleBatch.removing(List.of(id(round - 1))) : RuleBatch.adding(List.of(rule(round))));
        for (SwitchView view : controller.switches()) {
            if (view.connected()) {
                ask(view.dpid());
            }
        }
        settle(rules);
    }

    void finish() {
        settle(controller.apply(RuleBatch.removing(java.util.stream.IntStream.range(0, RULES)
                .mapToObj(FuzzOperator::id)
                .toList())));
    }

    private static String id(int round) {
        return "fuzz-" + round % RULES;
    }

    private static FlowRule rule(int round) {
        Prefix source = Prefix.parse("192.0.2." + round % RULES + "/32");
        return new FlowRule(id(round), null, RuleBand.USER, Match.source(source), Verdict.DROP, null, null);
    }

    private void ask(Dpid dpid) {
        SwitchStatistics statistics = controller.statistics();
        var unused = switch (round % KINDS) {
            case 0 -> statistics.flows(dpid, FlowFilter.ALL, ALL);
            case 1 -> statistics.aggregate(dpid, FlowFilter.ALL);
            case 2 -> statistics.ports(dpid, ALL);
            case 3 -> statistics.meters(dpid, ALL);
            case 4 -> statistics.queues(dpid, ALL);
            case 5 -> statistics.groups(dpid, ALL);
            case 6 -> statistics.tables(dpid, ALL);
            default -> controller.role(dpid, ControllerRole.EQUAL);
        };
    }

    /** What mad switches make of it is theirs; only the pace is kept. */
    private static void settle(CompletableFuture<?> answer) {
        try {
            answer.get(100, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException theirs) {
            answer.cancel(false);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
