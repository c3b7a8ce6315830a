package io.sentinelsdn.mitigation.compile;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What becomes of limits on switches that have no meters. There is only to drop or to let be, and the first rule is to do
 * no harm: one real source with no crowd behind it is dropped, also where it would have been limited first; prefixes are
 * dropped where that hurts no more than the budget; what names no source is left alone. Stateless.
 */
public final class WithoutMeters {
    private WithoutMeters() {}

    /**
     * A choice that needs no meters where there are none; without shapes when nothing is left, and its rationale says why.
     *
     * @param scene whom to spare
     * @param without switches that have no meters
     * @param budget share of good traffic that may be hurt
     */
    public static Choice fit(Choice choice, Scene scene, Set<Dpid> without, double budget) {
        Set<String> concerned = new TreeSet<>();
        List<RuleShape> shapes = new ArrayList<>();
        int dropped = 0;
        int left = 0;
        for (RuleShape shape : choice.shapes()) {
            if (shape.verdict() != FlowRule.Verdict.METER || !without.contains(shape.dpid())) {
                shapes.add(shape);
                continue;
            }
            concerned.add(String.valueOf(shape.dpid()));
            if (mayDrop(shape.match().src(), choice, scene, budget)) {
                dropped++;
                shapes.add(RuleShape.drop(shape.dpid(), shape.match()));
            } else {
                left++;
            }
        }
        if (concerned.isEmpty()) {
            return choice;
        }
        String note = (concerned.size() == 1 ? "Switch " : "Switches ") + String.join(", ", concerned)
                + (concerned.size() == 1 ? " has" : " have") + " no meters: "
                + (dropped > 0 ? "what would be limited there is dropped" : "")
                + (dropped > 0 && left > 0 ? ", but " : "")
                + (left > 0
                        ? "a limit there would drop good clients with the attack, so nothing is done at " + left
                                + (left == 1 ? " port" : " ports")
                        : "")
                + ".";
        boolean drops = shapes.stream().anyMatch(shape -> shape.verdict() == FlowRule.Verdict.DROP);
        double part = shapes.size() / (double) choice.shapes().size();
        return new Choice(
                shapes,
                drops ? new MitigationAction.Block() : choice.action(),
                part * choice.expectedRemoved(),
                part * choice.expectedCollateral(),
                shapes.isEmpty() ? note : choice.rationale() + " " + note);
    }

    private static boolean mayDrop(Prefix source, Choice choice, Scene scene, double budget) {
        if (source == null || scene.milder() > 0) {
            return false;
        }
        return source.isHost() ? !scene.crowd(source.address()) : choice.expectedCollateral() <= budget;
    }
}
